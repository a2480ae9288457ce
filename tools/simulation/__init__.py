"""Cores of the exchange over a faulty network, from a seed; what may never be; planted defects."""
