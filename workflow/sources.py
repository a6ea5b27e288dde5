"""How the scripts read the files that several of them need."""

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from upgrading import catalogue
from upgrading.catalogue import Printed, Table
from upgrading.cleaning import CleanCases, RawCases, RawFile, clean
from upgrading.frames import from_csv
from upgrading.parts import TABLES, Passages, from_json


def raw_file(path: str) -> RawFile:
    """A raw file under the path that its faults will name."""
    return RawFile(path, Path(path).read_bytes())


def raw_cases(files: Any) -> RawCases:
    """The raw case files among the named inputs of a rule."""
    return RawCases(
        tables={Path(path).stem: raw_file(path) for path in files.tables},
        clusters=raw_file(files.clusters),
        labels=raw_file(files.labels),
        profiles=raw_file(files.profiles),
        off_scale=raw_file(files.off_scale),
        errata=raw_file(files.errata),
        updates=[raw_file(path) for path in files.updates],
    )


def read_catalogue(files: Any) -> tuple[dict[str, Table], dict[str, Printed]]:
    """The layouts of the tables and what the report prints around them."""
    tables = yaml.safe_load(Path(files.layouts).read_text(encoding="utf-8"))
    around = yaml.safe_load(Path(files.catalogue).read_text(encoding="utf-8"))
    return (
        catalogue.tables(tables, files.layouts),
        catalogue.printed_around(around, files.catalogue),
    )


def clean_raw_cases(files: Any) -> CleanCases:
    """Read and clean the case data among the named inputs of a rule. Raises `DataFaults`."""
    tables, around = read_catalogue(files)
    layouts = catalogue.layouts(tables, around)
    folder = Path(files.tables[0]).parent.as_posix()
    return clean(raw_cases(files), tables, layouts, folder)


def read_frame(path: str) -> pd.DataFrame:
    """A frame that an earlier stage wrote."""
    return from_csv(Path(path).read_text(encoding="utf-8"))


def read_passages(path: str) -> Passages:
    """What the cells of tables tell, as an earlier stage wrote it."""
    return from_json(Path(path).read_text(encoding="utf-8"))


def read_told(files: Any, *names: str) -> list[pd.DataFrame]:
    """Tables (`parts.TABLES`) with what they tell in passages, from the named inputs of a rule."""
    passages = read_passages(files.parts)
    return [TABLES[name].together(read_frame(files[name]), passages) for name in names]
