"""The provincial gateway: how it is called, and how its answers are read."""
