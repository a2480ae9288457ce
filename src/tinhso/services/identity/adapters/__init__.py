"""VNeID as an OpenID provider: its addresses, keys, tokens and claims, translated into our words."""
