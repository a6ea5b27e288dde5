"""Write the present SHA-256 of every registered raw file into the register (`make register`).

For an author who has changed a raw file on purpose, and for a new file once its line with source,
licence and date has been added.
"""

import csv
import hashlib
import sys
from pathlib import Path


def main(register: Path) -> None:
    """Rewrite the column `sha256` of the register at `register`."""
    with register.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["sha256"] = hashlib.sha256((register.parent / row["file"]).read_bytes()).hexdigest()
    with register.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
