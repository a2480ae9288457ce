"""The national population database, simulated: invented people behind a SOAP service."""
