"""The population database as it speaks: SOAP, its element names and its codes."""
