"""One dossier kept equal in several systems: the pure core of the exchange."""
