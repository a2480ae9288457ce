"""Dossiers: from the citizen's draft to the delivered result."""
