"""The door of the table engine: a CSV or XLSX file from outside as rows of text, or why it is none.

At most 4 MB and 5,000 rows are looked at; a bad file costs at most a second of CPU and 64 MB.
"""

from tinhso.engines.tables.limits import MOST_BYTES, MOST_ROWS
from tinhso.engines.tables.reading import read_table
from tinhso.engines.tables.types import LineError, Table, TableColumn, TableRow, UnreadableTable

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "LineError",
    "Table",
    "TableColumn",
    "TableRow",
    "UnreadableTable",
    "read_table",
]
