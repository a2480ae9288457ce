"""The reviewed file of this room, as the house reads it."""
