"""Figures kept from run to run by what they are drawn of, so that a refresh draws what changed.

Snakemake removes a rule's old outputs before it runs the rule, and one changed score runs it for
all figures. A figure's key is the digest of everything that it is drawn of: its data, the project's
own code that the script runs, the versions of matplotlib and Python. The same key is the same
figure, to the byte.
"""

import hashlib
import pickle
import platform
import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import BaseModel

KEPT = Path(".cache/figures")

DRAWN_WITH = ("matplotlib", "numpy", "pandas", "fonttools", "pillow")
"""Libraries whose versions a figure's bytes may hang on."""


def digest_of(code: Iterable[str]) -> bytes:
    """Digest of the project's modules (paths) and of the versions that drawing rests on."""
    found = hashlib.sha256()
    for path in sorted(code):
        found.update(path.encode() + b"\0" + Path(path).read_bytes() + b"\0")
    versions = [f"{name} {version(name)}" for name in DRAWN_WITH]
    found.update(" ".join([*versions, platform.python_version()]).encode())
    return found.digest()


def _plain(value: Any) -> Any:
    """The value without sets, whose order differs from process to process: models hold some."""
    if isinstance(value, BaseModel):
        return value.model_dump()
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return value


def key(name: str, draw: Callable[..., Any], program: bytes) -> str:
    """The key of the figure `name`; `draw` is its function with its data (`functools.partial`)."""
    given = (*draw.args, *draw.keywords.items()) if isinstance(draw, partial) else ()
    data = pickle.dumps([_plain(value) for value in given])
    return hashlib.sha256(program + name.encode() + b"\0" + data).hexdigest()


def restore(wanted: str, files: Iterable[Path], kept: Path = KEPT) -> bool:
    """Copy the files of the figure with the key `wanted` into place; whether they were there."""
    pairs = [(kept / wanted / file.name, file) for file in files]
    if not all(source.is_file() for source, _ in pairs):
        return False
    for source, file in pairs:
        shutil.copyfile(source, file)
    return True


def keep(drawn: str, files: Iterable[Path], kept: Path = KEPT) -> None:
    """Keep the files of a figure under its key."""
    kept.mkdir(parents=True, exist_ok=True)
    # whole or not at all: half a copy would come back for ever
    with TemporaryDirectory(dir=kept) as unfinished:
        whole = Path(unfinished) / drawn
        whole.mkdir()
        for file in files:
            shutil.copyfile(file, whole / file.name)
        shutil.rmtree(kept / drawn, ignore_errors=True)
        whole.rename(kept / drawn)


def forget_others(current: Iterable[str], kept: Path = KEPT) -> None:
    """Remove what is kept of figures that are no longer the present ones."""
    for folder in kept.glob("*"):
        if folder.name not in set(current):
            shutil.rmtree(folder)
