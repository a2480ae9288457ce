"""Start, watch and end the processes of the house as one."""
