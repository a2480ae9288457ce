"""Time and randomness, from one place."""
