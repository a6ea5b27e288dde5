"""Trade on one page: classes, what they hang on, Table 2's exports, the field study, figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

import pandas as pd

from upgrading.cases.countries import NAMES
from upgrading.exhibits.study_in_numbers import numbers_of
from upgrading.exhibits.trade import SUMMARY, exhibit_of, row_of
from upgrading.publish.site.cells import Exhibits, address, followed, number, page_of
from upgrading.publish.site.exhibit_pages import section_view
from upgrading.publish.site.figure import Figure
from upgrading.publish.site.overview import told, trade_answer
from upgrading.publish.site.shell import Page
from upgrading.templating import Piece, Pieces, link, strung
from upgrading.trade.classes import (
    FAILED_PROCESS_UPGRADING,
    FAILED_PRODUCT_UPGRADING,
    NO_CLEAR_CHANGE,
    PROCESS_UPGRADING,
    PRODUCT_UPGRADING,
)

_TABLES: Final = {
    "trade_summary": "Upgrading classes",
    "trade_table_2": "Exports of Table 2, and the years printed above them",
    "trade_field_study": "Compared with the experts’ scores",
    "trade_market_share_parts": "What the changes in exports consist of",
    "trade_second_sources": "Printed figures against other sources",
    "trade_second_pairs": "Trade statistics against other sources",
}


NO_UPDATES: Final = pd.DataFrame(columns=["file", "source", "exporter", "product", "year"])
"""No flow of an author's file."""


def updates_note(exhibits: Exhibits, updated: pd.DataFrame, cleaning: pd.DataFrame) -> list[Piece]:
    """How many flows are an author's and how many gave way to them; empty without any.

    `updated`: the flows of authors' files among those measured (columns of `NO_UPDATES`).
    """
    replaced = cleaning[cleaning["step"] == "replaced_by_update"]
    gone = int(replaced["rows_affected"].sum())
    if updated.empty and not gone:
        return []
    parts: list[Pieces] = [
        [
            link(_first(exhibits, rows), exhibits.titles[exhibit_of(product)].partition(":")[0]),
            f" {len(rows)}",
        ]
        for product, rows in updated.groupby("product", sort=False)
    ]
    flows = "1 flow is" if len(updated) == 1 else f"{len(updated)} flows are"
    files = ", ".join(sorted({PurePath(file).name for file in updated["file"]}))
    there = f"{gone} that {'was' if gone == 1 else 'were'} there before"
    return [
        f"Authors’ trade files{f' ({files})' if files else ''} are in use: {flows} theirs",
        *([" (", *strung(", ", parts), ")"] if parts else []),
        *(", and ", link("trade.html#cleaning", there), " gave way to them."),
    ]


def _first(exhibits: Exhibits, rows: pd.DataFrame) -> str:
    """The address of the first of an author's flows of one product that its table shows."""
    places = [
        f"{exhibit_of(row.product)}/{row_of(row.source, row.exporter, row.product, row.year)}"
        f"/value_usd_mill"
        for row in rows.sort_values(["exporter", "year"]).itertuples()
    ]
    exhibit = exhibit_of(rows["product"].iloc[0])
    return next((address(place) for place in places if place in exhibits.numbers), page_of(exhibit))


def trade_page(
    exhibits: Exhibits,
    notes: Mapping[str, Sequence[str]],
    figures: Sequence[Figure],
    cleaning: pd.DataFrame,
    wanted: Sequence[Mapping[str, Any]] = (),
    notices: Sequence[Pieces] = (),
) -> Page:
    """The page of the trade part.

    `notes`: of its tables; `figures`: those of trade; `cleaning`: what each step of cleaning did
    (`schema.STEP_COLUMNS`); `wanted`: caption and notes of the tables of products without figures;
    `notices`: what has to be said of the data.
    """
    cards: dict[str, Any] = {}
    products: list[Pieces] = [
        [link(page_of(name), exhibits.titles[name].partition(":")[0])]
        for name in exhibits.tables
        if name.startswith("trade_") and name not in _TABLES
    ]
    view = {
        "notices": notices,
        "readings": readings(exhibits, cards),
        "answer": told(exhibits, trade_answer(numbers_of(exhibits.cells)), cards),
        "tables": section_view(exhibits, notes, _TABLES, cards),
        "figures": figures,
        "products": products,
        "wanted": [(one["caption"].partition(":")[0], " ".join(one["notes"])) for one in wanted],
        "counts": [head for head, _ in _COUNTS.values()],
        "steps": [
            {
                "name": step["step"].replace("_", " "),
                "choice": step["choice"],
                "counts": [_count(step, place, column, cards) for column in _COUNTS],
            }
            for place, step in enumerate(cleaning.to_dict("records"), start=1)
        ],
    }
    return Page("trade.html", "Trade statistics", "trade.html.jinja", view, cards=cards)


MEANINGS: Final[Mapping[str, str]] = {
    PRODUCT_UPGRADING: "a larger share of world exports at a better relative price",
    FAILED_PRODUCT_UPGRADING: "a better relative price at the cost of a smaller share",
    PROCESS_UPGRADING: "a larger share, won at a lower relative price",
    FAILED_PROCESS_UPGRADING: "a smaller share, in spite of a lower relative price",
    NO_CLEAR_CHANGE: "share or relative price almost unchanged",
}
"""What each class says of an exporter; its price is the relative unit value."""


def readings(exhibits: Exhibits, cards: dict[str, Any]) -> list[dict[str, Any]]:
    """What the figures say of each product: for each class its name, its meaning and its products.

    The cards of their changes are added to `cards`.
    """
    if SUMMARY not in exhibits.tables:
        return []
    rows = exhibits.tables[SUMMARY].groupby("row", sort=False)
    found: dict[str, list[Pieces]] = {name: [] for name in MEANINGS}
    for row, cells in rows:
        shown = dict(zip(cells["column"], cells["shown"], strict=True))
        name = str(shown.get("class", "")).partition(" (")[0]
        if name not in found:
            continue
        changes = [
            followed(exhibits, f"{SUMMARY}/{row}/{column}", cards)
            for column in ("share_change", "relative_unit_value_change")
        ]
        for change in changes:
            change["shown"] = _signed(change["shown"])
        named = exhibits.row_names[SUMMARY, str(row)].split(", ")
        who = ", ".join(NAMES.get(one, one) for one in named)
        found[name].append(
            [f"{who} (share ", changes[0], " %, relative unit value ", changes[1], " %)"]
        )
    return [
        {"name": name, "meaning": MEANINGS[name], "products": strung("; ", products)}
        for name, products in found.items()
        if products
    ]


def _signed(shown: str) -> str:
    return shown if shown.startswith(("−", "-")) or shown == "0" else f"+{shown}"


STEPS: Final[Mapping[str, str]] = {
    "other_products": "rows of the trade files that are of other products than the configured ones "
    "are left out",
    "rows_joined": "rows of one flow, such as a value and its quantity, or the months of a year, "
    "become one",
    "replaced_by_update": "flows of authors’ files are added; those that they repeat (source, "
    "reporter, exporter, importer, flow, product, year) are left out",
    "values_present": "rows without a value are left out",
    "detail_rows": "parts of a total (by customs procedure, transport, supply or second partner) "
    "are left out",
    "re_exports": "re-exports and re-imports, which exports and imports hold already, are "
    "left out or kept, as chosen",
    "regions": "rows in which a side is a group of countries are left out",
    "unknown_countries": "flows with codes that are in no table of countries are counted, each "
    "as a separate country",
    "unique_key": "a flow that is there twice would end the run",
    "whole_series": "years in which an exporter’s figures are of some partners are left out where "
    "other years are World’s",
    "world_partner": "of the partner World and the single partners of a flow one is kept, so "
    "that nothing counts twice; where only partners have quantities, these are combined with "
    "World’s value",
    "unspecified_partners": "partners that are not countries (areas not specified, bunkers, free "
    "zones) are left out or kept, as chosen",
    "six_digits": "longer national codes are cut to the six digits of the Harmonised System",
    "coarse_products": "products coarser than six digits lose their quantity, since their unit "
    "value means nothing, or are left out, as chosen",
    "concordance": "codes of one classification are converted to another by a user’s table",
    "one_vintage": "products in more than one classification would end the run, unless their codes "
    "are known to mean the same in all of them",
    "zeros_missing": "a quantity of 0 was not recorded and becomes missing",
    "estimated": "quantities that the source estimated are taken out or kept, as chosen",
    "one_unit": "quantities in another unit than the product’s are taken out",
    "outliers_z_score": "unit values far from the mean of their group, in standard deviations of "
    "logarithms, are flagged",
    "outliers_bounds": "unit values outside the bounds given for their product are flagged",
    "outliers_percentile": "unit values below or above percentiles of their group are flagged",
    "outliers_mean_ratio": "unit values far above or below the mean of their group are flagged",
    "name_products": "codes that no product of the configuration has are left out",
}
"""What each step of cleaning does, by its name in `schema.STEP_COLUMNS`."""

_COUNTS: Final = {
    "rows_in": ("Rows in", "flows before this step"),
    "rows_affected": (
        "Rows affected",
        "flows that this step leaves out, empties of a quantity, recodes or flags",
    ),
    "value_usd_affected": ("US$ affected", "exports and imports of the flows affected, US$"),
    "rows_out": ("Rows out", "flows after this step"),
}


def _count(
    step: Mapping[Any, Any], place: int, column: str, cards: dict[str, Any]
) -> dict[str, Any]:
    """A number of a step of cleaning, the `place`th, with a card that says what the step does."""
    title, words = _COUNTS[column]
    name, value = str(step["step"]), step[column]
    shown = f"{value:,.0f}"
    exact = f"{float(value):.2f}".rstrip("0").rstrip(".")
    cell = f"cleaning/{place}/{column}"
    cards[cell] = {
        "where": f"Cleaning, step {place}, {name.replace('_', ' ')}: {title}",
        "shown": shown,
        "words": f"{words}. The step: {STEPS[name]}",
    } | ({"value": exact} if exact != shown.replace(",", "") else {})
    return {"value": exact, "number": number(cell, shown)}
