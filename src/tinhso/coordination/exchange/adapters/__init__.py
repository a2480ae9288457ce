"""The systems outside, each in its own words."""
