"""Steps of cleaning that keep any dollar of trade from being counted twice.

UN Comtrade prints totals among their own parts: customs procedures (total C00), modes of transport
and of supply (0), second partners (0), the partner World beside the partners, re-exports inside
exports. FAOSTAT prints regions beside countries.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from upgrading.cases import countries
from upgrading.config.models import Details, Partners, ReExports, Unspecified
from upgrading.faults import Fault, raise_if_any
from upgrading.trade.schema import REST, WORLD, Step, counted, remaining, without

KEY = ("source", "reporter", "exporter", "importer", "flow", "product", "year")
"""What names one flow. The classification is not in it: the same trade in two HS vintages is the
same trade."""

GROUPS = (
    *(f"wits:{code}" for code in countries.WITS_GROUPS),
    *(f"m49:{code}" for code in countries.M49_GROUPS),
)
"""Sums of countries of WITS, and of FAOSTAT where it goes by M49."""

UNKNOWN = 20
"""How many countries that are not known are counted one by one."""

SHOWN = 5
"""How many faults of one kind are spelt out."""


def partner(flows: pd.DataFrame) -> pd.Series:
    """The other side of each flow than its reporter."""
    return flows["importer"].where(flows["reporter"] == flows["exporter"], flows["exporter"])


def _first(faults: Sequence[Fault], what: str) -> list[Fault]:
    """The first `SHOWN` faults, and how many more there are."""
    more = len(faults) - SHOWN
    rest = [Fault(faults[SHOWN].file, f"and {more} more {what}")] if more > 0 else []
    return [*faults[:SHOWN], *rest]


def _line(row: pd.Series) -> int | None:
    return None if pd.isna(row["line"]) else int(row["line"])


def _named(row: pd.Series) -> str:
    words = (row["exporter"], "to", f"{row['importer']},", f"{row['flow']} of", row["product"])
    return f"{' '.join(words)} in {row['year']}, reported by {row['reporter']}"


def detail_rows(
    flows: pd.DataFrame, choice: Details, totals: Mapping[str, Sequence[str]]
) -> tuple[pd.DataFrame, Step]:
    """Keep the rows that are totals over customs procedure, transport, supply, second partner.

    `totals`: for each of the columns `customs, transport, supply, partner2` the codes of a total;
    an empty cell (a format without that column) is one. `filter` leaves the other rows out;
    `refuse` raises `DataFaults` at them. Either way a flow of which only parts are there, without
    their total, raises `DataFaults`: it would vanish from the world unseen.
    """
    detail = pd.Series(False, index=flows.index)
    for column, codes in totals.items():
        detail |= ~flows[column].fillna("").isin(["", *codes])
    bad = flows[detail]
    if choice != "refuse" and len(bad):
        whole = pd.MultiIndex.from_frame(flows.loc[~detail, list(KEY)])
        bad = bad[~pd.MultiIndex.from_frame(bad[list(KEY)]).isin(whole)]
    faults = []
    for _, row in bad.sort_values(["file", "line"]).iterrows():
        codes_text = ", ".join(f"{column} {row[column]}" for column in totals if row[column])
        why = "a part of a total" if choice == "refuse" else "a part whose total is not in the file"
        faults.append(Fault(str(row["file"]), f"{why} ({codes_text}): {_named(row)}", _line(row)))
    raise_if_any(_first(faults, "rows that are parts"))
    return without("detail_rows", choice, flows, detail)


def re_exports(flows: pd.DataFrame, choice: ReExports) -> tuple[pd.DataFrame, Step]:
    """Leave out re-exports and re-imports (`set_aside`): exports and imports hold them already.

    `keep` leaves them in the frame; no measure adds them to exports or imports.
    """
    again = flows["flow"].isin(["re_export", "re_import"])
    if choice == "keep":
        return flows, counted("re_exports", choice, flows, again, len(flows))
    return without("re_exports", choice, flows, again)


def regions(flows: pd.DataFrame, codes: Sequence[str]) -> tuple[pd.DataFrame, Step]:
    """Leave out rows in which a side is a region: FAO areas from 5001, and the areas in `codes`.

    Likewise those in which one is a group of WITS or of M49, whatever the other side is, and a row
    that its reader marks as an aggregate though neither side is World. World (`WLD`) is no region
    here: `world_partner` and the measures deal with it. FAO's area 351, China, is the sum of 41,
    96, 128 and 214, all of which the files hold too.
    """
    no_world = (flows["exporter"] != WORLD) & (flows["importer"] != WORLD)
    region = flows["aggregate"].fillna(False).astype(bool) & no_world
    for side in ("exporter", "importer"):
        area = flows[side].str.extract(r"^fao\w*:(\d+)$", expand=False)
        number = pd.to_numeric(area)
        region |= (number > 5000).fillna(False) | flows[side].isin([*codes, *GROUPS])
    return without("regions", ", ".join(("fao > 5000", *codes)), flows, region.astype(bool))


def unknown_areas(flows: pd.DataFrame) -> dict[str, pd.Series]:
    """Exporters and importers that no table knows, sorted, and which rows are theirs.

    A partner that stands by its number in Brazil's own list is none, unless it exports.
    """
    areas = {*flows["exporter"]}
    areas |= {area for area in flows["importer"] if not area.startswith("comex:")}
    return {
        area: (flows["exporter"] == area) | (flows["importer"] == area)
        for area in sorted(area for area in areas if not countries.is_known(area))
    }


def unknown_countries(flows: pd.DataFrame) -> tuple[pd.DataFrame, list[Step]]:
    """Count the rows of every exporter and importer that no table knows; they stay.

    Each counts as a country of its own, and may be one of the others, misspelt: a step for each
    code, the first `UNKNOWN` by value, and one for the rest (or for none).
    """
    found = [
        counted("unknown_countries", f"keep {area}", flows, rows, len(flows))
        for area, rows in unknown_areas(flows).items()
    ]
    found.sort(key=lambda step: -step.value_usd_affected)
    first, rest = found[:UNKNOWN], found[UNKNOWN:]
    if rest or not first:
        choice = f"keep {len(rest)} others" if rest else "keep"
        rows = sum(step.rows_affected for step in rest)
        value = math.fsum(step.value_usd_affected for step in rest)
        first.append(Step("unknown_countries", choice, len(flows), rows, value, len(flows)))
    return flows, first


def unique_key(flows: pd.DataFrame) -> tuple[pd.DataFrame, Step]:
    """Refuse flows of which `KEY` is not unique: raises `DataFaults` naming the first ones.

    So a file that is given twice under two names is refused, whatever its format.
    """
    columns = list(KEY)
    twice = flows[flows.duplicated(columns, keep=False)]
    faults = []
    for _, group in twice.sort_values(["file", "line"]).groupby(columns, sort=False, dropna=False):
        first, second = group.iloc[0], group.iloc[1]
        vintages = sorted(set(group["classification"].dropna()))
        where = f"{second['file']}, line {second['line']}"
        problem = f"the same flow as in {where}: {_named(first)}"
        if len(vintages) > 1:
            problem += f", in classifications {', '.join(vintages)}; keep one"
        faults.append(Fault(str(first["file"]), problem, _line(first)))
    raise_if_any(_first(faults, "flows that are there more than once"))
    return flows, Step("unique_key", "refuse", len(flows), 0, 0.0, len(flows))


_EVERY_PARTNER: Final = ("baci",)
"""Sources that hold every partner."""

_NEVER_WORLD: Final = ("comex_stat", "faostat_bulk")
"""Sources that have no row for World beside their partners."""

_FEW_PARTNERS: Final = 5
"""Up to so many partners that a file holds of a product are named."""

SERIES_YEAR = ["source", "reporter", "flow", "product", "year"]


def _sides(flows: pd.DataFrame) -> pd.DataFrame:
    """What partners and World have of each `SERIES_YEAR`: their value, and that with a quantity.

    Columns: `value` and `measured` for the partners (`False`) and for World (`True`), missing where
    there is no row of them.
    """
    measured = flows["value_usd"].where(flows["quantity"] > 0, 0.0)
    is_world = (partner(flows) == WORLD).astype(bool)
    sides = flows[[*SERIES_YEAR, "value_usd"]].assign(is_world=is_world, measured=measured)
    # sorted: a sum must not hang on the order of rows
    ordered = sides.sort_values(["value_usd", "measured"])
    sums = ordered.groupby([*SERIES_YEAR, "is_world"], dropna=False)[["value_usd", "measured"]]
    wide = sums.sum().rename(columns={"value_usd": "value"}).unstack("is_world")
    columns = pd.MultiIndex.from_product([("value", "measured"), (False, True)])
    return wide.reindex(columns=columns)


def _complete(sides: pd.DataFrame, tolerance: float) -> pd.Series:
    """Where the partners' values add to World's within `tolerance`, a share of it."""
    partners, world = sides["value", False], sides["value", True]
    return (partners - world).abs() <= tolerance * world


def whole_series(
    flows: pd.DataFrame, choice: Partners, tolerance: float
) -> tuple[pd.DataFrame, Step]:
    """Leave out exports of years that are not what the other years of their series are.

    A series that is World's in some years and the sum of some partners in others would rise or fall
    with the partners in the file. Years without a row for World are left out if others have one; if
    `choice` is `partners`, years with World alone are, unless the partners of all other years add
    to World. What is left of the series has a `warning` that names the years.
    """
    series = SERIES_YEAR[:-1]
    sides = _sides(flows[flows["flow"] == "export"])
    no_partner, no_world = (sides["value", side].isna() for side in (False, True))
    if choice == "partners":
        other, odd = ~no_partner & ~_complete(sides, tolerance), no_partner
        why = "only World is there, without its partners"
    else:
        other, odd = ~no_world, no_world
        why = "no row for World there, but some partners"
    odd &= other.groupby(level=series, dropna=False).transform("any")
    left_out = pd.Series(
        pd.MultiIndex.from_frame(flows[SERIES_YEAR]).isin(odd.index[odd]), index=flows.index
    )
    kept, step = without("whole_series", choice, flows, left_out)
    if not odd.any():
        return kept, step
    gone = odd.index[odd].to_frame(index=False).astype({"year": "str"})
    years = gone.groupby(series, dropna=False)["year"].agg(", ".join)
    told = years.reindex(pd.MultiIndex.from_frame(kept[series]))
    texts = [f"exports of {text} are left out: {why}" if text == text else "" for text in told]
    return _said(kept, pd.Series(texts, index=kept.index, dtype="str")), step


def _said(flows: pd.DataFrame, texts: pd.Series) -> pd.DataFrame:
    """The flows, to whose warnings a text is added where there is one."""
    told = texts != ""
    pairs = zip(flows.loc[told, "warning"], texts[told], strict=True)
    warnings = flows["warning"].copy()
    warnings[told] = ["; ".join(filter(None, dict.fromkeys(pair))) for pair in pairs]
    return flows.assign(warning=warnings)


def world_partner(
    flows: pd.DataFrame, choice: Partners, tolerance: float
) -> tuple[pd.DataFrame, Step]:
    """Keep either the partner World or the partners of each reporter, flow, product and year.

    `complete`: the partners where their values add to World's within `tolerance` (a share of it),
    else World: an extract of a few partners is not taken for all of them. Of exports, quantities
    are then those of the side that has more value with one: World's if the partners lack them; the
    partners' if World's is missing, beside World's value, the rest of which gets the importer
    `REST` and no quantity. A `warning` says so. `partners`, `world`: those, wherever there are any.
    Where a flow has only one of the two, it stays; exports that are those of the partners in a file
    alone have a `warning` that says so. `flows`: quantities in one unit.
    """
    sides = _sides(flows)
    both = sides[sides["value"].notna().all(axis=1)]
    value, measured = both["value"], both["measured"]
    exports = pd.Series(both.index.get_level_values("flow") == "export", index=both.index)
    better = exports & (measured[False] < (1 - tolerance) * measured[True])
    parts = exports & (measured[False] > measured[True])
    parts &= measured[False] <= (1 + tolerance) * value[True]
    if choice == "complete":
        complete = _complete(both, tolerance)
        use_world, better = ~complete | better, complete & better
        parts &= ~complete
    else:
        use_world = pd.Series(choice == "world", index=both.index)
        parts, better = parts & False, better & False
    key = pd.MultiIndex.from_frame(flows[SERIES_YEAR])
    is_world = partner(flows) == WORLD

    def among(groups: pd.Series) -> pd.Series:
        return pd.Series(key.isin(groups.index[groups]), index=flows.index)

    in_parts = among(parts)
    left_out = among(use_world & ~parts) & ~is_world | among(~use_world) & is_world
    left_out |= in_parts & ~is_world & ~(flows["quantity"] > 0)
    # World's first row of such a group has what the partners with a quantity leave of its value
    rest = in_parts & is_world
    first = rest & ~flows[rest].duplicated(SERIES_YEAR).reindex(flows.index, fill_value=False)
    values = flows["value_usd"].copy()
    values[first] = (value[True] - measured[False]).reindex(key[first]).to_numpy()
    left_out |= rest & (~first | ~(values > 0))
    changed = flows.assign(
        value_usd=values,
        quantity=flows["quantity"].mask(rest),
        net_weight_kg=flows["net_weight_kg"].mask(rest),
        quantity_unit=flows["quantity_unit"].mask(rest, ""),
        importer=flows["importer"].mask(rest, REST),
    )
    texts = pd.Series("", index=flows.index, dtype="str").mask(
        in_parts, "World’s value, and the quantities of the rows by partner that have one"
    )
    texts = texts.mask(among(better), "World’s quantity, which rows by partner lack")
    alone = _partners_alone(flows[among(sides["value", True].isna())])
    texts = texts.mask(texts.index.isin(alone.index), alone)
    changed = _said(changed, texts)
    kept = remaining(changed, left_out)
    step = Step(
        "world_partner",
        choice,
        len(flows),
        int((left_out | rest).sum()),
        # what left the sum: rows, and the part of World's value that its partners stand for
        math.fsum([*flows.loc[left_out, "value_usd"], *(flows["value_usd"] - values)[~left_out]]),
        len(kept),
    )
    return kept, step


def _partners_alone(flows: pd.DataFrame) -> pd.Series:
    """What is to be said of exports that have no row for World: whose purchases they are.

    Nothing in a source that has every partner; in those that never print World, if a file holds
    few partners of a product.
    """
    exports = flows[(flows["flow"] == "export") & ~flows["source"].isin(_EVERY_PARTNER)]
    held = exports.groupby(["file", "product"], dropna=False)["importer"].transform("nunique")
    few = exports[held <= _FEW_PARTNERS]
    named = few.groupby(SERIES_YEAR, dropna=False)["importer"].unique()
    texts = named.map(
        lambda partners: (
            "no row for World: the figures are those of sales to "
            f"{', '.join(sorted(partners))} alone"
        )
    )
    told = texts.reindex(pd.MultiIndex.from_frame(few[SERIES_YEAR])).set_axis(few.index)
    many = exports[(held > _FEW_PARTNERS) & ~exports["source"].isin(_NEVER_WORLD)]
    text = "no row for World: the figures are those of the partners in the files"
    return pd.concat([told, pd.Series(text, index=many.index)])


def unspecified_partners(
    flows: pd.DataFrame, choice: Unspecified, codes: Sequence[str]
) -> tuple[pd.DataFrame, Step]:
    """Keep (and count) or drop partners that are no country: areas nes, bunkers, free zones.

    `codes` without the prefix of their list (`490` finds `comtrade:490` and `baci:490`). They are
    part of what the reporter trades, so that dropping them lowers its total.
    """
    bare = partner(flows).str.extract(r"^(?:comtrade|baci|wits):(\d+)$", expand=False)
    found = bare.isin(codes).astype(bool)
    if choice == "keep":
        return flows, counted("unspecified_partners", choice, flows, found, len(flows))
    return without("unspecified_partners", choice, flows, found)
