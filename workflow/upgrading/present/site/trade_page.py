"""Trade on one page: classes, what they hang on, Table 2's exports, the field study, figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from upgrading.present.site.cells import Exhibits, page_of
from upgrading.present.site.exhibit_pages import filter_form, table_html
from upgrading.present.site.figures_page import figure_html
from upgrading.present.site.shell import Page, escape, link, listed

_TABLES = (
    ("trade_summary", "Upgrading classes"),
    ("trade_table_2", "Exports of Table 2, and the years printed above them"),
    ("trade_field_study", "Beside the experts’ scores"),
)


def trade_page(
    exhibits: Exhibits,
    notes: dict[str, Sequence[str]],
    figures: Sequence[tuple[str, str, str]],
    cleaning: pd.DataFrame,
) -> Page:
    """The page of the trade part.

    `notes`: of its tables; `figures`: name, title and description of its figures; `cleaning`: what
    each step of cleaning did (`steps.STEP_COLUMNS`).
    """
    cards: dict[str, Any] = {}
    parts = [
        "<h1>Trade statistics</h1>",
        '<p class="lead">The report’s third kind of evidence: unit values and market shares of '
        "what the clusters’ countries export, after Amighini (2003). The figures are nominal US "
        "dollars, national, and stand for a cluster only as far as it is the country’s export "
        "industry.</p>",
    ]
    for exhibit, heading in _TABLES:
        if exhibit not in exhibits.tables:
            continue
        told = "".join(f"<p>{escape(note)}</p>" for note in notes[exhibit])
        parts.append(
            f"<h2>{escape(heading)}</h2>\n{filter_form(exhibit)}\n"
            f'{table_html(exhibits, exhibit, cards)}\n<div class="notes">{told}</div>'
        )
    parts += [f"<h2>{escape(t)}</h2>\n{figure_html(name, t, alt)}" for name, t, alt in figures]
    own = [
        name for name in exhibits.tables if name.startswith("trade_") and name not in dict(_TABLES)
    ]
    supplied = [n for n in own if (exhibits.tables[n]["value"] != "").any()]
    awaited = [n for n in own if n not in supplied]
    for heading, names in (("With figures", supplied), ("No data supplied", awaited)):
        items = listed([link(page_of(name), exhibits.titles[name].split(":")[0]) for name in names])
        parts.append(f"<h2>Products: {heading.lower()}</h2>\n{items}")
    parts.append(f"<h2>Cleaning, step by step</h2>\n{_cleaning(cleaning)}")
    return Page("trade.html", "Trade statistics", "\n".join(parts), cards=cards)


def _cleaning(steps: pd.DataFrame) -> str:
    heads = (
        ("Step", True),
        ("Choice", True),
        ("Rows in", False),
        ("Rows affected", False),
        ("US$ affected", False),
        ("Rows out", False),
    )
    head = "".join(f'<th scope="col"{_TEXT if text else ""}>{name}</th>' for name, text in heads)
    rows = "".join(
        f'<tr><td class="text">{escape(row.step.replace("_", " "))}</td>'
        f'<td class="text">{escape(row.choice)}</td><td>{row.rows_in:,}</td>'
        f"<td>{row.rows_affected:,}</td><td>{row.value_usd_affected:,.0f}</td>"
        f"<td>{row.rows_out:,}</td></tr>"
        for row in steps.itertuples()
    )
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Cleaning">'
        f'<table class="sortable"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


_TEXT = ' class="text"'
