"""What can be done with a mandate, one verb a file."""
