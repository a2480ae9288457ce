"""Crypto: personal data sealed per field, found by blind index; tree heads signed. No key in the database."""
