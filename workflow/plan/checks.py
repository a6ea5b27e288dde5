"""The files under `config/`, and the catalogue of the report, held against what they may say.

Before any rule, so that no rule fails for them: one that fails loses what it wrote before. Nothing
here imports pandas: a run with nothing to do goes through it as well.
"""

import csv
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from plan.code import own_table_names
from plan.contradictions import contradictions
from upgrading.cases import catalogue
from upgrading.config.fields import read_fields
from upgrading.config.models import value_faults
from upgrading.config.yaml_entries import lines_of, read_entries
from upgrading.faults import DataFaults, Fault, guess, shown
from upgrading.files.names import left_over, strays
from upgrading.multiverse.relations import relations
from upgrading.trade.product_entries import products
from upgrading.trade.second_entries import SECOND, second_sources

# The claims files, held against what they may say, before any rule; quick where nothing changed.
#
# Reading them takes seconds and pandas. What they were last found free of faults with is kept as
# one checksum: of the claims, of the data whose names they use, and of the language.


FOLDER = "config/claims"

_CHECKED = ".cache/claims_checked"
_LANGUAGE = (
    *("workflow/plan", "workflow/upgrading"),
    *(
        f"workflow/upgrading/{room}"
        for room in ("cases", "claims", "config", "files", "inference", "trade")
    ),
)
"""Folders of the modules that read claims; those of folders within them are not looked at."""

_DATA = (
    *("config/exhibits.yaml", "config/relations.yaml", "config/trade_products.yaml"),
    SECOND,
    *("data/raw/report", "data/raw/clusters.csv", "data/raw/labels.csv"),
    *("data/raw/profiles.csv", "data/raw/off_scale.csv", "data/raw/errata.csv"),
)


def claims_files(project: Path) -> list[str]:
    """The claims files, in the order in which they are read."""
    folder = project / FOLDER
    return sorted(path.relative_to(project).as_posix() for path in folder.glob("*.yaml"))


def claims_faults(project: Path, products: list[str], relations: list[str]) -> list[Fault]:
    """Every fault of every claims file; none where it takes a register that cannot be read.

    `products`, `relations`: the names of those of the config.
    """
    if not claims_files(project):
        return [Fault(FOLDER, "no claims file (.yaml) lies here")]
    mark, digest = project / _CHECKED, _digest(project)
    if mark.is_file() and mark.read_text(encoding="utf-8") == digest:
        return []
    # seconds of imports, of which a run whose claims have not changed is spared
    from plan.claims_check import Unreadable, check_claims

    files = {file: (project / file).read_bytes() for file in claims_files(project)}
    try:
        check_claims(files, project, products, relations)
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


# Which files under `data/raw/trade/` the config names ---------------------------------------------


TRADE_FOLDER = "data/raw/trade"

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
        for problem in _wrong(project / TRADE_FOLDER, name, patterns=key == "files")
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
        yield f"{shown(name)} is not the name of a file below {TRADE_FOLDER}"
    elif "{" in name or "}" in name:
        yield f"{shown(name)}: braces are not allowed in the name of a file"
    elif (folder / path).is_dir():
        yield f"{shown(name)} is a folder; the name of a file below {TRADE_FOLDER} is expected"
    elif any(Path(found).parts[0] == AUTHORS for found in _matches(folder, name)):
        yield (
            f"{shown(name)}: {TRADE_FOLDER}/{AUTHORS} is kept for authors' files; "
            f"data/raw/{AUTHORS} takes them without an entry here"
        )
    elif copies := [one for one in sorted(_matches(folder, name)) if left_over(Path(one).name)]:
        for one in copies:
            yield f"{shown(name)}: {TRADE_FOLDER}/{one} is {left_over(Path(one).name)}"
    elif patterns and not _matches(folder, name):
        yield f"no file in {TRADE_FOLDER} matches {shown(name)}"
    elif not (folder / path).is_file() and not (patterns and any(m in name for m in _MARKS)):
        there = sorted(one.name for one in folder.glob("*.*") if one.is_file())
        yield f"{shown(name)}: no such file in {TRADE_FOLDER}{guess(name, there)}"


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


CONFIG = "config/config.yaml"
PRODUCTS = "config/trade_products.yaml"
RELATIONS = "config/relations.yaml"
LAYOUTS = "config/exhibits.yaml"
CAPTIONS = "config/captions.yaml"
CATALOGUE = "data/raw/report/catalogue.yaml"

FILES = (CONFIG, PRODUCTS, SECOND, RELATIONS, LAYOUTS, CAPTIONS, CATALOGUE)
"""The files that are looked at, in the order in which their faults are told."""

REPORT = "data/raw/report"

REGISTERS = ("clusters", "errata", "labels", "off_scale", "profiles", "register")
"""Registers in `data/raw`."""


def check_files() -> None:
    """Look at every file before any rule; with a fault in any, print all and end with status 1."""
    end_with(file_faults(Path()))


def check(config: Mapping[str, Any]) -> None:
    """The same for the config as Snakemake has it: `--config` and `--configfile` change it."""
    names = [list(_entries(Path(), file)[0]) for file in (RELATIONS, PRODUCTS)]
    end_with(config_faults(config, "--config or --configfile", *names, Path()))


def end_with(faults: Iterable[Fault]) -> None:
    """Print a line per fault and end with status 1; without faults, go on.

    Not a `WorkflowError`: Snakemake adds where in the Snakefile it was raised.
    """
    found = list(faults)
    if found:
        _end(found)


def _end(faults: list[Fault]) -> NoReturn:
    print("\n".join(map(str, faults)), file=sys.stderr, flush=True)
    sys.exit(1)


def names_in(file: str) -> list[str]:
    """The names at the top level of a YAML file, in its order. Ends the run if it is broken."""
    entries, faults = _entries(Path(), file)
    end_with(faults)
    return list(entries)


def file_faults(project: Path) -> list[Fault]:
    """Every fault of every file, in the order of files and lines. `project`: its folder."""
    found = {file: _entries(project, file) for file in FILES}
    faults = [fault for _, broken in found.values() for fault in broken]
    whole = {file: entries for file, (entries, _) in found.items() if _readable(*found[file])}
    if CONFIG in whole:
        names = [list(whole.get(file, {})) for file in (RELATIONS, PRODUCTS)]
        faults += config_faults(whole[CONFIG], CONFIG, *names, project)
    if PRODUCTS in whole:
        ids = [_ids(project, "clusters", "cluster_id"), _ids(project, "profiles", "profile_id")]
        faults += _faults_of(lambda: products(whole[PRODUCTS], PRODUCTS, *ids))
    if SECOND in whole:
        names_of_products = tuple(whole[PRODUCTS]) if PRODUCTS in whole else None
        faults += _faults_of(lambda: second_sources(whole[SECOND], SECOND, names_of_products))
    if RELATIONS in whole:
        faults += _faults_of(lambda: relations(whole[RELATIONS], RELATIONS))
    if CAPTIONS in whole:
        faults += catalogue.word_faults(whole[CAPTIONS], CAPTIONS, own_table_names())
    faults += _catalogue_faults(whole, project)
    if not {fault.file for fault in faults} & {*(LAYOUTS, CATALOGUE, PRODUCTS, RELATIONS, SECOND)}:
        # what claims can speak of these say
        faults += claims_faults(project, list(whole[PRODUCTS]), list(whole[RELATIONS]))
    order = [*found, FOLDER, *claims_files(project)]
    located = _with_lines(faults, project)
    ordered = sorted(located, key=lambda fault: (order.index(fault.file), fault.line or 0))
    return [*ordered, *_stray_faults(whole, project)]


def _stray_faults(whole: Mapping[str, Mapping[str, Any]], project: Path) -> Iterator[Fault]:
    """Files beside those that are read which somebody may take for one of them.

    In the folder of the report nothing else may lie; what its tables are the catalogue and the
    layouts say, unless one cannot be read.
    """
    folders = {
        "config": ({Path(file).name for file in FILES if file != CATALOGUE}, False),
        "data/raw": ({f"{name}.csv" for name in REGISTERS}, False),
        FOLDER: ({Path(file).name for file in claims_files(project)}, True),
    }
    if {LAYOUTS, CATALOGUE} <= whole.keys():
        tables = {f"{name}.csv" for file in (LAYOUTS, CATALOGUE) for name in whole[file]}
        folders[REPORT] = ({*tables, Path(CATALOGUE).name, "README.md"}, True)
    for folder, (known, only) in folders.items():
        names = [path.name for path in (project / folder).glob("*")]
        for name, problem in strays(names, known, only=only):
            yield Fault(f"{folder}/{name}", problem)


def _with_lines(faults: Iterable[Fault], project: Path) -> Iterator[Fault]:
    """The faults with the line of their key; of a missing key, that of the group it belongs to."""
    known: dict[str, dict[str, int]] = {}
    for fault in faults:
        key = fault.key or ""
        if fault.line is None and key:
            if fault.file not in known:
                file = project / fault.file
                known[fault.file] = lines_of(file.read_bytes()) if file.is_file() else {}
            lines = known[fault.file]
            while key and key not in lines:
                key = key[: max(key.rfind("."), key.rfind(", "), 0)]
            fault = replace(fault, line=lines.get(key))
        yield fault


def config_faults(
    config: Mapping[str, Any],
    file: str,
    relation_names: list[str],
    product_names: list[str],
    project: Path,
) -> list[Fault]:
    """What is wrong with a config that could be read: values, contradictions, files it names."""
    faults = value_faults(config, file)
    wrong = {fault.key or "" for fault in faults}
    faults += contradictions(config, file, wrong, relation_names, product_names)
    return faults + named_file_faults(project, config.get("trade"), file)


def _catalogue_faults(whole: Mapping[str, Mapping[str, Any]], project: Path) -> list[Fault]:
    """What is wrong with the layouts, the printed captions, and the two side by side."""
    faults: list[Fault] = []
    printed = whole.get(CATALOGUE, {})
    tables: dict[str, catalogue.Table] = {}
    around: dict[str, catalogue.Printed] = {}
    if LAYOUTS in whole:
        known = {path.stem for path in (project / REPORT).glob("*.csv")} & set(printed)
        faults += [
            Fault(LAYOUTS, f"missing; {REPORT}/{name}.csv is such a table", key=name)
            for name in sorted(known)
            if whole[LAYOUTS] and name not in whole[LAYOUTS]
        ]
        tables, found = read_fields(catalogue.Table, whole[LAYOUTS], LAYOUTS)
        faults += found
    if CATALOGUE in whole:
        around, found = read_fields(catalogue.Printed, whole[CATALOGUE], CATALOGUE)
        faults += found
        faults += [
            Fault(CATALOGUE, f"missing; {LAYOUTS} has this table", key=name)
            for name in whole.get(LAYOUTS, {})
            if whole[CATALOGUE] and name not in whole[CATALOGUE]
        ]
    return [*faults, *catalogue.layout_faults(tables, around, CATALOGUE)]


def _faults_of(read: Callable[[], object]) -> tuple[Fault, ...]:
    try:
        read()
    except DataFaults as raised:
        return raised.faults
    return ()


def _entries(project: Path, file: str) -> tuple[dict[str, Any], list[Fault]]:
    try:
        content = (project / file).read_bytes()
    except OSError as error:
        return {}, [Fault(file, f"cannot be read: {error.strerror}")]
    return read_entries(content, file)


def _readable(entries: Mapping[str, Any], faults: list[Fault]) -> bool:
    """Whether there is anything to check further: a key that stands twice does not prevent it."""
    return bool(entries) or not faults


def _ids(project: Path, register: str, column: str) -> list[str] | None:
    """The ids of a register; `None` if it cannot be read so, which `check_raw` tells."""
    try:
        with (project / f"data/raw/{register}.csv").open(encoding="utf-8-sig", newline="") as file:
            return [row[column] for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError):
        return None
