"""What happened, announced in the same transaction and delivered without loss."""
