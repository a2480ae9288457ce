"""Many dossiers moved by one decision: a changed calendar, another version, an agency that ended."""
