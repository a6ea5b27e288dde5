"""All figures, each with its text and its downloads."""

from __future__ import annotations

from collections.abc import Sequence

from upgrading.present.site.shell import Page, escape, link


def figure_html(name: str, title: str, alt: str, root: str = "") -> str:
    """One figure, which shows its title itself, and its description folded below it."""
    downloads = " · ".join(
        link(f"{root}downloads/figures/{name}.{suffix}", suffix.upper())
        for suffix in ("svg", "pdf", "png")
    )
    return (
        f'<figure id="{name}"><img src="{root}figures/{name}.svg" alt="{escape(alt)}" '
        f'loading="lazy"><figcaption><span class="unseen">{escape(title)}. </span>{downloads}'
        f"<details><summary>Description</summary>{escape(alt)}</details></figcaption></figure>"
    )


def figures_page(figures: Sequence[tuple[str, str, str]]) -> Page:
    """The page of all figures: name, title and description of each."""
    parts = "\n".join(
        f"<h2>{escape(title)}</h2>\n{figure_html(name, title, alt)}" for name, title, alt in figures
    )
    return Page("figures.html", "Figures", f"<h1>Figures</h1>\n{parts}")
