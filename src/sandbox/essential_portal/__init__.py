"""The essential-services portal, simulated: pushes what citizens file, takes what comes of it."""
