"""VNeID, simulated: an OpenID Connect provider whose accounts derive from the population."""
