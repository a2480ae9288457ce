"""Statistics of the desk: what was received, what is late, who has how much to do."""
