"""Audit: who did what to whose data, append-only, sealed into a Merkle log whose heads are kept outside."""
