"""How much of a file is looked at: enough for any real export, too little to hold up a process."""

MOST_BYTES = 4 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_CELLS = 120_000
LONGEST_CELL = 8_000
MOST_ENTRIES = 200
MOST_INFLATED = 8 * 1024 * 1024
"""Of one part of an XLSX file, in bytes."""
