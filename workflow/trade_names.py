"""Which trade files the config names."""

from pathlib import Path

from upgrading.fault_words import near, shown
from upgrading.faults import Fault

_MARKS = "*?["


def trade_files(folder: str | Path, patterns: list[str]) -> list[str]:
    """Names, relative to `folder`, of the trade files that `patterns` name, each once, sorted.

    A name that is no pattern stands for itself, there or not. So does the name of a file that is
    there, whatever marks it holds (`export[1].csv`). See `trade_file_faults` for what is no name.
    """
    return sorted({name for pattern in patterns for name in _matches(Path(folder), pattern)})


def trade_file_faults(folder: Path, patterns: list[str], file: str) -> list[Fault]:
    """What is wrong with the names, all at once. `file`: where they stand, under `trade.files`.

    A name that is none below `folder`, a pattern that matches no file, a file that is missing or a
    folder, a name with braces (which Snakemake takes for a wildcard).
    """
    shown_folder = "data/raw/trade"
    problems = []
    for pattern in patterns:
        path = Path(pattern)
        if not path.parts or path.is_absolute() or ".." in path.parts:
            problems.append(f"{shown(pattern)} is not the name of a file below {shown_folder}")
        elif "{" in pattern or "}" in pattern:
            problems.append(f"{shown(pattern)}: braces are not allowed in the name of a file")
        elif (folder / path).is_dir():
            problems.append(
                f"{shown(pattern)} is a folder; a file is expected ({pattern}/* is all)"
            )
        elif not (found := _matches(folder, pattern)):
            problems.append(f"no file in {shown_folder} matches {shown(pattern)}")
        elif found == {pattern} and not (folder / path).is_file():
            there = sorted(one.name for one in folder.glob("*.*") if one.is_file())
            guess = near(pattern, there).partition("(")[0].strip()
            text = f"{shown(pattern)}: no such file in {shown_folder}"
            problems.append(f"{text}; {guess}" if guess else text)
    return [Fault(file, problem, key="trade.files") for problem in problems]


def _matches(folder: Path, pattern: str) -> set[str]:
    found = {
        path.relative_to(folder).as_posix()
        for path in [*folder.glob(pattern), folder / pattern]
        if path.is_file()
    }
    if found or any(mark in pattern for mark in _MARKS):
        return found
    return {pattern}
