"""Make the present results the baseline: `python workflow/tools/accept.py`, run by `make accept`.

Every run leaves under `results/changes/baseline/` what the baseline would be. This copies it and
packs the figures beside it, for the picture of before. Only results of the present inputs are
accepted, and no other run may be active meanwhile.
"""

import csv
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from one_run import lock
from record import edited

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


def outdated(files: list[str]) -> bool:
    """Whether a run would make any of these files anew."""
    command = [sys.executable, "-P", "-m", "snakemake", "--profile", "none", "--dry-run"]
    planned = subprocess.run(
        [*command, "--", *files],
        env=os.environ | {"XDG_CACHE_HOME": str(Path(".cache").absolute())},
        capture_output=True,
        text=True,
        check=False,
    )
    return planned.returncode != 0 or "Nothing to be done" not in planned.stdout + planned.stderr


def replaced() -> str:
    """Which parts of the baseline become others, by their files; inputs apart from results.

    A file that an earlier program did not keep, or kept with other columns, is not said to be other
    than before: the two cannot be held against each other.
    """
    files = sorted(file.relative_to(CANDIDATE) for file in CANDIDATE.rglob("*.csv"))
    kept = [name for name in files if (BASELINE / name).is_file()]
    alike = [name for name in kept if _columns(BASELINE / name) == _columns(CANDIDATE / name)]
    other = [
        name for name in alike if (BASELINE / name).read_bytes() != (CANDIDATE / name).read_bytes()
    ]
    told = {
        "Other than before": other,
        "Kept with other columns than before, and not compared": [
            name for name in kept if name not in alike
        ],
        "Kept for the first time": [name for name in files if name not in kept],
    }
    sentences = [f"{what} are {_named(names)}." for what, names in told.items() if names]
    return " ".join(sentences or ["Nothing in it is another than before."])


def _columns(file: Path) -> str:
    return file.read_text(encoding="utf-8").partition("\n")[0]


def _named(files: list[Path]) -> str:
    inputs = [name.stem for name in files if name.parent.name == "inputs"]
    results = [name.stem for name in files if name.parent.name != "inputs"]
    return (
        f"of the results: {', '.join(results) or 'none'}; "
        f"of the inputs: {', '.join(inputs) or 'none'}"
    )


def main() -> int:
    """Copy the candidate over the baseline, say what it replaces; 1 if it is not to be accepted."""
    if not any(CANDIDATE.rglob("*.csv")):
        print(f"There are no results to accept ({CANDIDATE}/ is empty): run make.", file=sys.stderr)
        return 1
    with lock():
        return accept()


def accept() -> int:
    """The same, while no other run is active."""
    try:
        figures = packed_figures()
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    if changed := edited(of_all=True):
        print(*changed, sep="\n", file=sys.stderr)
        return 1
    candidate = [file.as_posix() for file in sorted(CANDIDATE.rglob("*.csv"))]
    if outdated(candidate):
        print(
            "The results are not those of the present inputs by a finished run: run make, look at "
            "results/changes.md, then accept.",
            file=sys.stderr,
        )
        return 1
    told = replaced()
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
        f"inputs behind them, {len(files)} files, {size // 1024} KB. {told} Commit it to keep it."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
