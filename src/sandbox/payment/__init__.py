"""A payment gateway, simulated."""
