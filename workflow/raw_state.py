"""How the scripts hold raw files against their register."""

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from upgrading import register
from upgrading.faults import raise_if_any


def digest(path: Path) -> str:
    """SHA-256 of a file, which may be larger than the memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def registered_state(
    register_file: str,
    paths: Sequence[str],
    authors: Sequence[str],
    changed: str,
    log: logging.Logger,
) -> pd.DataFrame:
    """State of each raw file (`register.STATE_COLUMNS`); what deviates is a warning in the log.

    `authors`: paths of the files of an author, which need no entry in the register.
    Raises `DataFaults` instead if `changed` is `stop`.
    """
    registered = register.entries(Path(register_file).read_bytes(), register_file)
    raw = Path(register_file).parent
    names = {path: Path(path).relative_to(raw).as_posix() for path in (*paths, *authors)}
    found = {
        name: register.Found(digest(Path(path)), Path(path).stat().st_size)
        for path, name in names.items()
    }
    states = register.states(registered, found, {names[path] for path in authors})
    deviations = register.deviations(states, register_file)
    if changed == "stop":
        raise_if_any(deviations)
    for deviation in deviations:
        log.warning("note: %s", deviation)
    return states
