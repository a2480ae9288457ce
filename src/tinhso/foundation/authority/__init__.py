"""Who may do what, asked at one point."""
