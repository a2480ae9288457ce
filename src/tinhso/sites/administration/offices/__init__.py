"""Agencies and administrative units as of a day, and what an administrator changes about agencies."""
