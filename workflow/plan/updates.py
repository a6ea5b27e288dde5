"""Which files an author has put into `data/raw/updates/`, told while Snakemake plans the run.

Text with a column of clusters' in its header is of clusters; text with all columns that tell the
figures of a second source apart is one; any other file is a trade file, whose format its reader
tells. Planning must stay quick: of a file its first lines alone are read.
"""

import codecs
import csv
import zlib
from pathlib import Path
from typing import Any, Final

from plan.checks import AUTHORS, end_with
from upgrading.faults import Fault, shown
from upgrading.files.names import left_over, passed_over
from upgrading.vocabulary import COMPONENTS

CLUSTER_COLUMNS: Final = frozenset(("cluster_id", *COMPONENTS))
"""One of these in the header tells a file of clusters; what the header lacks, its reader says."""

SECOND_SOURCE_COLUMNS: Final = frozenset(("source", "area", "product", "year", "element"))
"""All of these in the header tell a file of a second source; what it lacks, its reader says."""

SPREADSHEETS: Final = frozenset((".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".fods", ".numbers"))

TEXTS: Final = frozenset((".csv", ".tsv", ".tab", ".txt", ".dat"))

PACKED: Final = frozenset((".gz", ".zip"))

SUFFIXES: Final = (*sorted(TEXTS), ".json", ".jsonl", *sorted(PACKED))

_HEAD: Final = 4096

_ROWS: Final = 10
"""Rows at the head of a file among which its header is looked for."""


def authors_files(folder: str) -> tuple[list[str], list[str], list[str]]:
    """What lies in an author's folder, sorted.

    Paths of the files of clusters, names of the trade files, paths of the second sources.

    Hidden files and the locks of office programs are passed over; without a folder there are none.
    Ends the run, all faults at once, for spreadsheets, for folders, for links to nothing, for
    backups and second copies, and for what is no kind of file that is read.
    """
    clusters, trade, second, faults = [], [], [], []
    for path in sorted(Path(folder).glob("*")):
        if passed_over(path.name):
            continue
        if problem := left_over(path.name):
            faults.append(Fault(path.as_posix(), problem))
        elif path.is_dir():
            problem = f"a folder; put the files themselves into {folder}"
            faults.append(Fault(path.as_posix(), problem))
        elif not path.exists():
            target = shown(str(path.readlink()))
            problem = f"a link to {target}, which is not there; put the file itself into {folder}"
            faults.append(Fault(path.as_posix(), problem))
        elif path.suffix.lower() in SPREADSHEETS or _is_spreadsheet(path):
            problem = (
                f"a spreadsheet; save its sheet as CSV (UTF-8) in {folder} and take this file away"
            )
            faults.append(Fault(path.as_posix(), problem))
        elif path.suffix.lower() not in SUFFIXES:
            problem = (
                f"not a kind of file that is read here (allowed: {', '.join(SUFFIXES)}); give it "
                "the suffix of what it is, or take it away"
            )
            faults.append(Fault(path.as_posix(), problem))
        elif kind := _kind(path):
            if path.suffix.lower() in TEXTS:
                (clusters if kind == "clusters" else second).append(path.as_posix())
            else:
                problem = f"a packed file of {kind}; put the CSV file itself here"
                faults.append(Fault(path.as_posix(), problem))
        else:
            trade.append(path.name)
    end_with(faults)
    return clusters, trade, second


def second_sources_in(folder: str) -> list[str]:
    """Paths of the project's own second sources, sorted; a register of raw files has each."""
    return sorted(
        path.as_posix() for path in Path(folder).glob("*.csv") if not passed_over(path.name)
    )


def raw_trade_file(wildcards: Any) -> str:
    """The raw file behind the flows `{file}`: an author's, or one of `data/raw/trade`."""
    file = str(wildcards.file)
    return f"data/raw/{file}" if file.startswith(f"{AUTHORS}/") else f"data/raw/trade/{file}"


def _is_spreadsheet(path: Path) -> bool:
    """Whether the bytes are those of one, whatever the name: an old one, or a zip of XML."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return head.startswith(b"\xd0\xcf\x11\xe0") or (
        head.startswith(b"PK") and b"[Content_Types].xml" in head
    )


def _kind(path: Path) -> str:
    """What a text is of, if its header tells: clusters, or a second source."""
    headers = _possible_headers(path)
    if any(CLUSTER_COLUMNS & header for header in headers):
        return "clusters"
    return "a second source" if any(one >= SECOND_SOURCE_COLUMNS for one in headers) else ""


def _possible_headers(path: Path) -> list[set[str]]:
    """The names in each of the first lines, in small letters, by whatever separates them."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, _HEAD)
        except zlib.error:
            return []
    encoding = "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif head[1::2].count(0) * 4 > len(head):
        encoding = "utf-16-le"
    elif head[::2].count(0) * 4 > len(head):
        encoding = "utf-16-be"
    text = head.decode(encoding, errors="replace")
    # a title or `sep=;` may stand above the header
    lines = [line for line in text.splitlines() if line.strip()][:_ROWS]
    return [
        {name.strip().lower() for name in next(csv.reader([line], delimiter=d))}
        for line in lines
        for d in ",;\t"
    ]
