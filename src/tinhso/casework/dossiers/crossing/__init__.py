"""What crosses between systems: dossiers filed elsewhere come in, what became of each is told."""
