"""The SOAP 1.1 service of the population database."""
