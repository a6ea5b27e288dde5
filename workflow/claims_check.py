"""The claims files, held against what they may say, before any rule; quick where nothing changed.

Reading them takes seconds and pandas. What they were last found free of faults with is kept as one
checksum: of the claims, of the data whose names they use, and of the language.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

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
    """Every fault of every claims file. The other files of the config are free of faults.

    `products`: the names of the products of the config.
    """
    if not claims_files(project):
        return [Fault(FOLDER, "no claims file (.yaml) lies here")]
    mark, digest = project / _CHECKED, _digest(project)
    if mark.is_file() and mark.read_text(encoding="utf-8") == digest:
        return []
    try:
        _read(project, products)
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


def _read(project: Path, products: list[str]) -> None:
    """Read the claims, with the printed cells if these can be read: if not, `check_raw` tells."""
    # seconds of imports, of which a run whose claims have not changed is spared
    from claims_files import known_of
    from sources import clean_raw_cases
    from upgrading.claims.loader import load
    from upgrading.claims.table import words

    data, raw = project / "data/raw", project / "data/raw/report"
    try:
        cases = clean_raw_cases(
            SimpleNamespace(
                tables=sorted(str(path) for path in raw.glob("*.csv")),
                updates=[],
                catalogue=raw / "catalogue.yaml",
                layouts=project / "config/exhibits.yaml",
                **{
                    name: str(data / f"{name}.csv")
                    for name in ("clusters", "labels", "profiles", "off_scale", "errata")
                },
            )
        )
    except (DataFaults, OSError):
        return
    cells = cases.cells
    known = known_of(
        str(data / "clusters.csv"),
        str(data / "profiles.csv"),
        str(project / "config/exhibits.yaml"),
        set(zip(cells["exhibit"], cells["row"], cells["column"], strict=True)),
        products,
    )
    load({file: (project / file).read_bytes() for file in claims_files(project)}, words(known))
