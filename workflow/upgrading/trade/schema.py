"""Flows in one schema, a row for each that a file reports; the steps that flows go through."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Final

import pandas as pd

from upgrading.files.codec import Codec
from upgrading.files.form import Form
from upgrading.files.frames import MEASURED, measured

# What one step of cleaning did: a row of `results/trade/cleaning.csv` -----------------------------


STEP_COLUMNS = ("step", "choice", "rows_in", "rows_affected", "value_usd_affected", "rows_out")


@dataclass(frozen=True)
class Step:
    """A step by name, the choice made, rows before and after, rows and US dollars it touched.

    A row is touched when it is left out, loses its quantity, gets another code, or is flagged.
    """

    step: str
    choice: str
    rows_in: int
    rows_affected: int
    value_usd_affected: float
    rows_out: int


def counted(
    name: str, choice: str, before: pd.DataFrame, touched: pd.Series, rows_out: int
) -> Step:
    """The `Step` that touched the rows of `before` where `touched` is true."""
    # fsum: the same figure whatever the order of the rows
    value = math.fsum(before.loc[touched, "value_usd"].dropna())
    return Step(name, choice, len(before), int(touched.sum()), value, rows_out)


def remaining(flows: pd.DataFrame, left_out: pd.Series) -> pd.DataFrame:
    """The flows that are not `left_out`: all of them, not copied, where none is.

    Most steps leave nothing out, and a copy of many years of BACI is large.
    """
    return flows[~left_out] if left_out.any() else flows


def without(
    name: str, choice: str, flows: pd.DataFrame, left_out: pd.Series
) -> tuple[pd.DataFrame, Step]:
    """The flows that are not `left_out`, and the step."""
    kept = remaining(flows, left_out)
    return kept, counted(name, choice, flows, left_out, len(kept))


def report(steps: Iterable[Step]) -> pd.DataFrame:
    """The steps in the order taken, columns `STEP_COLUMNS`."""
    return pd.DataFrame([asdict(step) for step in steps], columns=list(STEP_COLUMNS))


COLUMNS: Final[Mapping[str, str]] = {
    "source": "str",
    "file": "str",
    "line": "Int64",
    "classification": "str",
    "product": "str",
    "exporter": "str",
    "importer": "str",
    "reporter": "str",
    "flow": "str",
    "year": "Int64",
    "value_usd": "float64",
    "quantity": "float64",
    "quantity_unit": "str",
    "net_weight_kg": "float64",
    "quantity_estimated": "boolean",
    "net_weight_estimated": "boolean",
    "customs": "str",
    "transport": "str",
    "supply": "str",
    "partner2": "str",
    "aggregate": "bool",
    "warning": "str",
}
"""Columns of a frame of flows, in order, with their pandas types.

- `source`: the format, by its id (`baci`, `wits`, ...), but one id for both formats of UN Comtrade
  (`comtrade`); `file`, `line`: where the row stands. Lines count from 1, header included; in JSON
  they count the records. A flow made of several rows has the first.
- `classification`, `product`: the vintage or nomenclature as the file names it, and the code as
  text with its leading zeros. Only together are they a key.
- `exporter`, `importer`, `reporter`: ISO 3166-1 alpha-3; a code of the file's own list where there
  is none (`comtrade:490`, `fao:5100`, `comex:994`); `WLD` for the world, also where a source has
  no partners at all.
- `flow`: one of `FLOWS`, or a kind of UN Comtrade's that is part of these (`comtrade:DX`).
- `value_usd`: US dollars. `quantity` in `quantity_unit` (`kg`, `items`, `pairs`, `m2`, ...): NaN
  and empty where there is none. `net_weight_kg`: NaN where missing or zero.
- `quantity_estimated`, `net_weight_estimated`: whether the source estimated them; `NA` where it
  does not say.
- `customs`, `transport`, `supply`, `partner2`: the breakdown codes as printed, empty where the
  format or the row has none.
- `aggregate`: the reporter or a partner that the file names is a group of countries (World,
  European Union, FAO's areas from 5000). A source without partners (`importer` is `WLD` throughout)
  is not an aggregate for that.
- `warning`: what is to be said wherever the row is used.
"""

FLOWS: Final = ("export", "import", "re_export", "re_import")

REQUIRED: Final = tuple(COLUMNS)[: tuple(COLUMNS).index("quantity")]
"""Columns that every reader gives; the others have a value for "not in this format"."""

WORLD: Final = "WLD"

REST: Final = "rest"
"""The importer of what is left of World's value beside partners whose quantities are taken."""

_ABSENT: Final[Mapping[str, object]] = {
    "str": "",
    "float64": float("nan"),
    "boolean": pd.NA,
    "bool": False,
}


def empty() -> pd.DataFrame:
    """A frame of flows without rows."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def conform(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with exactly `COLUMNS`, in order and typed, numbered from 0.

    Columns beyond `REQUIRED` may be absent. Raises `ValueError` if a required column is missing, or
    if there is one that the schema does not know.
    """
    if missing := [name for name in REQUIRED if name not in frame.columns]:
        raise ValueError(f"flows without {', '.join(missing)}")
    if unknown := [str(name) for name in frame.columns if name not in COLUMNS]:
        raise ValueError(f"flows have no column {', '.join(unknown)}")
    columns = {}
    for name, kind in COLUMNS.items():
        values = frame[name] if name in frame.columns else _ABSENT[kind]
        column = pd.Series(values, index=frame.index, dtype=None if name in frame.columns else kind)
        columns[name] = (column.fillna("") if kind == "str" else column).astype(kind)
    return pd.DataFrame(columns).reset_index(drop=True)


def _read(content: bytes, path: str, form: Form) -> pd.DataFrame:
    """Flows, with whatever columns cleaning has added."""
    texts = [name for name, kind in COLUMNS.items() if kind == "str"]
    added = [name for name in form.columns if name not in COLUMNS]
    numbers = {name: kind for name, kind in COLUMNS.items() if kind != "str"}
    frame = measured(content, [*texts, *added], numbers)
    return conform(frame[list(COLUMNS)]).assign(**{name: frame[name] for name in added})


FLOWS_FILE: Final = Codec(_read, MEASURED.write)
"""A file of flows."""
