"""The files under `config/`, and the catalogue of the report, held against what they may say.

Before any rule, so that no rule fails for them: one that fails loses what it wrote before. Nothing
here imports pandas: a run with nothing to do goes through it as well.
"""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from claims_check import FOLDER as CLAIMS
from claims_check import claims_faults, claims_files
from dependencies import own_tables
from trade_names import named_file_faults
from upgrading import catalogue
from upgrading.config.contradictions import contradictions
from upgrading.config.whole import value_faults
from upgrading.faults import DataFaults, Fault
from upgrading.fields import read_fields
from upgrading.file_names import strays
from upgrading.multiverse.relations import relations
from upgrading.trade.product_entries import products
from upgrading.yaml_entries import lines_of, read_entries

CONFIG = "config/config.yaml"
PRODUCTS = "config/trade_products.yaml"
RELATIONS = "config/relations.yaml"
LAYOUTS = "config/exhibits.yaml"
CAPTIONS = "config/captions.yaml"
CATALOGUE = "data/raw/report/catalogue.yaml"

FILES = (CONFIG, PRODUCTS, RELATIONS, LAYOUTS, CAPTIONS, CATALOGUE)
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
    if RELATIONS in whole:
        faults += _faults_of(lambda: relations(whole[RELATIONS], RELATIONS))
    if CAPTIONS in whole:
        faults += catalogue.word_faults(whole[CAPTIONS], CAPTIONS, own_tables())
    faults += _catalogue_faults(whole, project)
    if not {fault.file for fault in faults} & {LAYOUTS, CATALOGUE, PRODUCTS}:
        # what claims can speak of these say
        faults += claims_faults(project, list(whole[PRODUCTS]))
    order = [*found, CLAIMS, *claims_files(project)]
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
        CLAIMS: ({Path(file).name for file in claims_files(project)}, True),
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
