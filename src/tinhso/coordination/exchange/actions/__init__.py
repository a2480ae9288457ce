"""What the exchange does: hear, take, tell, send, compare, mend."""
