"""Identity: who signs in, by VNeID or as an officer, and the actor that an account makes."""
