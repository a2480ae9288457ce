"""Where systems of others come in."""
