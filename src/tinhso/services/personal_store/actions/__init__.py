"""What is done to a kept paper: scanned, certified, withdrawn, withheld."""
