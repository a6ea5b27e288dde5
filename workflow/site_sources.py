"""How the script of the site reads words and figures, and lists what can be found."""

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from upgrading.present.site import cells, cluster_pages
from upgrading.present.site.search import Entry

_TITLE = re.compile(r'<title id="figure-title">(.*?)</title>', re.S)
_DESCRIPTION = re.compile(r'<desc id="figure-description">(.*?)</desc>', re.S)


def table_words(captions: str, words: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Captions and notes of the project's own tables, by exhibit."""
    found = dict(yaml.safe_load(Path(captions).read_text(encoding="utf-8"))["own_tables"])
    for path in words:
        found |= yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    return found


def alt_of(svg: Path) -> tuple[str, str]:
    """Title and description that a figure carries in its own metadata."""
    text = svg.read_text(encoding="utf-8")
    title, description = _TITLE.search(text), _DESCRIPTION.search(text)
    if not title or not description:
        raise ValueError(f"{svg}: no title and description for those who cannot see it")
    return unescape(title[1]), unescape(description[1])


def search_entries(
    exhibits: cells.Exhibits,
    clusters: Iterable[dict[str, Any]],
    figures: Iterable[tuple[str, str, str]],
    claims: pd.DataFrame,
) -> list[Entry]:
    """Everything that the search box finds: tables, clusters, figures, claims."""
    found = [
        Entry(exhibits.titles[name], "table", cells.page_of(name), name.replace("_", " "))
        for name in exhibits.tables
    ]
    found += [
        Entry(cluster_pages.name_of(one), "cluster", cluster_pages.path_of(one["cluster_id"]))
        for one in clusters
    ]
    found += [Entry(title, "figure", f"figures.html#{name}") for name, title, _ in figures]
    found += [
        Entry(
            claim["claim"],
            f"claim, {claim['verdict'].replace('_', ' ')}",
            f"claims.html#claim-{claim['claim_id']}",
        )
        for claim in claims.to_dict("records")
    ]
    return found
