"""Asking, answering and prefilling."""
