"""The register of raw files: source, licence, date and SHA-256, and whether it still holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from upgrading.cases import cluster_rows
from upgrading.faults import Fault, guess, raise_if_any

REGISTER_COLUMNS = ("file", "source", "licence", "date", "sha256")
STATE_COLUMNS = ("file", "state", "registered", "found", "bytes")

RESTORE = "git config core.autocrlf false, delete the file and `git checkout` it"
"""What brings the registered line ends back."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHA256 = re.compile("[0-9A-Fa-f]{64}")


def entries(content: bytes, file: str) -> list[cluster_rows.Record]:
    """Read the register.

    Raises `DataFaults`: malformed, an empty field, a file named twice, a date or a checksum that is
    none.
    """
    found, faults = cluster_rows.records(content, REGISTER_COLUMNS, file)
    names = [record["file"] for record in found]
    for record in found:
        faults += [
            record.fault(column, "the cell is empty")
            for column in REGISTER_COLUMNS
            if not record[column]
        ]
        if names.count(record["file"]) > 1:
            faults.append(record.fault("file", f'"{record["file"]}" is registered twice'))
        day, checksum = record["date"], record["sha256"]
        if day and not _is_date(day):
            faults.append(record.fault("date", f'"{day}" is not a date, such as 2026-11-23'))
        if checksum and not _SHA256.fullmatch(checksum):
            text = f'"{checksum}" is not 64 hexadecimal digits; `make register` writes the SHA-256'
            faults.append(record.fault("sha256", text))
    raise_if_any(faults)
    return found


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return bool(_DATE.fullmatch(text))


@dataclass(frozen=True)
class Found:
    """What a raw file is now: its SHA-256, in hexadecimal, and its size.

    `otherwise`: the SHA-256 that it would have with other line ends (LF, CRLF).
    """

    sha256: str
    size: int
    otherwise: Collection[str] = ()


def states(
    registered: Sequence[cluster_rows.Record],
    found: Mapping[str, Found],
    authors: Collection[str] = (),
) -> pd.DataFrame:
    """State of each raw file, columns `STATE_COLUMNS`.

    `as registered`, `changed`, `other line ends` (changed in nothing else), `unregistered`.
    `found` goes by the names that the register uses. Those in `authors`, which need no entry, are
    `author's` unless they have one.
    """
    known = {record["file"]: record["sha256"].lower() for record in registered}
    rows = []
    for file, now in sorted(found.items()):
        state = "author's" if file in authors else "unregistered"
        if file in known:
            if known[file] == now.sha256:
                state = "as registered"
            else:
                state = "other line ends" if known[file] in now.otherwise else "changed"
        rows.append((file, state, known.get(file), now.sha256, now.size))
    return pd.DataFrame(rows, columns=list(STATE_COLUMNS), dtype=object)


def deviations(states: pd.DataFrame, register: str) -> list[Fault]:
    """One fault for every raw file that is not as registered."""
    what = {
        "other line ends": f"only the line ends are not those of the file registered in {register} "
        f"(an editor or git changed them; {RESTORE})",
        "changed": f"the file is not the one registered in {register} (other SHA-256)",
        "unregistered": f"the file is not in {register}",
    }
    return [Fault(row.file, what[row.state]) for row in states.itertuples() if row.state in what]


def absent(registered: Sequence[cluster_rows.Record], there: Collection[str]) -> list[Fault]:
    """One fault for every entry whose file is not `there`; an unregistered one may be meant."""
    unregistered = sorted(set(there) - {record["file"] for record in registered})
    return [
        record.fault(
            "file", f'"{record["file"]}": no such file{guess(record["file"], unregistered)}'
        )
        for record in registered
        if record["file"] not in there
    ]
