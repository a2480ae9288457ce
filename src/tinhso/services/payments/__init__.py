"""Fees of cases: asked for, paid online or at the counter, never taken twice unnoticed."""
