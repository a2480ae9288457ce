"""Printing: slips, receipts and results as PDF, identical bytes for identical data."""
