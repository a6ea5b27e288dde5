"""Values and quantities of exporters and of the world, added up over partners.

Sums are taken over sorted rows, so that they are the same to the last bit whatever the order of the
rows in the file.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from upgrading.config.models import Flow as Flow
from upgrading.faults import Fault, raise_if_any
from upgrading.trade.double_counting import partner
from upgrading.trade.schema import WORLD

PRODUCT_YEAR = ["source", "product", "year"]

SUMS = ["value_usd", "value_with_quantity", "quantity"]
"""All value; the value of rows that have a quantity; that quantity."""


def ordered_sums(frame: pd.DataFrame, keys: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Sums of `columns` by `keys`, sorted by them; a missing number adds nothing.

    Rows are sorted by keys and summands first: rows that tie are alike, so that the sum does not
    depend on the order they came in.
    """
    order = [*keys, *columns]
    ordered = frame[order].sort_values(order)
    return ordered.groupby(list(keys), dropna=False)[list(columns)].sum().reset_index()


def with_quantity(flows: pd.DataFrame) -> pd.DataFrame:
    """Add `value_with_quantity`, and make a quantity that is 0 or has no value missing."""
    measured = (flows["quantity"] > 0) & flows["value_usd"].notna()
    return flows.assign(
        value_with_quantity=flows["value_usd"].where(measured),
        quantity=flows["quantity"].where(measured),
    )


def summable_faults(flows: pd.DataFrame) -> list[Fault]:
    """Why flows may not be added up: World beside its partners, or more than one unit.

    `code`, where flows have it (`products.name_products`): of a product of several codes, one may
    stand by World's row and another by its partners'.
    """
    faults = []
    keys = ["source", "reporter", "flow", "product", *flows.columns.intersection(["code"]), "year"]
    is_world = partner(flows) == WORLD
    mixed = is_world.groupby([flows[key] for key in keys]).transform("nunique") > 1
    beside = flows[mixed & is_world].sort_values(["file", "line"])
    for _, row in beside.drop_duplicates(keys).iterrows():
        text = (
            f"the partner World appears along with the partners of {row['reporter']}, "
            f"{row['flow']} of {row['product']} in {row['year']}: adding them counts twice"
        )
        faults.append(Fault(str(row["file"]), text, _line(row)))
    measured = flows[flows["quantity"] > 0]
    for (source, product), rows in measured.groupby(["source", "product"]):
        units = sorted(set(rows["quantity_unit"]))
        if len(units) > 1:
            first = rows.sort_values(["file", "line"]).iloc[0]
            text = f"{source} measures {product} in {', '.join(units)}: units are never added"
            faults.append(Fault(str(first["file"]), text, _line(first), "quantity_unit"))
    return faults


def _line(row: pd.Series) -> int | None:
    return None if pd.isna(row["line"]) else int(row["line"])


def exporter_totals(flows: pd.DataFrame, flow: Flow = "export") -> pd.DataFrame:
    """Totals over partners: `source, exporter, product, year`, `SUMS`, `quantity_unit`.

    `flows`: cleaned. `export`: what exporters report; `import`: what importers report of them
    (mirror data). Never both, never re-exports, which exports hold already. World (`WLD`) is one of
    the exporters where a source prints it. The quantity is missing where no row has one. Raises
    `DataFaults` if World stands beside its partners or a product has more than one unit.
    """
    chosen = flows[flows["flow"] == flow]
    raise_if_any(summable_faults(chosen))
    keys = ["source", "exporter", "product", "year"]
    sums = ordered_sums(with_quantity(chosen), keys, SUMS)
    sums["quantity"] = sums["quantity"].where(sums["quantity"] > 0)
    measured = chosen[chosen["quantity"] > 0]
    units = measured.drop_duplicates(["source", "product"])[["source", "product", "quantity_unit"]]
    sums = sums.merge(units, on=["source", "product"], how="left")
    return sums.assign(quantity_unit=sums["quantity_unit"].fillna(""))


def world_totals(totals: pd.DataFrame, flow: Flow = "export") -> pd.DataFrame:
    """What counts as the world of each product and year, from `exporter_totals`.

    Columns: `source, product, year`, `world_` and each of `SUMS`, `exporters` (how many, World not
    counted), `world_from`: `row` where the source prints World as an exporter, else `sum` of the
    exporters in the files. In mirror data World as an exporter is what importers did not assign to
    a partner, and is added like one.
    """
    is_world = totals["exporter"] == WORLD
    sums = ordered_sums(totals, PRODUCT_YEAR, SUMS).set_index(PRODUCT_YEAR)
    printed = totals[is_world & (flow == "export")]
    rows = printed.set_index(PRODUCT_YEAR)[SUMS]
    sums.loc[rows.index, SUMS] = rows
    world = sums.add_prefix("world_")
    world["exporters"] = (
        totals[~is_world].groupby(PRODUCT_YEAR).size().reindex(world.index).fillna(0)
    )
    world["exporters"] = world["exporters"].astype("int64")
    world["world_from"] = ["row" if key in rows.index else "sum" for key in world.index]
    return world.reset_index()
