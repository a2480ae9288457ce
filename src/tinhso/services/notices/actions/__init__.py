"""Noting a message, addressing it, sending it."""
