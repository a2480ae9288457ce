"""The reviewed files of this room, as the house reads them."""
