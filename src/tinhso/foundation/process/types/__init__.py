"""What crosses the door of process: definitions, durations, clocks, tasks."""
