"""Signing in and out, and keeping accounts."""
