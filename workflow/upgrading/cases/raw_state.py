"""Raw files held against their register."""

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from upgrading.cases import register
from upgrading.faults import raise_if_any


def digest(path: Path) -> str:
    """SHA-256 of a file, which may be larger than the memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests_otherwise(path: Path) -> tuple[str, str]:
    """SHA-256 that a file has with LF and with CRLF at the end of every line."""
    lf, crlf = hashlib.sha256(), hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            while piece.endswith(b"\r") and (more := file.read(1)):
                piece += more
            plain = piece.replace(b"\r\n", b"\n")
            lf.update(plain)
            crlf.update(plain.replace(b"\n", b"\r\n"))
    return lf.hexdigest(), crlf.hexdigest()


def registered_state(
    register_file: str,
    paths: Sequence[str],
    authors: Sequence[str],
    changed: str,
    log: logging.Logger,
    *,
    whole: bool = False,
) -> pd.DataFrame:
    """State of each raw file (`register.STATE_COLUMNS`); what deviates is a warning in the log.

    `authors`: paths of the files of an author, which need no entry in the register. `whole`: an
    entry whose file is not there deviates, too, which one check of several needs to tell.
    Raises `DataFaults` instead if `changed` is `stop`.
    """
    registered = register.entries(Path(register_file).read_bytes(), register_file)
    raw = Path(register_file).parent
    names = {path: Path(path).relative_to(raw).as_posix() for path in (*paths, *authors)}
    known = {entry["file"]: entry["sha256"].lower() for entry in registered}
    found = {}
    for path, name in names.items():
        file = Path(path)
        now = digest(file)
        otherwise = digests_otherwise(file) if known.get(name, now) != now else ()
        found[name] = register.Found(now, file.stat().st_size, otherwise)
    states = register.states(registered, found, {names[path] for path in authors})
    deviations = register.deviations(states, register_file)
    if whole:
        there = {path.relative_to(raw).as_posix() for path in raw.rglob("*") if path.is_file()}
        # asked for by name, too: a folder that is a link is not listed
        there |= {entry["file"] for entry in registered if (raw / entry["file"]).is_file()}
        deviations += register.absent(registered, there)
    if changed == "stop":
        raise_if_any(deviations)
    for deviation in deviations:
        log.warning("%s", deviation)
    return states
