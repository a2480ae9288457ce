"""What an export means, and what follows from it: pure."""
