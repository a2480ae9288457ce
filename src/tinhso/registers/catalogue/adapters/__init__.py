"""How a reviewed file becomes a tree of types, with the line of every value."""
