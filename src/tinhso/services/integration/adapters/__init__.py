"""The way to a receiver outside."""
