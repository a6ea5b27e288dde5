"""From flows as read to flows that can be measured: named steps, each a choice, each counted.

The order matters: codes are settled before units, units before the choice between World and its
partners, and that before outliers and before anything is added. Double counting has a
module of its own (`double_counting`); the other steps stand below.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from pydantic import Field

from upgrading.cases.countries import COMTRADE_GROUPS, COMTRADE_NOT_COUNTRIES, FAO_CHINA
from upgrading.config.models import Cleaning, CoarseProducts, Estimated, QuantityChoice
from upgrading.config.models import OutlierChoices as OutlierChoices
from upgrading.faults import Fault, raise_if_any
from upgrading.trade import double_counting
from upgrading.trade.double_counting import KEY
from upgrading.trade.readers import cells
from upgrading.trade.schema import WORLD, Step, counted, report, without

# Steps of cleaning on quantities: zeros, estimates, and one unit for each product -----------------
#
# A row that loses its quantity keeps its value: it still counts in market shares, and the coverage
# of the unit value says how much value has none.


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


# Rules for unit values that look wrong: flagged and counted, taken out only if the config says so.
#
# Each rule looks at the unit values of single rows within a source, flow, product and year.
# World's own row is no observation among its parts.


BOUNDS_COLUMNS = ("product", "uv_min", "uv_max")

_GROUP = ["source", "flow", "product", "year"]

_NO_SPREAD = 1e-9
"""A standard deviation of log unit values below this is rounding, not spread."""


def z_score(unit_value: pd.Series, groups: pd.DataFrame, limit: float) -> pd.Series:
    """Whether |log unit value − mean| ≥ `limit` sample standard deviations, within its group."""
    logs = np.log(unit_value)
    grouped = logs.groupby([groups[column] for column in _GROUP])
    spread = grouped.transform("std")
    return (logs - grouped.transform("mean")).abs() / spread.where(spread > _NO_SPREAD) >= limit


def percentile(unit_value: pd.Series, groups: pd.DataFrame, low: float, high: float) -> pd.Series:
    """Whether the unit value is below the `low`th or above the `high`th percentile of its group."""
    grouped = unit_value.groupby([groups[column] for column in _GROUP])
    below = unit_value < grouped.transform("quantile", low / 100)
    return below | (unit_value > grouped.transform("quantile", high / 100))


def mean_ratio(unit_value: pd.Series, groups: pd.DataFrame, ratio: float) -> pd.Series:
    """Whether the unit value is outside 1/`ratio` to `ratio` times its group's arithmetic mean."""
    mean = unit_value.groupby([groups[column] for column in _GROUP]).transform("mean")
    return (unit_value < mean / ratio) | (unit_value > mean * ratio)


def outside_bounds(unit_value: pd.Series, groups: pd.DataFrame, bounds: pd.DataFrame) -> pd.Series:
    """Whether the unit value is outside [`uv_min`, `uv_max`] of its product; not if it has none.

    `bounds`: columns `BOUNDS_COLUMNS`, US dollars per unit of the quantity, one row per product.
    """
    limits = bounds.set_index("product")
    low = groups["product"].map(limits["uv_min"])
    high = groups["product"].map(limits["uv_max"])
    return (unit_value < low) | (unit_value > high)


def flag(
    flows: pd.DataFrame, choices: OutlierChoices, bounds: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, list[Step]]:
    """Add the column `outlier`: the rules that flag the row, separated by blanks, mostly empty.

    One step per rule, counting its rows and their value; all rules look at the same unit values.
    Rows stay; a rule in `excluded` makes the quantity of its rows missing. Raises `ValueError` if
    `bounds` are asked for and not given.
    """
    if "bounds" in choices.rules and bounds is None:
        raise ValueError("outliers.rules: 'bounds' needs a file of standard unit values")
    observed = (flows["quantity"] > 0) & (flows["value_usd"] > 0) & (flows["exporter"] != WORLD)
    seen = flows.loc[observed, [*_GROUP, "value_usd", "quantity"]]
    unit_value = seen["value_usd"] / seen["quantity"]
    # sorted: means and standard deviations must not hang on the order of rows
    unit_value = unit_value.sort_values()
    groups = seen.loc[unit_value.index]
    found = {}
    for rule in choices.rules:
        if rule == "z_score":
            flagged = z_score(unit_value, groups, choices.z)
        elif rule == "percentile":
            low, high = choices.low_percentile, choices.high_percentile
            flagged = percentile(unit_value, groups, low, high)
        elif rule == "mean_ratio":
            flagged = mean_ratio(unit_value, groups, choices.ratio)
        else:
            flagged = outside_bounds(unit_value, groups, bounds)
        found[rule] = flagged.reindex(flows.index, fill_value=False).astype(bool)
    names, gone, steps = pd.Series("", index=flows.index), pd.Series(False, index=flows.index), []
    for rule, flagged in found.items():
        names = names.where(~flagged, names + " " + rule)
        choice = "exclude" if rule in choices.excluded else "flag"
        if choice == "exclude":
            gone |= flagged
        steps.append(counted(f"outliers_{rule}", choice, flows, flagged, len(flows)))
    quantity = flows["quantity"].mask(gone)
    unit = flows["quantity_unit"].mask(gone, "")
    kept = flows.assign(outlier=names.str.strip(), quantity=quantity, quantity_unit=unit)
    return kept, steps


# Steps of cleaning on product codes: how fine they are, which HS vintage they belong to -----------
#
# A code names a product only together with its classification; the same reporter changes HS
# vintage within a series. A concordance between vintages is the user's own table.


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


# A user's own tables beside the trade files: concordances and standard unit values ----------------


def _lacking(sheet: cells.Sheet, columns: tuple[str, ...], what: str) -> list[Fault]:
    missing = [name for name in columns if not sheet.has(name)]
    if not missing or sheet.faults:
        return []
    text = f"no column {', '.join(missing)}: {what} has {', '.join(columns)}"
    return [Fault(sheet.file, text, 1)]


def concordance_table(content: bytes, file: str) -> tuple[pd.DataFrame, list[Fault]]:
    """A concordance `from, to, weight` (a share; empty cells are faults), and its faults."""
    sheet = cells.read(content, file, CONCORDANCE_COLUMNS)
    faults = _lacking(sheet, CONCORDANCE_COLUMNS, "a concordance")
    if faults or sheet.faults:
        return pd.DataFrame(columns=list(CONCORDANCE_COLUMNS)), [*sheet.faults, *faults]
    table = pd.DataFrame(
        {
            "from": sheet.code("from"),
            "to": sheet.code("to"),
            "weight": sheet.number("weight", required=True),
        }
    )
    faults = sheet.faults or concordance_faults(table, file)
    # blank lines are no rows of the table, but lines of the file
    lines = dict(enumerate(sheet.lines.tolist(), start=2))
    return table, faults if sheet.faults else [
        replace(fault, line=lines.get(fault.line or 0)) for fault in faults
    ]


def bounds_table(content: bytes, file: str) -> tuple[pd.DataFrame, list[Fault]]:
    """Standard unit values `product, uv_min, uv_max` (US dollars per unit), and their faults."""
    sheet = cells.read(content, file, BOUNDS_COLUMNS)
    faults = _lacking(sheet, BOUNDS_COLUMNS, "a table of standard unit values")
    if faults or sheet.faults:
        return pd.DataFrame(columns=list(BOUNDS_COLUMNS)), [*sheet.faults, *faults]
    table = pd.DataFrame(
        {
            "product": sheet.code("product"),
            "uv_min": sheet.number("uv_min", required=True),
            "uv_max": sheet.number("uv_max", required=True),
        }
    )
    sheet.refuse(table["uv_min"] > table["uv_max"], "uv_min", '"{}" is above uv_max')
    sheet.refuse(table.duplicated("product"), "product", '"{}" is on a line above already')
    return table, sheet.faults


# What an author's trade files put in the place of the flows that were there before ----------------


def replaced(flows: pd.DataFrame, updates: pd.DataFrame) -> tuple[pd.DataFrame, Step]:
    """The flows with an author's in the place of those that they repeat, and the step.

    Both in the flow schema. A row of `updates` with a value takes the place of all rows in `flows`
    with the same `double_counting.KEY` (source, reporter, exporter, importer, flow, product, year),
    parts of a total included. Other flows stay, so that a partner's new figure leaves World's old
    total standing: `double_counting.world_partner` then holds the two against each other.
    """
    columns = list(KEY)
    new = pd.MultiIndex.from_frame(updates.loc[updates["value_usd"].notna(), columns])
    old = pd.MultiIndex.from_frame(flows[columns]).isin(new)
    left_out = pd.Series(old, index=flows.index)
    both = pd.concat([flows[~left_out], updates], ignore_index=True) if len(updates) else flows
    step = counted("replaced_by_update", "replace", flows, left_out, len(both))
    return both, replace(step, rows_in=len(flows) + len(updates))


TOTALS: Final = {"customs": ("C00",), "transport": ("0",), "supply": ("0",), "partner2": ("0",)}
"""UN Comtrade's codes of totals; an empty cell is one too."""

REGIONS: Final = (
    f"fao:{FAO_CHINA}",
    *(f"comtrade:{code}" for code in COMTRADE_GROUPS if code != "0"),
    "EUR",
    "EUN",
)
"""Sums of countries besides FAO's areas above 5000; UN Comtrade and WITS write the European Union
as 97, EUR or EUN (from memory: to be checked against a file that has it)."""

DIGITS: Final = {"H": 6, "NCM": 6, "CPC": 4, "FCL": 1}
"""Least digits of a product that has a unit value, by beginning of its classification."""


class CleaningChoices(Cleaning):
    """The section `cleaning`, and what the sources' codes mean; see the steps of the same name.

    `detail_rows` goes with `totals`, `coarse_products` with `digits`, `quantity` with `units` (by
    product), `unspecified_partners` with `unspecified_codes`. `region_codes`: sides left out
    besides FAO's areas above 5000.
    """

    totals: Mapping[str, tuple[str, ...]] = Field(default_factory=lambda: dict(TOTALS))
    region_codes: tuple[str, ...] = REGIONS
    unspecified_codes: tuple[str, ...] = tuple(COMTRADE_NOT_COUNTRIES)
    digits: Mapping[str, int] = Field(default_factory=lambda: dict(DIGITS))
    units: Mapping[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Concordance:
    """A user's table from one classification to another, and the file it was read from."""

    old: str
    new: str
    table: pd.DataFrame
    file: str


def clean(
    flows: pd.DataFrame,
    choices: CleaningChoices,
    concordances: Sequence[Concordance] = (),
    bounds: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The flows that measures may add up, and what each step did (`schema.STEP_COLUMNS`).

    `flows`: the flow schema. The result has the same columns, `quantity` in the one
    `quantity_unit` of its product (missing and empty where there is none), and `outlier`: the rules
    that flag the row. `concordances` are applied in their order; `bounds`: see
    `outside_bounds`. Raises `DataFaults` as the steps do.
    """
    steps: list[Step] = []

    def keep(result: tuple[pd.DataFrame, Step]) -> pd.DataFrame:
        steps.append(result[1])
        return result[0]

    # rows are found by their index, which the files read in may share
    flows = flows.reset_index(drop=True)
    flows = keep(values_present(flows))
    flows = keep(double_counting.detail_rows(flows, choices.detail_rows, choices.totals))
    flows = keep(double_counting.re_exports(flows, choices.re_exports))
    flows = keep(double_counting.regions(flows, choices.region_codes))
    flows, unknown = double_counting.unknown_countries(flows)
    steps.extend(unknown)
    flows = keep(double_counting.unique_key(flows))
    flows = keep(six_digits(flows))
    flows = keep(coarse_products(flows, choices.coarse_products, choices.digits))
    for change in concordances:
        flows = keep(convert(flows, change.table, change.old, change.new, change.file))
    flows = keep(one_vintage(flows, choices.unchanged_codes))
    flows = keep(zeros_missing(flows))
    flows = keep(estimated(flows, choices.estimated))
    flows = keep(one_unit(flows, choices.quantity, choices.units))
    # after the quantities are settled: which rows are taken hangs on which have one
    world = choices.world_partner, choices.world_tolerance
    flows = keep(double_counting.whole_series(flows, *world))
    flows = keep(double_counting.world_partner(flows, *world))
    flows = keep(
        double_counting.unspecified_partners(
            flows, choices.unspecified_partners, choices.unspecified_codes
        )
    )
    flows, flagged = flag(flows, choices.outliers, bounds)
    return flows, report([*steps, *flagged])
