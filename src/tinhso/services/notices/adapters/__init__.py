"""The file of texts, and the message services as they speak."""
