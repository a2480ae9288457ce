"""The National Public Service Portal, simulated: takes dossiers from the provinces, fetches their files."""
