"""The legal slips of a dossier: versioned forms, what each says, printed once and kept."""
