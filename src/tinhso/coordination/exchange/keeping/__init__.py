"""Between the tables and a dossier of the sync engine."""
