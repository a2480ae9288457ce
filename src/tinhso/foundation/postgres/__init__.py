"""PostgreSQL, found, started and guarded by the house itself."""
