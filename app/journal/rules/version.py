"""The number by which two people who edit one thing notice each other [J10]."""

from zlib import crc32


def version_of(*parts: object) -> int:
    """A number that differs when what is stored differs; 0 for nothing.

    Compare-and-save asks for the number that the person saw: it is taken from the content, so
    a change and its taking back are no conflict.
    """
    if not any(parts):
        return 0
    return crc32("\x1f".join("" if part is None else str(part) for part in parts).encode())
