"""Dossiers kept equal in the house and the systems around it."""
