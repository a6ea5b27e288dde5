"""Make the present results the baseline: `python workflow/accept.py`, run by `make accept`.

Every run leaves under `results/changes/baseline/` what the baseline would be. This copies it and
packs the figures beside it, for the picture of before.
"""

import csv
import gzip
import hashlib
import shutil
import sys
from pathlib import Path

CANDIDATE, BASELINE, FIGURES = (
    Path("results/changes/baseline"),
    Path("baseline"),
    Path("results/figures"),
)


def packed_figures() -> dict[str, bytes]:
    """Every figure of the candidate, packed, by its file's name.

    Raises `ValueError` if a figure is not the one that the candidate was made with.
    """
    found = {}
    with (CANDIDATE / "figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            path = FIGURES / f"{row['figure']}.svg"
            picture = path.read_bytes() if path.is_file() else b""
            if hashlib.sha256(picture).hexdigest() != row["sha256"]:
                raise ValueError(f"{path} is not the figure of the last run: run make.")
            # without a date, so that the same picture is the same file
            found[f"{path.name}.gz"] = gzip.compress(picture, mtime=0)
    return found


def main() -> int:
    """Copy the candidate over the baseline, say what was written; 1 if there is none."""
    if not any(CANDIDATE.rglob("*.csv")):
        print(f"There are no results to accept ({CANDIDATE}/ is empty): run make.", file=sys.stderr)
        return 1
    try:
        figures = packed_figures()
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    shutil.rmtree(BASELINE, ignore_errors=True)
    shutil.copytree(CANDIDATE, BASELINE)
    (BASELINE / "figures").mkdir()
    for name, content in figures.items():
        (BASELINE / "figures" / name).write_bytes(content)
    files = [file for file in BASELINE.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    numbers = len((BASELINE / "numbers.csv").read_text(encoding="utf-8").splitlines()) - 1
    print(
        f"{BASELINE}/ is the baseline now: {numbers} numbers, {len(figures)} figures and the "
        f"inputs behind them, {len(files)} files, {size // 1024} KB. Commit it to keep it."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
