"""What changes the register: loading a province, appointing and moving officers."""
