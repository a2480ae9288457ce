"""Agencies: dated administrative units, the agencies that serve them, and the officers who work there."""
