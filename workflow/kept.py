"""Pieces of work kept from run to run, so that a refresh does again what its data ask for.

Snakemake removes a rule's old outputs and runs the rule whole, for all of its figures or relations.
A piece's key is the digest of everything that it is made of: its data, the project's own code that
the script runs, the version of Python and of every library installed. The same key is the same
piece, to the byte. Pieces that a run did not ask for are forgotten.
"""

import hashlib
import pickle
import platform
import shutil
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import BaseModel

_VALUE = "value.pickle"


class Kept:
    """The pieces that one script keeps in one folder, for no other to write into."""

    def __init__(self, folder: str | Path, code: Iterable[str]) -> None:
        """Keep pieces in `folder` that are made by the modules `code` (paths)."""
        self._folder = Path(folder)
        self._program = _digest_of(code)
        self._asked: set[str] = set()

    def key(self, name: str, *data: Any) -> str:
        """The key of the piece `name` that is made of `data`."""
        content = pickle.dumps([_plain(value) for value in data])
        return hashlib.sha256(self._program + name.encode() + b"\0" + content).hexdigest()

    def restore(self, key: str, files: Iterable[Path]) -> bool:
        """Copy the files kept under the key into place; whether they were there."""
        self._asked.add(key)
        pairs = [(self._folder / key / file.name, file) for file in files]
        if not all(source.is_file() for source, _ in pairs):
            return False
        for source, file in pairs:
            shutil.copyfile(source, file)
        return True

    def keep(self, key: str, files: Iterable[Path]) -> None:
        """Keep files under the key."""
        self._folder.mkdir(parents=True, exist_ok=True)
        # whole or not at all: half a copy would come back for ever
        with TemporaryDirectory(dir=self._folder) as unfinished:
            whole = Path(unfinished) / key
            whole.mkdir()
            for file in files:
                shutil.copyfile(file, whole / file.name)
            shutil.rmtree(self._folder / key, ignore_errors=True)
            whole.rename(self._folder / key)

    def value(self, key: str) -> Any:
        """The value kept under the key; `None` if there is none."""
        self._asked.add(key)
        file = self._folder / key / _VALUE
        return pickle.loads(file.read_bytes()) if file.is_file() else None

    def keep_value(self, key: str, value: Any) -> None:
        """Keep a value, which is not `None`, under the key."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / _VALUE
            file.write_bytes(pickle.dumps(value))
            self.keep(key, [file])

    @staticmethod
    def told(made: Collection[str], all_pieces: Iterable[str]) -> str:
        """Which pieces were made anew, and which are as before, for a log."""
        others = [name for name in all_pieces if name not in made]
        return f"made: {', '.join(made) or 'none'}; as before: {', '.join(others) or 'none'}"

    def forget_others(self) -> None:
        """Remove what this run did not ask for."""
        for folder in self._folder.glob("*"):
            if folder.name not in self._asked:
                shutil.rmtree(folder)


def _digest_of(code: Iterable[str]) -> bytes:
    """Digest of modules (paths) and of all that is installed."""
    found = hashlib.sha256()
    for path in sorted(code):
        found.update(path.encode() + b"\0" + Path(path).read_bytes() + b"\0")
    # the folders' names hold name and version: reading what is in them takes a tenth of a second
    installed = {one.name for place in sys.path for one in Path(place).glob("*.dist-info")}
    found.update("\n".join([*sorted(installed), platform.python_version()]).encode())
    return found.digest()


def _plain(value: Any) -> Any:
    """The value without sets, whose order differs from process to process: models hold some."""
    if isinstance(value, BaseModel):
        return value.model_dump()
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return value
