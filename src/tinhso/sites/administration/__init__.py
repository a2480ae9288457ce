"""The administrator's pages: accounts of officers, and what every officer does to the own account."""
