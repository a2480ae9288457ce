"""What stands around a finding on its way to the worker."""

import struct

BEGINNING = struct.Struct("!q")
"""Before the finding: the memory that the child was born with, in bytes."""

REPORT = struct.Struct("!idq")
"""Behind it: how the child ended (as waitpid tells it), its CPU seconds, the most memory it held in bytes."""

OUT_OF_MEMORY_STATUS = 2
"""With this the child ends when it was refused more memory."""
