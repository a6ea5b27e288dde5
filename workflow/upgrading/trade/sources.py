"""What the sources of trade figures are called where people read, and what is owed to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SHORT_NAMES: Final[Mapping[str, str]] = {
    "comtrade": "UN Comtrade",
    "baci": "CEPII BACI",
    "faostat_bulk": "FAOSTAT",
    "faostat_embedded": "FAOSTAT",
    "comex_stat": "Comex Stat",
    "wits": "World Bank WITS",
}

_FAO: Final = "Source: FAO, FAOSTAT, Crops and livestock products (trade), CC BY 4.0."

ATTRIBUTION: Final[Mapping[str, str]] = {
    "comtrade": "Source: UN Comtrade database, United Nations.",
    "baci": "Source: CEPII, BACI (Gaulier and Zignago 2010).",
    "faostat_bulk": _FAO,
    "faostat_embedded": _FAO,
    "comex_stat": "Source: Comex Stat, Brazil's ministry of development, industry and trade.",
    "wits": "Source: World Bank, WITS.",
}


def short_name(source: str) -> str:
    """The name of a source, by its id; the id itself if it has none."""
    return SHORT_NAMES.get(source, source)
