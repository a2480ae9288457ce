"""Pages of documentation that are made from code: `python -m tools.pages` writes them."""
