"""All figures, each with its text and its downloads."""

from __future__ import annotations

from collections.abc import Sequence

from upgrading.present.site.shell import Page, escape, link


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
