"""Write the present SHA-256 of every registered raw file into the register (`make register`).

For an author who has changed a raw file on purpose, and for a new file once its line with source,
licence and date has been added. What cannot be registered is told, all at once, and nothing is
written.
"""

import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from plan.checks import end_with
from upgrading.cases import cluster_rows
from upgrading.cases.raw_state import digest, digests_otherwise
from upgrading.cases.register import REGISTER_COLUMNS, RESTORE
from upgrading.faults import Fault, guess, shown


def entries_of(register: Path) -> tuple[list[cluster_rows.Record], list[Fault]]:
    """The entries of the register at `register`, and what is wrong with it or with its files."""
    if not register.is_file():
        return [], [Fault(str(register), "no such file; it has a line for every raw file")]
    entries, faults = cluster_rows.records(register.read_bytes(), REGISTER_COLUMNS, str(register))
    folder = register.parent
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    others = sorted(there - {entry["file"] for entry in entries} - {register.name})
    for entry in entries:
        name = entry["file"]
        if not name:
            faults.append(entry.fault("file", "the cell is empty"))
        elif (folder / name).is_dir():
            faults.append(entry.fault("file", f"{shown(name)} is a folder; name the files in it"))
        elif not (folder / name).is_file():
            text = (
                f"{shown(name)}: no such file in {folder}; put it there, mend its name here, or "
                f"delete the line{guess(name, others)}"
            )
            faults.append(entry.fault("file", text))
        elif entry["sha256"].lower() in set(digests_otherwise(folder / name)) - {
            digest(folder / name)
        }:
            text = (
                f"{shown(name)} differs from the registered file in its line ends alone; {RESTORE}"
            )
            faults.append(entry.fault("file", text))
    return entries, faults


def main(register: Path) -> None:
    """Rewrite the column `sha256` of the register at `register`; end with status 1 at faults."""
    entries, faults = entries_of(register)
    end_with(faults)
    rows = [
        {**entry.values, "sha256": digest(register.parent / entry["file"])} for entry in entries
    ]
    with register.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, REGISTER_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
