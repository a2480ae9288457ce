"""Files that figures leave the house in."""
