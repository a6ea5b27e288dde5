"""The second sources that the project ships, and what it asks of them."""

from __future__ import annotations

import yaml
from reference import RAW, ROOT

from upgrading.trade.second_entries import second_sources
from upgrading.trade.second_sources import series

CONFIG = yaml.safe_load((ROOT / "config" / "second_sources.yaml").read_text(encoding="utf-8"))

LISTED = second_sources(CONFIG, "config/second_sources.yaml")

FILES = {
    f"data/raw/second_sources/{path.name}": path.read_bytes()
    for path in sorted((RAW / "second_sources").glob("*.csv"))
}

SERIES_SHIPPED, FAULTS = series(FILES)
