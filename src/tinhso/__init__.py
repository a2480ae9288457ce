"""Tỉnh Số: the system a Vietnamese province runs to serve its people."""
