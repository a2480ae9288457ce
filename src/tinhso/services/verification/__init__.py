"""Asks national registers about people, through the never-drop ledger."""
