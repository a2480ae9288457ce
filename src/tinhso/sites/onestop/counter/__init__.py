"""The counter: somebody stands before the desk with a card and papers, and leaves with a receipt."""
