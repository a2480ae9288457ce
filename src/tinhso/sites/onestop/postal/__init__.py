"""Results by post at the desk: what waits, the lists for the post office, the parcels, a dossier's choice."""
