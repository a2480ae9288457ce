"""Looking up: an officer's questions to the registers behind the provincial gateway, and their answers."""
