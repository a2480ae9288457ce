"""What citizens say of the service of their finished dossiers."""
