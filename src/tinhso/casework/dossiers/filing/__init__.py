"""Filing a dossier: the draft, the counter, and the moment when it is entered."""
