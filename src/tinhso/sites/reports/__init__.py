"""Figures of the desk on pages: statistics, the day of an agency, the load of its people."""
