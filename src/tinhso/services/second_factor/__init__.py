"""Second factor: what an officer has besides the password."""
