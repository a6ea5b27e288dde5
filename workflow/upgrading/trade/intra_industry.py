"""Two-way trade within a product: Grubel-Lloyd, and how far qualities differ.

GL = 1 − |X − M| / (X + M) (Grubel and Lloyd 1975). With r = export unit value / import unit value,
Greenaway, Hine and Milner (1995) call trade horizontal if 1 − α ≤ r ≤ 1 + α, and divide the index.

Fontagné and Freudenberg (1997), "Intra-industry trade: methodological issues reconsidered", CEPII
working paper 97-01, divide trade itself, product by product and partner by partner: all of a flow
is one-way, or two-way if the smaller direction is more than a tenth of the larger; two-way trade is
horizontal if 1/(1+α) ≤ r ≤ 1+α (0.80 to 1.25 at 25 per cent, not 0.75), else vertical, with
exports above (up) or below (down) imports. Their shares are those of the value X + M. With partners
added up it would not be theirs: what goes to one country and comes from another is one-way trade.

Exports are valued FOB, imports in most countries CIF, some 6 per cent higher (`trade.mirror`): r
is too low by that, which moves trade towards `vertical low` and `down`. Nothing is corrected for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from upgrading.config.models import IntraIndustry
from upgrading.faults import raise_if_any
from upgrading.trade.measures import ALL_PRODUCTS, level_faults
from upgrading.trade.schema import REST, WORLD
from upgrading.trade.totals import SUMS, ordered_sums, summable_faults, with_quantity

TWO_WAY_COLUMNS = (
    "source",
    "country",
    "partner",
    "product",
    "year",
    "exports",
    "imports",
    "export_unit_value",
    "import_unit_value",
    "unit_value_ratio",
)

GHM_TYPES = ("horizontal", "vertical high", "vertical low")
UNKNOWN = "unknown"

ONE_WAY, HORIZONTAL, VERTICAL, TWO_WAY = (
    "one-way",
    "two-way horizontal",
    "two-way vertical",
    "two-way",
)
"""Fontagné and Freudenberg's types; `two-way` is that of which no unit values are known."""

TYPE_SHARES = (
    "one_way",
    "two_way_horizontal",
    "two_way_vertical_up",
    "two_way_vertical_down",
    "two_way_unknown",
)
"""Columns of the shares of these types in the value of bilateral trade, which add to 1."""

_NARROW = 1e-12
"""A ratio this close to a bound is on it: 1.15 / 1 and 1 + 0.15 differ in the last bit."""


class IntraIndustryChoices(IntraIndustry):
    """The section `intra_industry`, and the sources that hold each flow once (`mirror_free`), so
    that a country's imports are the exports to it.
    """

    mirror_free: tuple[str, ...] = ("baci",)


def grubel_lloyd(exports: float, imports: float) -> float:
    """GL of one product: 0 is one-way, 1 balanced; NaN without trade or without a figure."""
    both = exports + imports
    return 1 - abs(exports - imports) / both if both > 0 else math.nan


def grubel_lloyd_aggregate(exports: Sequence[float], imports: Sequence[float]) -> float:
    """GL over products: 1 − Σ|X − M| / Σ(X + M), products with a missing figure left out."""
    pairs = [
        (x, m)
        for x, m in zip(exports, imports, strict=True)
        if not (math.isnan(x) or math.isnan(m))
    ]
    # fsum: the same whatever the order
    both = math.fsum(x + m for x, m in pairs)
    return 1 - math.fsum(abs(x - m) for x, m in pairs) / both if both > 0 else math.nan


def horizontal_vertical(ratio: float, alpha: float) -> str:
    """Greenaway-Hine-Milner: `GHM_TYPES`, bounds belonging to horizontal; `unknown` of NaN."""
    if math.isnan(ratio):
        return UNKNOWN
    if ratio > 1 + alpha + _NARROW:
        return "vertical high"
    return "vertical low" if ratio < 1 - alpha - _NARROW else "horizontal"


def quality_range(ratio: float, alpha: float) -> str:
    """Fontagné-Freudenberg: `up` above 1+α, `down` below 1/(1+α), else `middle`."""
    if math.isnan(ratio):
        return UNKNOWN
    if ratio > 1 + alpha + _NARROW:
        return "up"
    return "down" if ratio < 1 / (1 + alpha) - _NARROW else "middle"


def trade_type(exports: float, imports: float, ratio: float, choices: IntraIndustryChoices) -> str:
    """Fontagné-Freudenberg: `ONE_WAY`, `HORIZONTAL`, `VERTICAL`, `TWO_WAY`; or `unknown`."""
    if math.isnan(exports) or math.isnan(imports) or max(exports, imports) <= 0:
        return UNKNOWN
    if min(exports, imports) / max(exports, imports) <= choices.overlap:
        return ONE_WAY
    where = quality_range(ratio, choices.alpha)
    return {UNKNOWN: TWO_WAY, "middle": HORIZONTAL}.get(where, VERTICAL)


def _one_side(flows: pd.DataFrame, direction: str, country: str, bilateral: bool) -> pd.DataFrame:
    """Totals of `country` (a column of `flows`) in one direction, with its unit value."""
    other = "importer" if country == "exporter" else "exporter"
    named = flows.assign(country=flows[country], partner=flows[other] if bilateral else WORLD)
    keys = list(TWO_WAY_COLUMNS[:5])
    sums = ordered_sums(with_quantity(named), keys, SUMS)
    quantity = sums["quantity"].where(sums["quantity"] > 0)
    sums[f"{direction}s"] = sums["value_usd"]
    sums[f"{direction}_unit_value"] = sums["value_with_quantity"] / quantity
    sums = sums[sums["country"] != WORLD]
    return sums.set_index(keys)[[f"{direction}s", f"{direction}_unit_value"]]


def two_way(flows: pd.DataFrame, choices: IntraIndustryChoices) -> pd.DataFrame:
    """Exports and imports of each country side by side: `TWO_WAY_COLUMNS`, US dollars.

    `flows`: cleaned. A country's figures are those it reports itself; in `mirror_free` sources its
    imports are what is exported to it. `partner` is `WLD` unless `bilateral`. A flow that is not
    there is 0 if the country reports that direction in the year in a file that holds the product,
    else missing: a file of exports only says nothing about imports, nor one of other products.
    Raises `DataFaults` as `exporter_totals`.
    """
    exported, imported = flows[flows["flow"] == "export"], flows[flows["flow"] == "import"]
    mirrored = exported[exported["source"].isin(choices.mirror_free)]
    imported = pd.concat([imported[~imported["source"].isin(choices.mirror_free)], mirrored])
    raise_if_any([*summable_faults(exported), *summable_faults(imported)])
    sides = {
        "export": _one_side(exported, "export", "exporter", choices.bilateral),
        "import": _one_side(imported, "import", "importer", choices.bilateral),
    }
    joined = sides["export"].join(sides["import"], how="outer").reset_index()
    reported = ["source", "country", "product", "year"]
    files = pd.concat([exported, imported])[["file", "product"]].drop_duplicates()
    for direction, rows in (("export", exported), ("import", imported)):
        country = "exporter" if direction == "export" else "importer"
        reports = rows[["source", "file", country, "year"]].drop_duplicates()
        reports = reports.rename(columns={country: "country"}).merge(files, on="file")
        known = pd.MultiIndex.from_frame(joined[reported]).isin(
            pd.MultiIndex.from_frame(reports[reported])
        )
        column = f"{direction}s"
        joined[column] = joined[column].mask(joined[column].isna() & known, 0.0)
    joined["unit_value_ratio"] = joined["export_unit_value"] / joined["import_unit_value"].where(
        joined["import_unit_value"] > 0
    )
    keys = list(TWO_WAY_COLUMNS[:5])
    return joined.sort_values(keys)[list(TWO_WAY_COLUMNS)].reset_index(drop=True)


def by_product(trade: pd.DataFrame, choices: IntraIndustryChoices) -> pd.DataFrame:
    """`two_way` with `grubel_lloyd, ghm_type, trade_type, quality_range` of each row.

    The trade type is one of two countries: with World, or with what is left of it, it is unknown.
    """
    alone = trade["partner"].isin([WORLD, REST])
    rows = list(zip(trade["exports"], trade["imports"], trade["unit_value_ratio"], strict=True))
    return trade.assign(
        grubel_lloyd=[grubel_lloyd(x, m) for x, m, _ in rows],
        ghm_type=[horizontal_vertical(r, choices.alpha) for _, _, r in rows],
        trade_type=pd.Series(
            [trade_type(x, m, r, choices) for x, m, r in rows], index=trade.index, dtype="str"
        ).mask(alone, UNKNOWN),
        quality_range=[quality_range(r, choices.alpha) for _, _, r in rows],
    )


def type_shares(typed: pd.DataFrame) -> dict[str, float]:
    """`bilateral_trade_usd` and the `TYPE_SHARES` in it: Fontagné and Freudenberg's shares.

    `typed`: `by_product`, of one country and year. The value is Σ(X+M) of the rows whose type is
    known, US dollars; a type's share is its Σ(X+M) over that. Missing where there is none.
    """
    value = typed["exports"] + typed["imports"]
    kind, where = typed["trade_type"], typed["quality_range"]
    both = math.fsum(value[kind != UNKNOWN])
    of_type = (
        kind == ONE_WAY,
        kind == HORIZONTAL,
        (kind == VERTICAL) & (where == "up"),
        (kind == VERTICAL) & (where == "down"),
        kind == TWO_WAY,
    )
    shares = [math.fsum(value[rows]) / both if both > 0 else math.nan for rows in of_type]
    total = both if both > 0 else math.nan
    return {"bilateral_trade_usd": total, **dict(zip(TYPE_SHARES, shares, strict=True))}


def aggregate(trade: pd.DataFrame, choices: IntraIndustryChoices) -> pd.DataFrame:
    """Aggregate Grubel-Lloyd of each country and year and its parts; the shares of trade types.

    Columns: `source, country, year, grubel_lloyd`, and one each for `GHM_TYPES` and `unknown`
    (blanks as underscores): that type's Σ(X+M−|X−M|) over Σ(X+M) of all, so that the parts add to
    the whole; then `type_shares`. `TOTAL` is left out; raises `DataFaults` if products of different
    levels would be added (FAO's items are one level: their source is not looked at).
    """
    trade = trade[trade["product"] != ALL_PRODUCTS]
    for source, group in trade.groupby("source"):
        if not str(source).startswith("fao"):
            raise_if_any(level_faults(group["product"], str(source)))
    typed = by_product(trade.dropna(subset=["exports", "imports"]), choices)
    rows = []
    for key, group in typed.groupby(["source", "country", "year"]):
        both = math.fsum(group["exports"] + group["imports"])
        overlap = group["exports"] + group["imports"] - (group["exports"] - group["imports"]).abs()
        whole = grubel_lloyd_aggregate(list(group["exports"]), list(group["imports"]))
        parts = [
            math.fsum(overlap[group["ghm_type"] == kind]) / both if both > 0 else math.nan
            for kind in (*GHM_TYPES, UNKNOWN)
        ]
        rows.append((*key, whole, *parts, *type_shares(group).values()))
    names = [kind.replace(" ", "_") for kind in (*GHM_TYPES, UNKNOWN)]
    columns = ["source", "country", "year", "grubel_lloyd", *names]
    columns += ["bilateral_trade_usd", *TYPE_SHARES]
    return pd.DataFrame(rows, columns=columns)


EXPORT_RANGE_COLUMNS = (
    "source",
    "exporter",
    "product",
    "year",
    "relative_unit_value",
    "quality_range",
)


def export_ranges(unit_values: pd.DataFrame, alpha: float) -> pd.DataFrame:
    """The quality range of exports by their relative unit value: `EXPORT_RANGE_COLUMNS`.

    `unit_values`: `measures.unit_values`. The bounds are Fontagné and Freudenberg's, held against
    the comparator's unit value in place of that of imports.
    """
    ranges = [quality_range(ratio, alpha) for ratio in unit_values["relative_unit_value"]]
    return unit_values.assign(quality_range=ranges)[list(EXPORT_RANGE_COLUMNS)]
