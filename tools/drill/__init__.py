"""The drill: the real processes under load, killed, cut off and starved; then everything must be equal."""
