"""What changes tasks and clocks; always inside the caller's transaction."""
