"""Which files under `data/raw/trade/` the config names."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from upgrading.fault_words import guess, shown
from upgrading.faults import Fault
from upgrading.file_names import left_over

FOLDER = "data/raw/trade"

AUTHORS = "updates"
"""A folder that the config may not name: flows of authors' files are kept under it."""

_MARKS = "*?["


def trade_files(folder: str | Path, patterns: list[str]) -> list[str]:
    """Names, relative to `folder`, of the trade files that `patterns` name, each once, sorted.

    A name that is no pattern stands for itself, there or not. So does the name of a file that is
    there, whatever marks it holds (`export[1].csv`). See `named_file_faults` for what is no name.
    """
    return sorted({name for pattern in patterns for name in _matches(Path(folder), pattern)})


def named_file_faults(project: Path, trade: Any, file: str) -> list[Fault]:
    """What is wrong with the names of files in the section `trade` of a config, all at once.

    A name that is none below `FOLDER`, a pattern that matches no file, a file that is missing or a
    folder, a name with braces (which Snakemake takes for a wildcard). What is no name at all is
    left to the config's models. `file`: that of the config.
    """
    return [
        Fault(file, problem, key=f"trade.{key}")
        for key, name in _named(trade if isinstance(trade, Mapping) else {})
        for problem in _wrong(project / FOLDER, name, patterns=key == "files")
    ]


def _named(trade: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every key that names a file, and the name."""
    for key in ("files", "code_tables", "concordances", "standard_unit_values"):
        given = trade.get(key) or []
        for entry in given if isinstance(given, list) else [given]:
            name = entry.get("file") if isinstance(entry, Mapping) else entry
            if isinstance(name, str):
                yield key, name


def _wrong(folder: Path, name: str, patterns: bool) -> Iterator[str]:
    """What is wrong with one name; `patterns`: whether it may be a pattern."""
    path = Path(name)
    if not path.parts or path.is_absolute() or ".." in path.parts:
        yield f"{shown(name)} is not the name of a file below {FOLDER}"
    elif "{" in name or "}" in name:
        yield f"{shown(name)}: braces are not allowed in the name of a file"
    elif (folder / path).is_dir():
        yield f"{shown(name)} is a folder; the name of a file below {FOLDER} is expected"
    elif any(Path(found).parts[0] == AUTHORS for found in _matches(folder, name)):
        yield (
            f"{shown(name)}: {FOLDER}/{AUTHORS} is kept for authors' files; data/raw/{AUTHORS} "
            "takes them without an entry here"
        )
    elif copies := [one for one in sorted(_matches(folder, name)) if left_over(Path(one).name)]:
        for one in copies:
            yield f"{shown(name)}: {FOLDER}/{one} is {left_over(Path(one).name)}"
    elif patterns and not _matches(folder, name):
        yield f"no file in {FOLDER} matches {shown(name)}"
    elif not (folder / path).is_file() and not (patterns and any(m in name for m in _MARKS)):
        there = sorted(one.name for one in folder.glob("*.*") if one.is_file())
        yield f"{shown(name)}: no such file in {FOLDER}{guess(name, there)}"


def _matches(folder: Path, pattern: str) -> set[str]:
    if "\0" in pattern:  # in no file's name, and from Python 3.13 on an error to look for
        return {pattern}
    found = {
        path.relative_to(folder).as_posix()
        for path in [*folder.glob(pattern), folder / pattern]
        if path.is_file()
    }
    if found or any(mark in pattern for mark in _MARKS):
        return found
    return {pattern}
