"""Systems of others: who may ask through the interface, and what they are told."""
