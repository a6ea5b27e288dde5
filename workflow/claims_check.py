"""The claims files, held against what they may say, before any rule; quick where nothing changed.

Reading them takes seconds and pandas. What they were last found free of faults with is kept as one
checksum: of the claims, of the data whose names they use, and of the language.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from upgrading.faults import DataFaults, Fault

FOLDER = "config/claims"

_CHECKED = ".cache/claims_checked"
_LANGUAGE = ("workflow", "workflow/upgrading", "workflow/upgrading/claims")
"""Folders of the modules that read claims; those of folders within them are not looked at."""

_DATA = (
    *("config/exhibits.yaml", "config/trade_products.yaml", "data/raw/report"),
    *("data/raw/clusters.csv", "data/raw/labels.csv", "data/raw/profiles.csv"),
    *("data/raw/off_scale.csv", "data/raw/errata.csv"),
)


def claims_files(project: Path) -> list[str]:
    """The claims files, in the order in which they are read."""
    folder = project / FOLDER
    return sorted(path.relative_to(project).as_posix() for path in folder.glob("*.yaml"))


def claims_faults(project: Path, products: list[str]) -> list[Fault]:
    """Every fault of every claims file; none where it takes a register that cannot be read.

    `products`: the names of the products of the config.
    """
    if not claims_files(project):
        return [Fault(FOLDER, "no claims file (.yaml) lies here")]
    mark, digest = project / _CHECKED, _digest(project)
    if mark.is_file() and mark.read_text(encoding="utf-8") == digest:
        return []
    # seconds of imports, of which a run whose claims have not changed is spared
    from claims_files import Unreadable, check_claims

    files = {file: (project / file).read_bytes() for file in claims_files(project)}
    try:
        check_claims(files, project, products)
    except Unreadable:
        return []
    except DataFaults as raised:
        return list(raised.faults)
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(digest, encoding="utf-8")
    return []


def _digest(project: Path) -> str:
    found = hashlib.sha256()
    for path in _looked_at(project):
        found.update(f"{path.relative_to(project)}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _looked_at(project: Path) -> Iterator[Path]:
    for name in (FOLDER, *_DATA, *_LANGUAGE):
        path = project / name
        inside = sorted(path.glob("*.*")) if path.is_dir() else [path]
        yield from (one for one in inside if one.is_file())
