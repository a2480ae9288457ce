"""An agency ends from a day on: what that would do, and what follows for its work and its people."""
