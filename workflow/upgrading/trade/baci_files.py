"""Which trade files are BACI's, told by their first line while Snakemake plans the run.

BACI holds millions of rows a year and goes through DuckDB, by rules of its own. Planning must stay
quick: nothing is imported here that reads tables.
"""

import csv
import gzip
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

BACI = {"t", "i", "j", "k", "v", "q"}
"""The columns of a BACI file."""

NOT_UNPACKED = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, RuntimeError)
"""What is raised by an archive that is cut off or broken, or asks for a password."""

_HEAD = 4096
_ZIP = b"PK\x03\x04"


def is_zip(path: Path) -> bool:
    """Whether a file is a `.zip`, by its first bytes."""
    with path.open("rb") as file:
        return file.read(4) == _ZIP


def is_baci(path: Path) -> bool:
    """Whether a file, or the first file with such a header in a `.zip`, is BACI's.

    A file that is not there, or cannot be unpacked, is left to the reader that all others go to.
    """
    try:
        return any(_has_header(head) for head in _heads(path))
    except (OSError, *NOT_UNPACKED):
        return False


def _heads(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(b"\x1f\x8b"):
        with gzip.open(path) as file:
            yield file.read(_HEAD)
    elif start == _ZIP:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as member:
                    yield member.read(_HEAD)
    else:
        with path.open("rb") as file:
            yield file.read(_HEAD)


def _has_header(head: bytes) -> bool:
    text = head.decode("latin-1").lstrip("ï»¿\r\n ")
    first = text.splitlines()[0] if text.strip() else ""
    for separator in ",;\t":
        names = next(csv.reader([first], delimiter=separator), [])
        if {name.strip().lower() for name in names} >= BACI:
            return True
    return False
