"""Steps of cleaning that keep any dollar of trade from being counted twice.

UN Comtrade prints totals among their own parts: customs procedures (total C00), modes of transport
and of supply (0), second partners (0), the partner World beside the partners, re-exports inside
exports. FAOSTAT prints regions beside countries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd

from upgrading.faults import Fault, raise_if_any
from upgrading.trade import countries
from upgrading.trade.schema import WORLD
from upgrading.trade.steps import Step, counted, without

Details = Literal["filter", "refuse"]
ReExports = Literal["set_aside", "keep"]
Partners = Literal["complete", "partners", "world"]
Unspecified = Literal["keep", "drop"]

KEY = ("source", "reporter", "exporter", "importer", "flow", "product", "year")
"""What names one flow. The classification is not in it: the same trade in two HS vintages is the
same trade."""

WITS_GROUPS = tuple(f"wits:{code}" for code in countries.WITS_GROUPS)

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
    kept = flows[~detail]
    wanted = pd.MultiIndex.from_frame(flows.loc[detail, list(KEY)])
    found = wanted.isin(pd.MultiIndex.from_frame(kept[list(KEY)]))
    bad = flows[detail] if choice == "refuse" else flows[detail][~found]
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
    """Leave out rows of regions: FAO areas from 5001, groups of WITS, the areas in `codes`.

    Likewise a row that its reader marks as an aggregate though neither side is World. World (`WLD`)
    is no region here: `world_partner` and the measures deal with it. FAO's area 351, China, is the
    sum of 41, 96, 128 and 214, all of which the files hold too.
    """
    no_world = (flows["exporter"] != WORLD) & (flows["importer"] != WORLD)
    region = flows["aggregate"].fillna(False).astype(bool) & no_world
    for side in ("exporter", "importer"):
        area = flows[side].str.extract(r"^fao\w*:(\d+)$", expand=False)
        number = pd.to_numeric(area)
        region |= (number > 5000).fillna(False) | flows[side].isin([*codes, *WITS_GROUPS])
    return without("regions", ", ".join(("fao > 5000", *codes)), flows, region.astype(bool))


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


def world_partner(
    flows: pd.DataFrame, choice: Partners, tolerance: float
) -> tuple[pd.DataFrame, Step]:
    """Keep either the partner World or the partners of each reporter, flow, product and year.

    `complete`: the partners where their values add to World's within `tolerance` (a share of it),
    else World: an extract of a few partners is not taken for all of them. `partners`, `world`:
    those, wherever there are any. Where a flow has only one of the two, it stays.
    """
    keys = ["source", "reporter", "flow", "product", "year"]
    is_world = (partner(flows) == WORLD).astype(bool)
    # sorted: a sum must not hang on the order of rows
    ordered = flows.assign(is_world=is_world).sort_values([*keys, "is_world", "value_usd"])
    grouped = ordered.groupby([*keys, "is_world"], dropna=False)["value_usd"].sum()
    sums = grouped.unstack("is_world").reindex(columns=[False, True])
    both = sums[sums.notna().all(axis=1)]
    if choice == "complete":
        use_world = (both[False] - both[True]).abs() > tolerance * both[True]
    else:
        use_world = pd.Series(choice == "world", index=both.index)
    key = pd.MultiIndex.from_frame(flows[keys])
    has_both = pd.Series(key.isin(both.index), index=flows.index)
    from_world = pd.Series(key.isin(both.index[use_world]), index=flows.index)
    left_out = has_both & (is_world != from_world)
    return without("world_partner", choice, flows, left_out)


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
