"""How the scripts of the trade part read what several of them need."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from upgrading import cases
from upgrading import faults as kept_faults
from upgrading.faults import DataFaults, Fault, raise_if_any
from upgrading.profiles import PROFILE_REGISTER_COLUMNS
from upgrading.trade import schema, text
from upgrading.trade.products import Product, codes_of, products
from upgrading.trade.readers import codes


def read_products(files: Any) -> dict[str, Product]:
    """The products of the trade part, among the named inputs of a rule.

    Raises `DataFaults`, those of the registers first: products refer to clusters and profiles.
    """
    entries = yaml.safe_load(Path(files.products).read_text(encoding="utf-8"))
    clusters = _register(files.cluster_register, cases.REGISTER_COLUMNS)
    profiles = _register(files.profile_register, PROFILE_REGISTER_COLUMNS)
    return products(
        entries,
        files.products,
        [cluster["cluster_id"] for cluster in clusters],
        [profile["profile_id"] for profile in profiles],
    )


def _register(path: str, columns: Sequence[str]) -> list[cases.Record]:
    found, faults = cases.records(Path(path).read_bytes(), columns, path)
    raise_if_any(faults)
    return found


def wanted_codes(files: Any) -> tuple[frozenset[str], list[Fault]]:
    """Codes of all products of the trade part, or the faults for which there are none.

    For the rules that read trade files, whose faults `check_flows` raises.
    """
    try:
        return codes_of(read_products(files)), []
    except DataFaults as raised:
        return frozenset(), list(raised.faults)


def read_flows(path: str) -> pd.DataFrame:
    """A frame of flows that an earlier stage wrote, with whatever columns cleaning has added."""
    texts = [name for name, kind in schema.COLUMNS.items() if kind == "str"]
    frame = read_trade(path, [*texts, "outlier", "code"])
    flows = schema.conform(frame[list(schema.COLUMNS)])
    added = frame.columns.difference(list(schema.COLUMNS))
    return flows.assign(**{name: frame[name] for name in added})


def read_trade(path: str, texts: Iterable[str] = ()) -> pd.DataFrame:
    """A frame of measured figures that an earlier stage wrote."""
    return text.from_csv(Path(path).read_text(encoding="utf-8"), texts)


def code_tables(files: Any) -> tuple[codes.Codes, list[Fault]]:
    """The tables of codes that go with the trade files, and their faults."""
    return codes.read({path: Path(path).read_bytes() for path in files.code_tables})


def read_codes(files: Any) -> codes.Codes:
    """The tables of codes that go with the trade files. Raises `DataFaults`."""
    found, faults = code_tables(files)
    raise_if_any(faults)
    return found


def write_faults(path: str, faults: Iterable[Fault]) -> None:
    """What could not be read, for `check_flows` to raise together with that of other files."""
    Path(path).write_text(kept_faults.to_text(faults), encoding="utf-8")


def read_faults(paths: Iterable[str]) -> list[Fault]:
    """The faults that `write_faults` wrote, each once: several files may share a table of codes."""
    texts = (Path(path).read_text(encoding="utf-8") for path in paths)
    return list(dict.fromkeys(fault for text in texts for fault in kept_faults.from_text(text)))
