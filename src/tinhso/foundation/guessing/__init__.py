"""Guessing is slow: how often something may be tried from one place, and when again."""
