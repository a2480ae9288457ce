"""What is done to clients and their subscriptions, one noun a file."""
