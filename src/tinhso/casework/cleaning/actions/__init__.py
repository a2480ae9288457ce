"""What officers do to a cleaning task."""
