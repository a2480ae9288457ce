"""Choosing for whom one acts; granting, answering and withdrawing authorisations."""
