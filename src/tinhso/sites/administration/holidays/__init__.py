"""Days off and days worked instead: looked at, changed with a dry run, imported, taken back."""
