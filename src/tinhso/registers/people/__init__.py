"""People: what the province knows of a person, sealed per field, with the source and day of each fact."""
