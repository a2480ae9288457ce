"""The pure core of process: no Django, no database, no clock."""
