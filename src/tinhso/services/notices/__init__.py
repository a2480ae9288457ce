"""Messages to people about their cases, by every channel that a person has."""
