"""What is done with a second factor."""
