"""What is known of a dossier that other systems hold, too."""
