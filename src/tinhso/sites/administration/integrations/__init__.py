"""Pages about systems of others: their agreements, secrets, and what they are told."""
