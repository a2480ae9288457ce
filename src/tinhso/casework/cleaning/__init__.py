"""Cleaning of population data: people whose record and papers disagree are reviewed by the commune police."""
