"""Pieces of work kept from run to run, so that a refresh does again what its data ask for.

Snakemake removes a rule's old outputs and runs the rule whole, for all of its figures or relations.
A piece's key is the digest of everything that it is made of: its data, the project's own code that
the step runs, the version of Python and of every library installed. The same key is the same piece,
to the byte. Pieces that a run did not ask for are forgotten.
"""

import hashlib
import pickle
import platform
import sys
from collections.abc import Collection, Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from upgrading.digests import digest


class Kept:
    """The pieces that one job keeps in one folder, for no other to write into."""

    def __init__(self, folder: str | Path, code: Iterable[str]) -> None:
        """Keep pieces in `folder` that are made by the modules `code` (paths)."""
        self._folder = Path(folder)
        self._program = _digest_of(code)
        self._asked: set[str] = set()

    def key(self, name: Any, data: Any) -> str:
        """The key of the piece `name` that is made of `data`."""
        return hashlib.sha256(self._program + digest(name) + digest(data)).hexdigest()

    def value(self, key: str) -> Any:
        """The piece kept under the key; `None` if there is none."""
        self._asked.add(key)
        file = self._folder / key
        return pickle.loads(file.read_bytes()) if file.is_file() else None

    def keep(self, key: str, value: Any) -> None:
        """Keep a piece, which is not `None`, under the key."""
        self._folder.mkdir(parents=True, exist_ok=True)
        # whole or not at all: half a piece would come back for ever
        with NamedTemporaryFile(dir=self._folder, delete=False) as unfinished:
            unfinished.write(pickle.dumps(value))
        Path(unfinished.name).replace(self._folder / key)

    def forget_others(self) -> None:
        """Remove what this run did not ask for."""
        for file in self._folder.glob("*"):
            if file.name not in self._asked:
                file.unlink()


def told(made: Collection[str], every: Collection[str]) -> str:
    """Which pieces were made anew, and which are as before, for a log."""
    others = [name for name in every if name not in made]
    if len(every) > 50:
        return f"{len(made)} of {len(every)} made, the others as before"
    return f"made: {', '.join(made) or 'none'}; as before: {', '.join(others) or 'none'}"


def _digest_of(code: Iterable[str]) -> bytes:
    """Digest of modules (paths) and of all that is installed."""
    found = hashlib.sha256()
    for path in sorted(code):
        found.update(path.encode() + b"\0" + Path(path).read_bytes() + b"\0")
    # the folders' names hold name and version: reading what is in them takes a tenth of a second
    installed = {one.name for place in sys.path for one in Path(place).glob("*.dist-info")}
    found.update("\n".join([*sorted(installed), platform.python_version()]).encode())
    return found.digest()
