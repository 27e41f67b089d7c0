"""Which files are mapped into memory, and which are read."""

from pathlib import Path

READ_UP_TO = 64 * 1024 * 1024
"""A file cut short under a mapping ends the process that looks there; what can as well be read is read."""


def is_mapped(file: Path) -> bool:
    """Whether a file is so large that it is mapped; one that is missing isn't."""
    return file.exists() and file.stat().st_size > READ_UP_TO
