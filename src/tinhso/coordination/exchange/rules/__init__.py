"""Between the words of the systems and the parts of a change: pure."""
