"""Two weeks of invented cases, made through the doors, so that no page of the demonstration is empty."""
