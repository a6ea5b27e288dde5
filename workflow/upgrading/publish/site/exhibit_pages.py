"""A page per table, with its numbers to follow, notes, downloads; one page of all figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import pandas as pd

from upgrading.publish.site.cells import Exhibits, button, page_of
from upgrading.publish.site.shell import Page, escape, link
from upgrading.publish.tables import Line, lines, text_positions

# All figures, each with its text and its downloads ------------------------------------------------


def picture(image: str, title: str) -> str:
    """The picture in a box of its own, in which a narrow screen scrolls it at a readable size."""
    label = escape(f"{title}, picture")
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{image}</div>'


def figure_html(name: str, title: str, alt: str, root: str = "") -> str:
    """One figure, which shows its title itself, and its description folded below it."""
    downloads = " · ".join(
        link(f"{root}downloads/figures/{name}.{suffix}", suffix.upper())
        for suffix in ("svg", "pdf", "png")
    )
    image = f'<img src="{root}figures/{name}.svg" alt="{escape(alt)}" loading="lazy">'
    return (
        f'<figure id="{name}">{picture(image, title)}<figcaption>'
        f'<span class="unseen">{escape(title)}. </span>{downloads}'
        f"<details><summary>Description</summary>{escape(alt)}</details></figcaption></figure>"
    )


def figures_page(figures: Sequence[tuple[str, str, str]]) -> Page:
    """The page of all figures: name, title and description of each."""
    parts = "\n".join(
        f"<h2>{escape(title)}</h2>\n{figure_html(name, title, alt)}" for name, title, alt in figures
    )
    return Page("figures.html", "Figures", f"<h1>Figures</h1>\n{parts}")


_SHORT: Final = 12
"""Characters up to which a text in a cell stays on one line."""


@dataclass(frozen=True)
class Around:
    """What stands around a table: its notes, its figures, the rule that makes it and its inputs.

    `figures`: name, title and description of each.
    """

    notes: Sequence[str]
    figures: Sequence[tuple[str, str, str]] = ()
    rule: str = ""
    inputs: Sequence[str] = ()


def table_html(exhibits: Exhibits, exhibit: str, cards: dict[str, Any]) -> str:
    """The table of an exhibit, each computed number a button; its cards are added to `cards`."""
    table = exhibits.tables[exhibit]
    classes = _text_classes(table)
    all_lines = list(lines(table))
    heads = _leading_headers(all_lines)
    parts: list[str] = []
    for tag, group in groupby(
        enumerate(all_lines), lambda pair: "thead" if pair[0] < heads else "tbody"
    ):
        rows = "\n".join(_line(exhibits, line, classes, cards) for _, line in group)
        parts.append(f"<{tag}>\n{rows}\n</{tag}>\n")
    sorting = _sorting(all_lines[heads:], classes) if heads else ""
    kind = f' class="{sorting}"' if sorting else ""
    title = escape(exhibits.titles[exhibit])
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}">\n'
        f'<table id="{exhibit}"{kind}>\n<caption class="unseen">{title}</caption>\n'
        f"{''.join(parts)}</table>\n</div>"
    )


def _leading_headers(table: Sequence[Line]) -> int:
    """How many lines the head of the table has: up to the last header before anything else."""
    count = 0
    for number, line in enumerate(table, start=1):
        if line.kind == "header":
            count = number
        elif line.kind != "panel":
            break
    return count


def _sorting(body: Sequence[Line], texts: Collection[int]) -> str:
    """How the rows of a table may change places, as classes of it; empty if they may not.

    `sortable`: all of them, where each tells by itself what it is about. Without panels it is
    enough that each has a name; under the titles of panels, which such sorting hides, no two may
    have the same words in the columns `texts`; the sections of a table go by anyhow. `sortable
    within`: the rows under each title or header among themselves, where they are told apart by
    these words. Lines that belong together, such as an estimate and its interval, are not.
    """
    blocks: list[list[Line]] = [[]]
    for line in body:
        if line.kind in {"panel", "section", "header"}:
            blocks.append([])
        elif line.kind in {"body", "added"}:
            blocks[-1].append(line)
    rows = [line for block in blocks for line in block]
    if len(rows) < 2:
        return ""

    def apart(lines: Sequence[Line]) -> bool:
        words = [
            tuple(cell.shown for cell in line.cells if cell.position in texts) for line in lines
        ]
        return len(set(words)) == len(words)

    kinds = {line.kind for line in body}
    names = ([cell.shown.strip() for cell in line.labels] for line in rows)
    named = "panel" not in kinds and all(map(any, names))
    if "header" not in kinds and (named or apart(rows) or "section" in kinds):
        return "sortable"
    return "sortable within" if all(map(apart, blocks)) else ""


def _text_classes(table: pd.DataFrame) -> dict[int, str]:
    """The class of each column of text; one of short words does not break them."""
    longest = (
        table[table["row_kind"] == "body"]
        .groupby("position")["shown"]
        .agg(lambda shown: max(map(len, shown)))
    )
    return {
        position: "text short" if longest.get(position, 0) <= _SHORT else "text"
        for position in text_positions(table)
    }


def _line(exhibits: Exhibits, line: Line, classes: Mapping[int, str], cards: dict[str, Any]) -> str:
    if line.kind in {"section", "panel"}:
        scope = "colgroup" if line.kind == "panel" else "rowgroup"
        content = (
            f'<th colspan="{len(line.cells)}" scope="{scope}">{escape(line.cells[0].shown)}</th>'
        )
        return f'<tr class="{line.kind}">{content}</tr>'
    content = "".join(_cell(exhibits, line.kind, cell, classes, cards) for cell in line.cells)
    country = exhibits.countries.get(line.row, "")
    words = f' data-words="{escape(country)}"' if country else ""
    return f'<tr class="{line.kind}"{words}>{content}</tr>'


def _cell(
    exhibits: Exhibits, kind: str, cell: Any, classes: Mapping[int, str], cards: dict[str, Any]
) -> str:
    aligned = f' class="{classes[cell.position]}"' if cell.position in classes else ""
    shown = escape(cell.shown)
    if kind == "header":
        return f'<th scope="col"{aligned}>{shown}</th>' if shown else f"<td{aligned}></td>"
    if cell.column.startswith("label_"):
        return f'<th scope="row"{aligned}>{shown}</th>' if shown else f"<td{aligned}></td>"
    place = f"{cell.exhibit}/{cell.row}/{cell.column}"
    if place not in exhibits.numbers:
        update = exhibits.updates.get((cell.row, cell.column))
        told = f' <span class="was">{escape(update.in_words)}</span>' if update else ""
        return f"<td{aligned}>{shown}{told}</td>"
    value = f' data-value="{escape(cell.value.split(" ")[0])}"' if cell.value else ""
    return f"<td{aligned}{value}>{button(exhibits, place, cards)}</td>"


def filter_form(table: str, label: str = "Rows with") -> str:
    """A form that filters the rows of a table by words."""
    return (
        f'<form class="filter script" data-table="{table}"><label>{label} '
        '<input type="search" name="words" autocomplete="off"></label>'
        '<span role="status"></span></form>'
    )


def exhibit_page(exhibits: Exhibits, exhibit: str, around: Around, others: Iterable[str]) -> Page:
    """The page of one exhibit; `others`: the exhibits in their order, for what comes next."""
    cards: dict[str, Any] = {}
    table = table_html(exhibits, exhibit, cards)
    cells = exhibits.tables[exhibit]
    rows = sum(line.kind in {"body", "added"} for line in lines(cells))
    order = list(others)
    at = order.index(exhibit)
    beside = " · ".join(
        link(f"{order[n]}.html", exhibits.titles[order[n]])
        for n in (at - 1, at + 1)
        if 0 <= n < len(order)
    )
    said = [*around.notes]
    if any((cell.row, cell.column) in exhibits.updates for cell in cells.itertuples(index=False)):
        said.append("Underlined: an author’s update, not the report’s figure; its card names it.")
    notes = "".join(f"<p>{escape(note)}</p>" for note in said if note)
    figures = "".join(
        "<figure>"
        + picture(
            f'<a href="../figures/{name}.svg"><img src="../figures/{name}.svg" '
            f'alt="{escape(alt)}" loading="lazy"></a>',
            title,
        )
        + "</figure>"
        for name, title, alt in around.figures
    )
    downloads = " · ".join(
        link(f"../downloads/tables/{exhibit}.{suffix}", name)
        for suffix, name in (("csv", "CSV"), ("tex", "LaTeX"), ("html", "table alone"))
    )
    pictures = "".join(
        f"; figure {escape(name)}: "
        + " · ".join(
            link(f"../downloads/figures/{name}.{suffix}", suffix.upper())
            for suffix in ("svg", "pdf", "png")
        )
        for name, *_ in around.figures
    )
    made = ""
    if around.rule:
        inputs = ", ".join(f"<code>{escape(path)}</code>" for path in around.inputs)
        rule = link(f"../made.html#rule-{around.rule}", around.rule)
        made = f'<p class="plain">Made by the rule {rule} from {inputs}.</p>'
    body = (
        f"<h1>{escape(exhibits.titles[exhibit])}</h1>\n"
        f"{filter_form(exhibit) if rows > 5 else ''}\n{table}\n"
        f'<div class="notes">{notes}</div>\n{figures}'
        f'<p class="plain">Download: {downloads}{pictures}</p>\n{made}'
        f'<p class="plain noprint">{beside}</p>'
    )
    return Page(page_of(exhibit), exhibits.titles[exhibit], body, "tables.html", cards)


def list_page(exhibits: Exhibits, groups: Mapping[str, Sequence[str]]) -> Page:
    """The list of all tables, under the headings of `groups`, each with what differs in it."""
    parts = ["<h1>Tables</h1>"]
    for heading, names in groups.items():
        rows = []
        for name in names:
            table = exhibits.tables[name]
            differing = int(table["differs"].astype(bool).sum())
            numbers = int((table["value"] != "").sum())
            rows.append(
                f'<tr><td class="text">{link(page_of(name), exhibits.titles[name])}</td>'
                f"<td>{numbers}</td><td>{differing or ''}</td></tr>"
            )
        identity = f"list-{len(parts)}"
        parts.append(
            f"<h2>{escape(heading)}</h2>\n{filter_form(identity, 'Tables with')}\n"
            f'<div class="scroll"><table class="sortable" id="{identity}">'
            f'<thead><tr><th scope="col" class="text">Table</th>'
            '<th scope="col">Numbers</th><th scope="col">Differ from print</th></tr></thead>\n'
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )
    return Page("tables.html", "Tables", "\n".join(parts))
