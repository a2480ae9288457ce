"""What administrators do with the accounts and posts of officers."""
