"""Tables that somebody made elsewhere, read with suspicion: CSV in whatever encoding, and XLSX."""
