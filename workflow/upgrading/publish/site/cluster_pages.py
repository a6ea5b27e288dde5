"""A page per cluster: its scores, governance, upgrading, trade, every cell where it appears."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from upgrading.cases.countries import NAMES
from upgrading.cases.indices import IndexRule
from upgrading.exhibits.trade import FIELD_STUDY, key_of
from upgrading.numbers import exact_text, shown
from upgrading.publish.site.cells import Exhibits, Update, address, followed, page_of
from upgrading.publish.site.claims_pages import address_of
from upgrading.publish.site.shell import Page
from upgrading.publish.terms import full_name
from upgrading.templating import Piece, Pieces, link, strung
from upgrading.verdicts import STATEMENT_VERDICTS
from upgrading.vocabulary import (
    DEGREES,
    EXTERNAL_ECONOMIES,
    GOVERNANCE,
    GOVERNANCE_CODES,
    HIGHEST_INDEX,
    HIGHEST_SCORE,
    INDICES,
    JOINT_ACTION,
    SECTOR_GROUPS,
    UPGRADING,
)


def country_of(cluster: Mapping[str, Any]) -> str:
    """`Brazil`; the code alone tells nothing to who looks for the country."""
    return NAMES.get(cluster["country"], "")


def path_of(cluster: str) -> str:
    """The page of a cluster in the site."""
    return f"clusters/{cluster}.html"


def _text(value: Fraction | None) -> str:
    return "n.a." if value is None else exact_text(value)


def _number(
    exhibits: Exhibits, cluster: str, column: str, text: str, cards: dict[str, Any]
) -> Piece:
    """A value of a cluster as its table's number to follow, or as it is where no table has it."""
    place = exhibits.homes.get((cluster, column))
    return followed(exhibits, place, cards, text, away=True) if place else text


def _rows(
    exhibits: Exhibits,
    cluster: Mapping[str, Any],
    labels: Mapping[str, str],
    cards: dict[str, Any],
    updates: Mapping[str, Update],
    codes: bool = False,
) -> list[dict[str, Any]]:
    """Values of a cluster; `authors`: where an author's stands without its table saying so."""
    name, rows = cluster["cluster_id"], []
    for column, label in labels.items():
        value = cluster[column]
        text = _text(value)
        if codes and value is not None:
            text = GOVERNANCE_CODES[int(value)]
        place = exhibits.homes.get((name, column))
        told = column in updates and not (place and exhibits.numbers[place].differs)
        rows.append(
            {
                "label": label,
                "shown": _number(exhibits, name, column, text, cards),
                "authors": updates[column] if told else None,
            }
        )
    return rows


def _appearances(exhibits: Exhibits, cluster: str, profiles: list[str]) -> dict[str, Any]:
    """Every cell of the exhibits in a row of the cluster, and every mean that it enters.

    `groups`: by heading, the tables with links to these cells; `compared`: links to tables that
    compare clusters.
    """
    found: dict[str, list[str]] = defaultdict(list)
    entered: dict[str, list[str]] = defaultdict(list)
    for cell in exhibits.cells[exhibits.cells["value"] != ""].itertuples(index=False):
        place = f"{cell.exhibit}/{cell.row}/{cell.column}"
        if cell.row == cluster or cell.row in profiles:
            found[cell.exhibit].append(place)
            for use in exhibits.uses.get(place, []):
                row = use.split("/")[1]
                if row != cluster and use not in entered[use.split("/")[0]]:
                    entered[use.split("/")[0]].append(use)
    compared: dict[str, None] = {}
    for place in (place for places in found.values() for place in places):
        exhibit, _, column = place.split("/")
        for use in exhibits.uses.get(f"{exhibit}//{column}", []):
            compared[use.split("/")[0]] = None
    groups = {
        title: [
            {
                "table": link("../" + page_of(exhibit), exhibits.short_title(exhibit)),
                "cells": _by_row(exhibits, cells, with_row=named or _rows_among(cells) > 1),
            }
            for exhibit, cells in places.items()
            if cells
        ]
        for title, places, named in (
            ("In its own row", found, False),
            ("With others, in a sum or mean", entered, True),
        )
    }
    tables = [[link("../" + page_of(exhibit), exhibits.titles[exhibit])] for exhibit in compared]
    return {"groups": groups, "compared": strung(", ", tables)}


def _rows_among(places: Sequence[str]) -> int:
    """In how many rows of their table the cells stand; a cluster may have several in Table 2."""
    return len({place.split("/")[1] for place in places})


def _by_row(exhibits: Exhibits, places: Sequence[str], *, with_row: bool) -> list[Piece]:
    """Links to cells of one table, named by their columns, row by row."""
    by_row: dict[str, list[Pieces]] = defaultdict(list)
    for place in places:
        exhibit, row, column = place.split("/")
        name = exhibits.row_names[exhibit, row] if with_row else ""
        by_row[name].append([link(f"../{address(place)}", exhibits.headers[exhibit, column])])
    rows = ([f"{name}: " if name else "", *strung(", ", links)] for name, links in by_row.items())
    return strung("; ", rows)


WANTED: Final = "trade.html#wanted"
"""Where the site says what to look for of products without figures."""


def _trade(
    field_study: pd.DataFrame, cluster: str, exhibits: Exhibits, cards: dict[str, Any]
) -> list[dict[str, Any]]:
    own = field_study[field_study["cluster_id"] == cluster]
    changes = ("share_change", "relative_unit_value_change")
    return [
        {
            "product": link(
                f"../{page_of(exhibit) if exhibit in exhibits.tables else WANTED}",
                exhibits.titles[exhibit].split(":")[0],
            ),
            "exporter": NAMES.get(row["exporter"], row["exporter"]),
            "changes": [_change(exhibits, row, column, cards) for column in changes],
            "class": _class(exhibits, row) if row["source"] else "no data supplied",
        }
        for row in own.to_dict("records")
        for exhibit in [f"trade_{row['product']}"]
    ]


def _window(field_study: pd.DataFrame, cluster: str) -> str:
    """The years over which the trade of a cluster's products changed: `1996–2002`."""
    own = field_study[(field_study["cluster_id"] == cluster) & (field_study["source"] != "")]
    windows = dict.fromkeys(zip(own["base"], own["end"], strict=True))
    return " or ".join(f"{base:.0f}–{end:.0f}" for base, end in windows)


def _class(exhibits: Exhibits, row: Mapping[Any, Any]) -> str:
    """The class as the table of the field study shows it."""
    cells = exhibits.tables[FIELD_STUDY]
    name = key_of(row["product"], row["cluster_id"], row["source"])
    return str(cells.loc[(cells["row"] == name) & (cells["column"] == "class"), "shown"].item())


def _change(
    exhibits: Exhibits, row: Mapping[Any, Any], column: str, cards: dict[str, Any]
) -> Piece:
    """A change as the table of the field study shows it, to follow."""
    place = f"{FIELD_STUDY}/{key_of(row['product'], row['cluster_id'], row['source'])}/{column}"
    if pd.isna(row[column]) or place not in exhibits.numbers:
        return "–"
    return followed(exhibits, place, cards, away=True)


_OF_GROUP: Final = {
    **dict.fromkeys(("eei", "jai"), HIGHEST_INDEX),
    "ce_index": None,
    **dict.fromkeys(UPGRADING, HIGHEST_SCORE),
}
"""What is set beside the sector group, with the highest value; of collective efficiency it is the
rule's."""

_WIDTH: Final = 160
"""Pixels from the lowest value to the highest."""


def beside_group(
    cluster: Mapping[str, Any], peers: Sequence[Mapping[str, Any]], rule: IndexRule
) -> dict[str, dict[str, Any]]:
    """Indices and upgrading of a cluster beside its sector group, by column.

    `peers`: the clusters of the group, itself among them; `rule`: gives the scale of the index.
    Each row has the value, the mean and the rank among the clusters scored, and where a picture
    has dot and tick. What the cluster has no score of is left out.
    """
    rows = {}
    for column, highest in _OF_GROUP.items():
        value = cluster[column]
        if value is None:
            continue
        low, high = rule.scale if highest is None else (Fraction(0), Fraction(highest))
        scored = [one[column] for one in peers if one[column] is not None]
        mean = sum(scored, Fraction(0)) / len(scored)
        rank = 1 + sum(other > value for other in scored)
        shared = scored.count(value) > 1
        rows[column] = {
            "label": {**INDICES, **UPGRADING}[column],
            "value": shown(value, 2, trim=True),
            "mean": shown(mean, 2),
            "rank": f"{rank}{' (shared)' if shared else ''} of {len(scored)}",
            "width": _WIDTH,
            "dot": shown((value - low) / (high - low) * _WIDTH, 1),
            "tick": shown((mean - low) / (high - low) * _WIDTH, 1),
        }
    return rows


def to_next_degree(index: Fraction | None, rule: IndexRule) -> str:
    """How far a collective efficiency index is from the next threshold; empty without an index."""
    if index is None:
        return ""
    low, high = (shown(edge, 2, trim=True) for edge in (rule.low_to, rule.high_from))
    scale = f"Low is an index of up to {low}, High one of {high} or more, Medium lies between"
    near, edge, name = min(
        (abs(index - edge), edge, name)
        for edge, name in ((rule.low_to, DEGREES["low"]), (rule.high_from, DEGREES["high"]))
    )
    if not near:
        return f"{scale}; its index lies exactly on the threshold for {name}."
    side = "above" if index > edge else "below"
    return f"{scale}; its index is {shown(near, 2, trim=True)} {side} the threshold for {name}."


def cluster_page(
    exhibits: Exhibits,
    cluster: Mapping[str, Any],
    peers: Sequence[Mapping[str, Any]],
    rule: IndexRule,
    profiles: list[str],
    field_study: pd.DataFrame,
    claims: Sequence[Mapping[str, Any]],
) -> Page:
    """The page of one cluster (a row of clusters with indices).

    `peers`: the clusters of its sector group, itself among them; `rule`: of the index and its
    degrees; `profiles`: its rows of Table 2; `field_study`: `trade.field_study`; `claims`: those
    whose evidence names it (`audit.run.CLAIM_COLUMNS`).
    """
    name = full_name(cluster)
    degree, cards = cluster["ce_degree"], dict[str, Any]()
    index = {
        "eei": "External economies index",
        "jai": "Joint action index",
        "ce_index": "Collective efficiency index",
    }
    scored = {
        kind: label
        for kind, label in UPGRADING.items()
        if cluster[kind] is not None or (cluster["cluster_id"], kind) in exhibits.homes
    }
    updates = {
        column: update
        for (updated, column), update in exhibits.updates.items()
        if updated == cluster["cluster_id"]
    }
    tables = {
        "External economies (0–3)": EXTERNAL_ECONOMIES,
        "Joint action (0–3)": JOINT_ACTION,
        f"Collective efficiency: {DEGREES[degree] if degree else 'no degree'}": index,
        "Upgrading (0–3)": scored,
    }
    columns = {
        caption: _rows(exhibits, cluster, labels, cards, updates)
        for caption, labels in tables.items()
    }
    if any(cluster[pattern] is not None for pattern in GOVERNANCE):
        rows = _rows(exhibits, cluster, GOVERNANCE, cards, updates, codes=True)
        columns["Governance of its chains"] = rows
    view = {
        "name": name,
        "group": SECTOR_GROUPS[cluster["group"]],
        "country": country_of(cluster),
        "updated": _updated(updates),
        "columns": columns,
        "beside_group": [
            {**row, "shown": _number(exhibits, cluster["cluster_id"], column, row["value"], cards)}
            for column, row in beside_group(cluster, peers, rule).items()
        ],
        "to_next_degree": to_next_degree(cluster["ce_index"], rule),
        "trade": _trade(field_study, cluster["cluster_id"], exhibits, cards),
        "window": _window(field_study, cluster["cluster_id"]),
        "appearances": _appearances(exhibits, cluster["cluster_id"], profiles),
        "claims": [{**claim, "href": f"../{address_of(claim)}"} for claim in claims],
        "differ": any(claim["verdict"] != claim["verdict_corrected"] for claim in claims),
        "verdicts": {verdict.name: verdict for verdict in STATEMENT_VERDICTS},
    }
    differing = (place in exhibits.numbers and exhibits.numbers[place].differs for place in cards)
    view["marked"] = bool(updates) or any(differing)
    path = path_of(cluster["cluster_id"])
    return Page(path, name, "cluster.html.jinja", view, "clusters.html", cards)


def _updated(updates: Mapping[str, Update]) -> list[dict[str, Any]]:
    """Which values are an author's, what the report prints instead, and where they come from."""
    labels = {**EXTERNAL_ECONOMIES, **JOINT_ACTION, **UPGRADING, **GOVERNANCE}
    by_source: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for column, update in updates.items():
        said = f"{labels.get(column, column)} {update.value or 'n.a.'}"
        printed = f" (the report prints {update.printed})" if update.printed else ""
        by_source[update.source, update.file].append(said + printed)
    return [
        {"told": values, "source": source, "file": file}
        for (source, file), values in by_source.items()
    ]


def updates_note(exhibits: Exhibits, clusters: Sequence[Mapping[str, Any]]) -> list[Piece]:
    """Which clusters have scores that are an author's and not the report's; empty without any."""
    counts = Counter(cluster for cluster, _ in exhibits.updates)
    told: list[Pieces] = [
        [link(path_of(one["cluster_id"]), full_name(one)), f" ({counts[one['cluster_id']]})"]
        for one in clusters
        if one["cluster_id"] in counts
    ]
    if not told:
        return []
    said = (
        "Authors’ updates are in use. Clusters with scores that are not the report’s, and how many"
    )
    return [f"{said}: ", *strung(", ", told), "."]


def list_page(
    exhibits: Exhibits,
    clusters: Sequence[Mapping[str, Any]],
    notices: Sequence[Pieces] = (),
) -> Page:
    """All clusters with their indices and the four kinds of upgrading, to sort and to follow.

    `notices`: what is said of all of them.
    """
    cards: dict[str, Any] = {}
    countries = {one["country"]: country_of(one) for one in clusters if country_of(one)}
    view = {
        "notices": notices,
        "countries": [f"{code}: {countries[code]}" for code in sorted(countries)],
        "kinds": [label.removesuffix(" upgrading") for label in UPGRADING.values()],
        "clusters": [
            {
                "country": country_of(cluster),
                "page": link(path_of(cluster["cluster_id"]), full_name(cluster)),
                "group": SECTOR_GROUPS[cluster["group"]],
                "cells": [
                    _list_cell(exhibits, cluster, column, cards)
                    for column in ("eei", "jai", "ce_index", "ce_degree", *UPGRADING)
                ],
            }
            for cluster in clusters
        ],
    }
    return Page("clusters.html", "Clusters", "clusters.html.jinja", view, cards=cards)


def _list_cell(
    exhibits: Exhibits, cluster: Mapping[str, Any], column: str, cards: dict[str, Any]
) -> dict[str, Any]:
    """A cell of the list; tables are sorted by its `value`."""
    value, is_degree = cluster[column], column == "ce_degree"
    text = (DEGREES[value] if value else "–") if is_degree else _text(value)
    shown = _number(exhibits, cluster["cluster_id"], column, text, cards)
    return {"is_text": is_degree, "value": text, "shown": shown}
