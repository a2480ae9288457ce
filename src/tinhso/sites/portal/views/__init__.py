"""One module for each part of the portal; a view makes one call to a door and renders."""
