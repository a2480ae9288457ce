"""Vietnamese text: comparing, searching, sorting and distrusting it."""
