"""What the rows of tables of trade are called."""

from __future__ import annotations

SUMMARY = "trade_summary"
"""The table of all products, whose rows `key_of` names."""


def key_of(*parts: str) -> str:
    """The name of a row of the tables of several products: its parts, those that say something."""
    return "_".join(filter(None, parts)).lower()
