"""Which files an author has put into `data/raw/updates/`, told while Snakemake plans the run.

Text with a column of clusters' in its header is of clusters; any other file is a trade file, whose
format its reader tells. Planning must stay quick: of a file its first lines alone are read. A
folder of the project's own is looked through for what nothing would read.
"""

import codecs
import csv
import re
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from config_checks import end_with
from trade_names import AUTHORS
from upgrading.fault_words import guess, shown
from upgrading.faults import Fault
from upgrading.vocabulary import COMPONENTS

CLUSTER_COLUMNS: Final = frozenset(("cluster_id", *COMPONENTS))
"""One of these in the header tells a file of clusters; what the header lacks, its reader says."""

SPREADSHEETS: Final = frozenset((".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".fods", ".numbers"))

TEXTS: Final = frozenset((".csv", ".tsv", ".tab", ".txt", ".dat"))

PACKED: Final = frozenset((".gz", ".zip"))

SUFFIXES: Final = (*sorted(TEXTS), ".json", ".jsonl", *sorted(PACKED))

_BACKUP: Final = re.compile(r"#.*#|.*~|.*\.(?:bak|backup|old|orig|rej|sw[a-p]|tmp|save?)", re.I)
"""What editors and merges leave beside a file."""

_COPY: Final = re.compile(
    r".*(?:conflict(?:ed)?|en conflicto|em conflito|in conflitto)\b.*"
    r"|.*\((?:[^()]*\b)?(?:copy|copia|cópia|\d+)\)|.* - (?:copy|copia|cópia)(?: ?\(\d+\))?"
    r"|(?:copy of|copia de|copia di|cópia de) .*|.*\.sync-conflict-.*",
    re.I,
)
"""What programs that synchronise, and file managers, call a second copy (without the suffix)."""

SYSTEM_FILES: Final = frozenset(("thumbs.db", "desktop.ini"))

_HEAD: Final = 4096

_ROWS: Final = 10
"""Rows at the head of a file among which its header is looked for."""


def authors_files(folder: str) -> tuple[list[str], list[str]]:
    """Paths of the files of clusters, and names of the trade files, in an author's folder, sorted.

    Hidden files and the locks of office programs are passed over; without a folder there are none.
    Ends the run, all faults at once, for spreadsheets, for folders, for links to nothing, for
    backups and second copies, and for what is no kind of file that is read.
    """
    clusters, trade, faults = [], [], []
    for path in sorted(Path(folder).glob("*")):
        if _passed_over(path):
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
        elif _is_of_clusters(path):
            if path.suffix.lower() in TEXTS:
                clusters.append(path.as_posix())
            else:
                problem = "a packed file of clusters; put the CSV file itself here"
                faults.append(Fault(path.as_posix(), problem))
        else:
            trade.append(path.name)
    end_with(faults)
    return clusters, trade


def raw_trade_file(wildcards: Any) -> str:
    """The raw file behind the flows `{file}`: an author's, or one of `data/raw/trade`."""
    file = str(wildcards.file)
    return f"data/raw/{file}" if file.startswith(f"{AUTHORS}/") else f"data/raw/trade/{file}"


def stray_faults(
    folder: Path, name: str, known: Collection[str], only: bool = False
) -> list[Fault]:
    """Files beside those `known` that somebody may take for one: nothing would read them.

    Backups and second copies of a known file, and one of another suffix (`table_03.xlsx`); with
    `only`, whatever else there is. `name`: the folder's, for the messages.
    """
    return [
        Fault(f"{name}/{path.name}", problem)
        for path in sorted(folder.glob("*"))
        if path.name not in known and not _passed_over(path)
        for problem in _strange(path, known, only)
    ]


def _strange(path: Path, known: Collection[str], only: bool) -> Iterator[str]:
    stems = {Path(one).stem.lower(): one for one in known}
    meant = stems.get(path.name.partition(".")[0].lower())
    problem = left_over(path.name)
    if problem and (only or any(stem in path.name.lower() for stem in stems)):
        yield problem
    elif path.is_file() and meant:
        yield f"nothing reads this file; the one that is read is called {meant}"
    elif only and path.is_file():
        yield f"not a file of this folder{guess(path.name, known)}; take it away"
    elif only:
        yield "not a folder of this folder; take it away"


def left_over(name: str) -> str | None:
    """Whether a file's name is that of a backup or of a second copy, and what to do."""
    if _BACKUP.fullmatch(name):
        return "an editor's backup; take it away"
    if _COPY.fullmatch(name.rpartition(".")[0] or name):
        return "a second copy of a file; keep the one that is right, under its own name"
    return None


def _passed_over(path: Path) -> bool:
    hidden = path.name.startswith((".", "~$"))
    return hidden or path.name.lower() in SYSTEM_FILES


def _is_spreadsheet(path: Path) -> bool:
    """Whether the bytes are those of one, whatever the name: an old one, or a zip of XML."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return head.startswith(b"\xd0\xcf\x11\xe0") or (
        head.startswith(b"PK") and b"[Content_Types].xml" in head
    )


def _is_of_clusters(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, _HEAD)
        except zlib.error:
            return False
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
    return any(
        CLUSTER_COLUMNS & {name.strip().lower() for name in next(csv.reader([line], delimiter=d))}
        for line in lines
        for d in ",;\t"
    )
