"""Which files an author has put into `data/raw/updates/`, told while Snakemake plans the run.

A CSV with a column of clusters' is of clusters; any other file is a trade file, whose format its
reader tells. Planning must stay quick: of a file its first line alone is read.
"""

import codecs
import csv
from pathlib import Path
from typing import Any, Final

from config_checks import end_with
from trade_names import AUTHORS
from upgrading.fault_words import shown
from upgrading.faults import Fault
from upgrading.vocabulary import COMPONENTS

CLUSTER_COLUMNS: Final = frozenset(("cluster_id", *COMPONENTS))
"""One of these in the header tells a file of clusters; what the header lacks, its reader says."""

SPREADSHEETS: Final = frozenset((".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".fods", ".numbers"))

SYSTEM_FILES: Final = frozenset(("thumbs.db", "desktop.ini"))

_HEAD: Final = 4096


def authors_files(folder: str) -> tuple[list[str], list[str]]:
    """Paths of the files of clusters, and names of the trade files, in an author's folder, sorted.

    Hidden files and the locks of office programs are passed over; without a folder there are none.
    Ends the run, all faults at once, for spreadsheets, for folders and for links to nothing.
    """
    clusters, trade, faults = [], [], []
    for path in sorted(Path(folder).glob("*")):
        if path.name.startswith((".", "~$")) or path.name.lower() in SYSTEM_FILES:
            continue
        if path.is_dir():
            problem = f"a folder; put the files themselves into {folder}"
            faults.append(Fault(path.as_posix(), problem))
        elif not path.exists():
            target = shown(str(path.readlink()))
            problem = f"a link to {target}, which is not there; put the file itself into {folder}"
            faults.append(Fault(path.as_posix(), problem))
        elif path.suffix.lower() in SPREADSHEETS:
            problem = (
                f"a spreadsheet; save its sheet as CSV (UTF-8) in {folder} and take this file away"
            )
            faults.append(Fault(path.as_posix(), problem))
        elif path.suffix.lower() == ".csv" and _is_of_clusters(path):
            clusters.append(path.as_posix())
        else:
            trade.append(path.name)
    end_with(faults)
    return clusters, trade


def raw_trade_file(wildcards: Any) -> str:
    """The raw file behind the flows `{file}`: an author's, or one of `data/raw/trade`."""
    file = str(wildcards.file)
    return f"data/raw/{file}" if file.startswith(f"{AUTHORS}/") else f"data/raw/trade/{file}"


def _is_of_clusters(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    utf_16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16" if utf_16 else "utf-8-sig", errors="replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    return any(
        CLUSTER_COLUMNS & {name.strip().lower() for name in next(csv.reader([first], delimiter=d))}
        for d in ",;\t"
    )
