"""The record of a dossier: its words, its rows opened and sealed, its rules."""
