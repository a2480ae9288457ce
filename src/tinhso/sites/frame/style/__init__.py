"""The style page: every component of the frame in every state."""
