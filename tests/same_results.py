"""Do two built trees hold the same results? `python tests/same_results.py OLD NEW`.

Compares the SHA-256 of every file under `results/` and `data/processed/`, prints what differs and
ends with status 1 if anything does. Exempt is what names program files or times: the run's record,
the page and script that tell it, and the notebooks' pages.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

COMPARED = ("results", "data/processed")

EXEMPT = ("results/provenance/", "results/report/run.js", "results/report/made.html")

MARK = ".snakemake_timestamp"
"""A file that Snakemake leaves in a folder that it made."""


def is_exempt(path: str) -> bool:
    """Whether a file of results may differ between two runs of the same study."""
    notebook = path.startswith("results/notebooks/") and path.endswith(".html")
    return notebook or path.startswith(EXEMPT) or path.endswith(f"/{MARK}")


def digests(tree: Path) -> dict[str, str]:
    """SHA-256 of every file that is compared, by its path in the tree."""
    found = {}
    for folder in COMPARED:
        for file in sorted((tree / folder).rglob("*")):
            path = file.relative_to(tree).as_posix()
            if file.is_file() and not is_exempt(path):
                with file.open("rb") as content:
                    found[path] = hashlib.file_digest(content, "sha256").hexdigest()
    return found


def differences(old: Path, new: Path) -> list[str]:
    """A line per file that is in one tree only or differs, in the order of paths."""
    before, after = digests(old), digests(new)
    lines = []
    for path in sorted(before.keys() | after.keys()):
        if path not in after:
            lines.append(f"missing: {path}")
        elif path not in before:
            lines.append(f"new:     {path}")
        elif before[path] != after[path]:
            lines.append(f"differs: {path}")
    return lines


def main(arguments: list[str]) -> int:
    """Print the differences of the two trees named; status 2 if that is not what was asked."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    old, new = map(Path, arguments)
    for tree in (old, new):
        if not any((tree / folder).is_dir() for folder in COMPARED):
            print(f"{tree}: no results; run make there first", file=sys.stderr)
            return 2
    lines = differences(old, new)
    print("\n".join(lines) if lines else f"{len(digests(old))} files, all the same")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
