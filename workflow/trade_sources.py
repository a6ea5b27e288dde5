"""How the scripts of the trade part read what several of them need."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from sources import read_frame
from upgrading.faults import raise_if_any
from upgrading.trade import schema, text
from upgrading.trade.products import Product, products
from upgrading.trade.readers import codes


def read_products(files: Any) -> dict[str, Product]:
    """The products of the trade part, among the named inputs of a rule. Raises `DataFaults`."""
    entries = yaml.safe_load(Path(files.products).read_text(encoding="utf-8"))
    clusters = read_frame(files.cluster_register)["cluster_id"]
    profiles = read_frame(files.profile_register)["profile_id"]
    return products(entries, files.products, clusters, profiles)


def read_flows(path: str) -> pd.DataFrame:
    """A frame of flows that an earlier stage wrote, with whatever columns cleaning has added."""
    texts = [name for name, kind in schema.COLUMNS.items() if kind == "str"]
    frame = read_trade(path, [*texts, "outlier"])
    flows = schema.conform(frame[list(schema.COLUMNS)])
    added = frame.columns.difference(list(schema.COLUMNS))
    return flows.assign(**{name: frame[name] for name in added})


def read_trade(path: str, texts: Iterable[str] = ()) -> pd.DataFrame:
    """A frame of measured figures that an earlier stage wrote."""
    return text.from_csv(Path(path).read_text(encoding="utf-8"), texts)


def read_codes(files: Any) -> codes.Codes:
    """The tables of codes that go with the trade files. Raises `DataFaults`."""
    found, faults = codes.read({path: Path(path).read_bytes() for path in files.code_tables})
    raise_if_any(faults)
    return found
