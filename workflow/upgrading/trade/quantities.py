"""Steps of cleaning on quantities: zeros, estimates, and one unit for each product.

A row that loses its quantity keeps its value: it still counts in market shares, and the coverage of
the unit value says how much value has none.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from upgrading.config.trade import Estimated, QuantityChoice
from upgrading.faults import Fault, raise_if_any
from upgrading.trade.steps import Step, counted, without


def values_present(flows: pd.DataFrame) -> tuple[pd.DataFrame, Step]:
    """Leave out rows without a value: their quantity would enter a unit value without its dollars.

    Raises `DataFaults` at a negative or infinite value, quantity or net weight.
    """
    faults = []
    for column in ("value_usd", "quantity", "net_weight_kg"):
        bad = flows[(flows[column] < 0) | (flows[column] == float("inf"))]
        for _, row in bad.sort_values(["file", "line"]).iterrows():
            line = None if pd.isna(row["line"]) else int(row["line"])
            text = f"{row[column]:g} is not a number from 0 up"
            faults.append(Fault(str(row["file"]), text, line, column))
    raise_if_any(faults)
    return without("values_present", "leave out", flows, flows["value_usd"].isna())


def zeros_missing(flows: pd.DataFrame) -> tuple[pd.DataFrame, Step]:
    """Make a quantity or a net weight of 0 missing: it was not recorded."""
    zero_quantity, zero_weight = flows["quantity"] == 0, flows["net_weight_kg"] == 0
    emptied = flows.assign(
        quantity=flows["quantity"].mask(zero_quantity),
        net_weight_kg=flows["net_weight_kg"].mask(zero_weight),
    )
    step = counted("zeros_missing", "missing", flows, zero_quantity | zero_weight, len(flows))
    return emptied, step


def estimated(flows: pd.DataFrame, choice: Estimated) -> tuple[pd.DataFrame, Step]:
    """Take out estimated quantities and net weights, each by its own flag (`exclude`), or `keep`.

    Where the quantity is the net weight (in kg and equal), either flag is both's.

    They are often filled in from a standard unit value, and then give that back, the same in every
    country. A source without the flag leaves it missing; such a quantity stays.
    """
    guessed = flows["quantity_estimated"].fillna(False).astype(bool)
    weighed = flows["net_weight_estimated"].fillna(False).astype(bool)
    same = (flows["quantity_unit"] == "kg") & (flows["quantity"] == flows["net_weight_kg"])
    either = (guessed | weighed) & same.astype(bool)
    guessed, weighed = guessed | either, weighed | either
    touched = (guessed & flows["quantity"].notna()) | (weighed & flows["net_weight_kg"].notna())
    step = counted("estimated", choice, flows, touched, len(flows))
    if choice == "keep":
        return flows, step
    emptied = flows.assign(
        quantity=flows["quantity"].mask(guessed),
        net_weight_kg=flows["net_weight_kg"].mask(weighed),
    )
    return emptied, step


def _kilograms(flows: pd.DataFrame) -> pd.Series:
    """Net weight, or else a quantity that is in kg."""
    return flows["net_weight_kg"].fillna(flows["quantity"].where(flows["quantity_unit"] == "kg"))


def _main_units(flows: pd.DataFrame) -> pd.Series:
    """The unit in which most value of each source and product has a quantity; ties: first in the
    alphabet."""
    keys = ["source", "product", "quantity_unit"]
    measured = flows[flows["quantity"].notna() & (flows["quantity_unit"].fillna("") != "")]
    sums = measured.sort_values([*keys, "value_usd"]).groupby(keys)["value_usd"].sum()
    ranked = sums.reset_index().sort_values(
        ["source", "product", "value_usd", "quantity_unit"], ascending=[True, True, False, True]
    )
    return ranked.drop_duplicates(["source", "product"]).set_index(["source", "product"])[
        "quantity_unit"
    ]


def one_unit(
    flows: pd.DataFrame, choice: QuantityChoice, units: Mapping[str, str]
) -> tuple[pd.DataFrame, Step]:
    """One `quantity_unit` for every row of a source's product; quantities in another go missing.

    `net_weight`: kg, from the net weight or else a quantity in kg. `main_unit`: the unit that most
    of the product's value is measured in. `units`: the unit of single products, which goes before
    either. Quantities of different units are neither added nor converted.
    """
    wanted = pd.Series("kg", index=flows.index, dtype="str")
    if choice == "main_unit":
        key = pd.MultiIndex.from_frame(flows[["source", "product"]])
        wanted = pd.Series(_main_units(flows).reindex(key).array, index=flows.index).fillna("kg")
    for product, unit in units.items():
        wanted = wanted.mask(flows["product"] == product, unit)
    reported = flows["quantity"].where(flows["quantity_unit"] == wanted)
    quantity = reported.where(wanted != "kg", _kilograms(flows))
    had = flows["quantity"].notna() | flows["net_weight_kg"].notna()
    step = counted("one_unit", choice, flows, had & quantity.isna(), len(flows))
    unit = wanted.where(quantity.notna(), "")
    return flows.assign(quantity=quantity, quantity_unit=unit), step
