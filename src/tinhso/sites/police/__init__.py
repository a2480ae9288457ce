"""The commune police: people whose record and papers disagree are reviewed."""
