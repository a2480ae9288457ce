"""Identifiers: the only place where a typed number, code, date or text becomes a trusted value."""
