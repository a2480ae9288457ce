"""Dials: how each simulated system misbehaves, for n requests or until turned off."""
