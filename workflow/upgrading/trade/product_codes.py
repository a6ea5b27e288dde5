"""Steps of cleaning on product codes: how fine they are, which HS vintage they belong to.

A code names a product only together with its classification; the same reporter changes HS vintage
within a series. A concordance between vintages is the user's own table.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from upgrading.config.trade import CoarseProducts
from upgrading.faults import Fault, raise_if_any
from upgrading.trade.steps import Step, counted, without

CONCORDANCE_COLUMNS = ("from", "to", "weight")


def six_digits(flows: pd.DataFrame) -> tuple[pd.DataFrame, Step]:
    """Cut Brazil's eight-digit NCM codes to the six digits of the HS that they begin with."""
    longer = (flows["classification"] == "NCM") & (flows["product"].str.len() > 6)
    longer = longer.astype(bool)
    product = flows["product"].where(~longer, flows["product"].str[:6])
    step = counted("six_digits", "NCM to HS6", flows, longer, len(flows))
    return flows.assign(product=product), step


def coarse_products(
    flows: pd.DataFrame, choice: CoarseProducts, digits: Mapping[str, int]
) -> tuple[pd.DataFrame, Step]:
    """Take the quantities from products coarser than six digits: their unit value means nothing.

    `digits`: the least number of digits by beginning of the classification (`H` 6, `NCM` 6, `CPC`
    4, `FCL` 1: FAO's items have no digits that tell). A classification that begins with none of
    these counts as coarse. `value_only` keeps the value for shares, `drop` leaves the row out.
    """
    needed = pd.Series(math.inf, index=flows.index)
    for beginning, number in digits.items():
        needed = needed.mask(flows["classification"].str.startswith(beginning, na=False), number)
    numeric = flows["product"].str.fullmatch(r"\d+f?(\.\d+)?", na=False)
    coarse = ((flows["product"].str.len() < needed) | ~numeric).astype(bool)
    if choice == "drop":
        return without("coarse_products", choice, flows, coarse)
    emptied = flows.assign(
        quantity=flows["quantity"].mask(coarse),
        net_weight_kg=flows["net_weight_kg"].mask(coarse),
    )
    return emptied, counted("coarse_products", choice, flows, coarse, len(flows))


def concordance_faults(table: pd.DataFrame, file: str) -> list[Fault]:
    """What is wrong with a concordance: columns, a repeated pair, weights not adding to 1.

    `table`: `from, to` (codes as text), `weight` (0 to 1), a row per line of `file` after its
    header.
    """
    if missing := [name for name in CONCORDANCE_COLUMNS if name not in table.columns]:
        wanted = ", ".join(CONCORDANCE_COLUMNS)
        return [Fault(file, f"no column {', '.join(missing)}: a concordance has {wanted}", 1)]
    faults = []
    lines = pd.Series(range(2, len(table) + 2), index=table.index)
    for line, weight in zip(lines, table["weight"], strict=True):
        if not 0 < weight <= 1:
            faults.append(Fault(file, f"{weight} is not above 0 and at most 1", line, "weight"))
    for line, repeated in zip(lines, table.duplicated(["from", "to"]), strict=True):
        if repeated:
            faults.append(Fault(file, "the same from and to as on a line above", line))
    for code, rows in table.groupby("from"):
        total = math.fsum(rows["weight"])
        if not math.isclose(total, 1, abs_tol=1e-6):
            text = f"the weights of {code} add to {total:g}, not 1"
            faults.append(Fault(file, text, int(lines[rows.index[0]]), "weight"))
    return faults


def convert(
    flows: pd.DataFrame, table: pd.DataFrame, old: str, new: str, file: str
) -> tuple[pd.DataFrame, Step]:
    """Convert the codes of classification `old` to `new` by the user's concordance `table`.

    Value, quantity and net weight are split by `weight`. Raises `DataFaults` for a faulty table and
    for a code of `old` that it does not have. Run after `unique_key`: several old codes may give
    the same new one, and then add up.
    """
    raise_if_any(concordance_faults(table, file))
    old_rows = (flows["classification"] == old).astype(bool)
    unknown = sorted(set(flows.loc[old_rows, "product"]) - set(table["from"]))
    raise_if_any(Fault(file, f"no line for code {code} of {old}", None, "from") for code in unknown)
    joined = flows[old_rows].merge(
        table[list(CONCORDANCE_COLUMNS)], left_on="product", right_on="from", how="left"
    )
    for column in ("value_usd", "quantity", "net_weight_kg"):
        joined[column] *= joined["weight"]
    joined = joined.assign(product=joined["to"], classification=new)[list(flows.columns)]
    converted = pd.concat([flows[~old_rows], joined], ignore_index=True)
    step = counted("concordance", f"{old} to {new}", flows, old_rows, len(converted))
    return converted, step


def one_vintage(flows: pd.DataFrame, unchanged: Sequence[str]) -> tuple[pd.DataFrame, Step]:
    """Refuse a product whose rows stand in more than one classification: raises `DataFaults`.

    Comtrade's `TOTAL` (all products) is the same in every one. `unchanged`: codes that the user
    knows to mean the same in all of them (`*`: every code); rows of these are counted, not refused.
    """
    several = flows.groupby(["source", "product"])["classification"].transform("nunique") > 1
    several = several.astype(bool) & (flows["product"] != "TOTAL")
    asserted = several if "*" in unchanged else several & flows["product"].isin(unchanged)
    faults = []
    for (source, product), rows in flows[several & ~asserted].groupby(["source", "product"]):
        spans = [
            f"{name} ({years.min()} to {years.max()})"
            for name, years in rows.groupby("classification")["year"]
        ]
        text = (
            f"{source} has {product} in several classifications, {', '.join(spans)}: give a "
            "concordance, or name the code as unchanged"
        )
        first = rows.sort_values(["file", "line"]).iloc[0]
        faults.append(Fault(str(first["file"]), text, None, "classification"))
    raise_if_any(faults)
    choice = f"unchanged: {', '.join(unchanged)}" if unchanged else "refuse"
    return flows, counted("one_vintage", choice, flows, asserted, len(flows))
