"""A page per cluster: its scores, governance, upgrading, trade, every cell where it appears."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from upgrading.cases.countries import NAMES
from upgrading.exhibits.trade import FIELD_STUDY, key_of
from upgrading.numbers import exact_text
from upgrading.publish.site.cells import Exhibits, Update, address, button, page_of
from upgrading.publish.site.claims_page import tag
from upgrading.publish.site.exhibit_pages import filter_form
from upgrading.publish.site.shell import Page, escape, link
from upgrading.publish.terms import full_name
from upgrading.vocabulary import (
    DEGREES,
    EXTERNAL_ECONOMIES,
    GOVERNANCE,
    GOVERNANCE_CODES,
    JOINT_ACTION,
    SECTOR_GROUPS,
    UPGRADING,
)

_EDITIONS: Final = (
    "<p>Printed edition: by the scores as the report prints them. Corrected edition: with "
    "misprints corrected and authors’ updates, if there are any.</p>\n"
)
"""What the editions are by which claims are judged."""


def country_of(cluster: Mapping[str, Any]) -> str:
    """`Brazil`; the code alone tells nothing to who looks for the country."""
    return NAMES.get(cluster["country"], "")


def path_of(cluster: str) -> str:
    """The page of a cluster in the site."""
    return f"clusters/{cluster}.html"


def _text(value: Fraction | None) -> str:
    return "n.a." if value is None else exact_text(value)


def _number(exhibits: Exhibits, cluster: str, column: str, text: str, cards: dict[str, Any]) -> str:
    """A value of a cluster as its table's number to follow, or as it is where no table has it."""
    place = exhibits.homes.get((cluster, column))
    return button(exhibits, place, cards, text, away=True) if place else escape(text)


def _rows(
    exhibits: Exhibits,
    cluster: Mapping[str, Any],
    labels: Mapping[str, str],
    cards: dict[str, Any],
    updates: Mapping[str, Update],
    codes: bool = False,
) -> str:
    name, rows = cluster["cluster_id"], []
    for column, label in labels.items():
        value = cluster[column]
        text = _text(value)
        if codes and value is not None:
            text = GOVERNANCE_CODES[int(value)]
        shown = _number(exhibits, name, column, text, cards)
        place = exhibits.homes.get((name, column))
        if column in updates and not (place and exhibits.numbers[place].differs):
            printed = escape(updates[column].printed)
            said = f'<span class="unseen">printed </span>[{printed}]' if printed else "new"
            shown += f' <span class="was">{said}</span>'
        rows.append(f'<tr><th scope="row" class="text">{escape(label)}</th><td>{shown}</td></tr>')
    return "".join(rows)


def _table(caption: str, rows: str) -> str:
    return f"<table><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>"


def _appearances(exhibits: Exhibits, cluster: str, profiles: list[str]) -> str:
    """Every cell of the exhibits in a row of the cluster, and every mean that it enters."""
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
    parts = []
    for title, places in (
        ("In a row of its own", found),
        ("Among others, in a sum or mean", entered),
    ):
        items = "".join(
            f"<li>{link('../' + page_of(exhibit), exhibits.short_title(exhibit))}: "
            f"{_by_row(exhibits, cells, with_row=places is entered or _rows_among(cells) > 1)}</li>"
            for exhibit, cells in places.items()
            if cells
        )
        if items:
            parts.append(f'<h3>{title}</h3><ul class="plain">{items}</ul>')
    if compared:
        names = ", ".join(
            link("../" + page_of(exhibit), exhibits.titles[exhibit]) for exhibit in compared
        )
        parts.append(
            "<h3>In tables that compare clusters</h3>"
            f'<p class="plain">Columns that it stands in enter: {names}.</p>'
        )
    return "".join(parts)


def _rows_among(places: Sequence[str]) -> int:
    """In how many rows of their table the cells stand; a cluster may have several in Table 2."""
    return len({place.split("/")[1] for place in places})


def _by_row(exhibits: Exhibits, places: Sequence[str], *, with_row: bool) -> str:
    """Links to cells of one table, named by their columns, row by row."""
    by_row: dict[str, list[str]] = defaultdict(list)
    for place in places:
        exhibit, row, column = place.split("/")
        name = exhibits.row_names[exhibit, row] if with_row else ""
        header = exhibits.headers[exhibit, column]
        by_row[name].append(link(f"../{address(place)}", header))
    return "; ".join(
        (f"{escape(name)}: " if name else "") + ", ".join(links) for name, links in by_row.items()
    )


def _trade(
    field_study: pd.DataFrame, cluster: str, exhibits: Exhibits, cards: dict[str, Any]
) -> str:
    own = field_study[field_study["cluster_id"] == cluster]
    if own.empty:
        return ""
    rows = []
    for row in own.to_dict("records"):
        exhibit = f"trade_{row['product']}"
        numbers = "".join(
            f"<td>{_change(exhibits, row, column, cards)}</td>"
            for column in ("share_change", "relative_unit_value_change")
        )
        label = exhibits.titles[exhibit].split(":")[0]
        rows.append(
            f'<tr><td class="text">{link("../" + page_of(exhibit), label)}</td>'
            f'<td class="text">{escape(row["exporter"])}</td>{numbers}<td class="text">'
            f"{escape(_class(exhibits, row) if row['source'] else 'no data supplied')}</td></tr>"
        )
    heads = "".join(
        f'<th scope="col"{kind}>{head}</th>'
        for head, kind in (
            ("Product", ' class="text"'),
            ("Exporter", ' class="text"'),
            ("Share (%)", ""),
            ("Relative unit value (%)", ""),
            ("Class", ' class="text"'),
        )
    )
    return (
        "<h2>Trade</h2><p>National figures; they stand for the cluster only as far as it is the "
        "country’s export industry. Changes over the window of the configuration.</p>"
        f'<div class="scroll"><table class="sortable"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _class(exhibits: Exhibits, row: Mapping[Any, Any]) -> str:
    """The class as the table of the field study shows it."""
    cells = exhibits.tables[FIELD_STUDY]
    name = key_of(row["product"], row["cluster_id"], row["source"])
    return str(cells.loc[(cells["row"] == name) & (cells["column"] == "class"), "shown"].item())


def _change(exhibits: Exhibits, row: Mapping[Any, Any], column: str, cards: dict[str, Any]) -> str:
    """A change as the table of the field study shows it, to follow."""
    place = f"{FIELD_STUDY}/{key_of(row['product'], row['cluster_id'], row['source'])}/{column}"
    if pd.isna(row[column]) or place not in exhibits.numbers:
        return "–"
    return button(exhibits, place, cards, away=True)


def cluster_page(
    exhibits: Exhibits,
    cluster: Mapping[str, Any],
    profiles: list[str],
    field_study: pd.DataFrame,
    claims: Sequence[Mapping[str, Any]],
) -> Page:
    """The page of one cluster (a row of clusters with indices).

    `profiles`: its rows of Table 2; `field_study`: `trade.field_study`; `claims`: the claims
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
    tables = [
        _table(
            "External economies (0–3)", _rows(exhibits, cluster, EXTERNAL_ECONOMIES, cards, updates)
        ),
        _table("Joint action (0–3)", _rows(exhibits, cluster, JOINT_ACTION, cards, updates)),
        _table(
            f"Collective efficiency: {DEGREES[degree] if degree else 'no degree'}",
            _rows(exhibits, cluster, index, cards, updates),
        ),
        _table("Upgrading (0–3)", _rows(exhibits, cluster, scored, cards, updates)),
    ]
    if any(cluster[pattern] is not None for pattern in GOVERNANCE):
        rows = _rows(exhibits, cluster, GOVERNANCE, cards, updates, codes=True)
        tables.append(_table("Governance of its chains", rows))
    body = (
        f"<h1>{escape(name)}</h1>\n"
        f'<p class="place">{SECTOR_GROUPS[cluster["group"]]}</p>\n{_updated(updates)}'
        f'<div class="columns">{"".join(tables)}</div>\n'
        f"{_trade(field_study, cluster['cluster_id'], exhibits, cards)}\n"
        f"<h2>Where it appears</h2>\n{_appearances(exhibits, cluster['cluster_id'], profiles)}\n"
        f"{_claims(claims)}"
    )
    return Page(path_of(cluster["cluster_id"]), name, body, "clusters.html", cards)


def _claims(claims: Sequence[Mapping[str, Any]]) -> str:
    """Claims with their verdicts, those of both editions where they differ."""
    if not claims:
        return ""
    items, note = [], ""
    for claim in claims:
        verdict, corrected = claim["verdict"], claim["verdict_corrected"]
        told = tag(verdict)
        if corrected != verdict:
            told = f"printed edition: {told}; corrected edition: {tag(corrected)}"
            note = _EDITIONS
        text = link(f"../claims.html#claim-{claim['claim_id']}", claim["claim"])
        items.append(f"<li>{text} {told}</li>")
    return f"<h2>Claims about it</h2>\n{note}<ul>{''.join(items)}</ul>"


def _updated(updates: Mapping[str, Update]) -> str:
    """Which values are an author's, what the report prints instead, and where they come from."""
    labels = {**EXTERNAL_ECONOMIES, **JOINT_ACTION, **UPGRADING, **GOVERNANCE}
    by_source: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for column, update in updates.items():
        said = f"{labels.get(column, column)} {update.value or 'n.a.'}"
        printed = f" (the report prints {update.printed})" if update.printed else ""
        by_source[update.source, update.file].append(said + printed)
    notices = [
        f"<p>Not the report’s but an author’s update: {escape('; '.join(values))}. "
        f"Source: {escape(source)} ({escape(file)}).</p>"
        for (source, file), values in by_source.items()
    ]
    return f'<div class="notice">{"".join(notices)}</div>' if notices else ""


def updates_note(exhibits: Exhibits, clusters: Sequence[Mapping[str, Any]]) -> str:
    """Which clusters have scores that are an author's and not the report's; empty without any."""
    counts = Counter(cluster for cluster, _ in exhibits.updates)
    told = [
        f"{link(path_of(one['cluster_id']), full_name(one))} ({counts[one['cluster_id']]})"
        for one in clusters
        if one["cluster_id"] in counts
    ]
    if not told:
        return ""
    return (
        '<p class="notice">Authors’ updates are in use. Clusters with scores that are not the '
        f"report’s, and how many: {', '.join(told)}.</p>\n"
    )


def list_page(exhibits: Exhibits, clusters: Sequence[Mapping[str, Any]], note: str = "") -> Page:
    """All clusters with their indices and the four kinds of upgrading, to sort and to follow.

    `note`: what is said of all of them, as HTML.
    """
    cards: dict[str, Any] = {}
    kinds = [label.removesuffix(" upgrading") for label in UPGRADING.values()]
    heads = ["Sector group", "EEI", "JAI", "CE index", "Degree", *kinds]
    head = "".join(
        f'<th scope="col"{kind}>{text}</th>'
        for text, kind in [
            ("Cluster", ' class="text"'),
            *((h, ' class="text"' if h in {"Sector group", "Degree"} else "") for h in heads),
        ]
    )
    rows = []
    for cluster in clusters:
        cells = "".join(
            _list_cell(exhibits, cluster, column, cards)
            for column in ("eei", "jai", "ce_index", "ce_degree", *UPGRADING)
        )
        rows.append(
            f'<tr data-words="{escape(country_of(cluster))}">'
            f'<td class="text">{link(path_of(cluster["cluster_id"]), full_name(cluster))}</td>'
            f'<td class="text">{SECTOR_GROUPS[cluster["group"]]}</td>{cells}</tr>'
        )
    body = (
        "<h1>Clusters</h1>\n<p>EEI, JAI: indices of external economies and of joint action, both "
        "0–12; CE: collective efficiency. Upgrading: scores 0–3; n.a.: there is none.</p>\n"
        f"{note}"
        f"{filter_form('clusters', 'Clusters with')}\n"
        '<div class="scroll"><table class="sortable" id="clusters">'
        f"<thead><tr>{head}</tr></thead>\n"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
    return Page("clusters.html", "Clusters", body, cards=cards)


def _list_cell(
    exhibits: Exhibits, cluster: Mapping[str, Any], column: str, cards: dict[str, Any]
) -> str:
    """A cell of the list; tables are sorted by its `data-value`."""
    value = cluster[column]
    if column == "ce_degree":
        aligned, text = ' class="text"', DEGREES[value] if value else "–"
    else:
        aligned, text = "", _text(value)
    number = _number(exhibits, cluster["cluster_id"], column, text, cards)
    return f'<td{aligned} data-value="{escape(text)}">{number}</td>'
