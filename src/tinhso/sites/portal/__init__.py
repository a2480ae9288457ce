"""The citizens' portal: find a procedure, file it once, follow it, see who looked at one's data."""
