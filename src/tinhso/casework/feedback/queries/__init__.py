"""What is read: work lists, one screen, tracking, published answers, figures."""
