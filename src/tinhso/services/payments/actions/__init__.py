"""What happens to a fee, one verb a file."""
