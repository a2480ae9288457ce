"""Where calendars come from outside this house."""
