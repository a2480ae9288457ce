"""What makes a paper acceptable, from its bytes alone; each file knows one form. Pure."""
