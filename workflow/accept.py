"""Make the present results the baseline: `python workflow/accept.py`, run by `make accept`.

Every run leaves under `results/changes/baseline/` what the baseline would be; this copies it.
"""

import shutil
import sys
from pathlib import Path

CANDIDATE, BASELINE = Path("results/changes/baseline"), Path("baseline")


def main() -> int:
    """Copy the candidate over the baseline, say what was written; 1 if there is none."""
    files = sorted(CANDIDATE.rglob("*.csv"))
    if not files:
        print(f"There are no results to accept ({CANDIDATE}/ is empty): run make.", file=sys.stderr)
        return 1
    shutil.rmtree(BASELINE, ignore_errors=True)
    changed = shutil.copytree(CANDIDATE, BASELINE)
    size = sum(file.stat().st_size for file in files)
    numbers = len((BASELINE / "numbers.csv").read_text(encoding="utf-8").splitlines()) - 1
    print(
        f"{changed}/ is the baseline now: {numbers} numbers and the inputs behind them, "
        f"{len(files)} files, {size // 1024} KB. Commit it to keep it."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
