"""The tables of a finished run, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, overload

from upgrading.faults import guess
from upgrading.files import codec
from upgrading.files.listed import FILES, form_of

if TYPE_CHECKING:
    import pandas as pd

_RESULTS: Final = ("data/processed/", "results/")
"""Where a run writes its tables."""


class Tables:
    """The tables of a finished run: `tables.clusters`, `tables["inference/exhibits"]`.

    A table is called as its file is, below `data/processed/` or `results/` and without `.csv`; the
    last part is enough where no other table has it. It is read when it is asked for, anew each
    time. Scores and what follows from them are exact (`Fraction`), measured figures are floats.
    """

    def __init__(self, folder: Path) -> None:
        """The tables of the project in `folder`."""
        self.folder = folder

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table of that name.

        Raises `LookupError` if no table is called so, `FileNotFoundError` if it is not made yet.
        """
        places = self._places()
        if name not in places:
            raise LookupError(f'no table is called "{name}"{guess(name, places)}')
        found: pd.DataFrame = self.read(places[name])
        return found

    def __getattr__(self, name: str) -> pd.DataFrame:
        """The table of that name. Raises `AttributeError` if no table is called so."""
        if name.startswith("_"):  # what consoles ask every object for
            raise AttributeError(name)
        try:
            return self[name]
        except LookupError as error:
            raise AttributeError(str(error)) from None

    def __dir__(self) -> list[str]:
        """The names that can follow a dot, for consoles that complete them."""
        return sorted({*super().__dir__(), *filter(str.isidentifier, self._places())})

    def __repr__(self) -> str:
        """The names of all tables, the short ones."""
        shortest = {path: name for name, path in self._places().items()}
        return f"Tables of a run: {', '.join(sorted(shortest.values()))}"

    def read(self, path: str) -> Any:
        """What a file of the project holds, such as `config/config.yaml`, by the list of files.

        Raises `FileNotFoundError` if it is not there.
        """
        file = self.folder / path
        if not file.is_file():
            raise FileNotFoundError(f"{path} is not there; run `make` in {self.folder}")
        return codec.read(file.read_bytes(), path, form_of(path))

    def _places(self) -> Mapping[str, str]:
        """The path of each table by its names, the full one first."""
        there = {
            file.relative_to(self.folder).as_posix()
            for results in _RESULTS
            for file in (self.folder / results).rglob("*.csv")
        }
        listed = {path for path in FILES if "{" not in path and path.startswith(_RESULTS)}
        full = {
            path.removeprefix(results).removesuffix(".csv"): path
            for path in sorted(there | listed)
            for results in _RESULTS
            if path.startswith(results) and form_of(path).columns
        }
        last = {name: name.rpartition("/")[2] for name in full}
        # what the baseline says has the names of what it is compared with
        own = [name for name in full if not name.startswith("changes/")]
        times = Counter(last[name] for name in own)
        short = {last[name]: full[name] for name in own if times[last[name]] == 1}
        return full | {name: path for name, path in short.items() if name not in full}


@overload
def load(name: None = None, folder: str | Path | None = None) -> Tables: ...
@overload
def load(name: str, folder: str | Path | None = None) -> pd.DataFrame: ...
def load(name: str | None = None, folder: str | Path | None = None) -> Tables | pd.DataFrame:
    """The tables of a finished run, or the one that is named.

    `folder`: the project's; without it the nearest one, from the working folder upwards. Raises
    `FileNotFoundError` where there is no project or no finished run, `LookupError` for a name that
    no table has.
    """
    tables = Tables(_project(Path.cwd()) if folder is None else _with_results(Path(folder)))
    return tables if name is None else tables[name]


def _project(start: Path) -> Path:
    for place in (start, *start.parents):
        if (place / "Snakefile").is_file() or (place / _RESULTS[0]).is_dir():
            return _with_results(place)
    raise FileNotFoundError(
        f"the project is neither in {start} nor in a folder above; go there, or name its folder: "
        "load(folder=...)"
    )


def _with_results(folder: Path) -> Path:
    if not (folder / _RESULTS[0]).is_dir():
        raise FileNotFoundError(f"no finished run in {folder}; run `make` there")
    return folder
