"""Names of columns and clusters in a text, as readers know them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from upgrading.vocabulary import COMPONENTS, GOVERNANCE, INDICES, SECTOR_GROUPS, UPGRADING

TERMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        name: label[0].lower() + label[1:]
        for name, label in {**INDICES, **COMPONENTS, **GOVERNANCE, **UPGRADING}.items()
    }
    | {name: label.lower() for name, label in SECTOR_GROUPS.items()}
    | {"up_sum": "sum of upgrading", "ce_degree": "degree of collective efficiency"}
)
"""What each column, and each sector group, is called within a sentence."""

_NAME: Final = re.compile(r"(?<![\w/])[a-z]+(?:_[a-z]+)*(?![\w/])")


def in_words(text: str, clusters: Mapping[str, str]) -> str:
    """The text with `TERMS` for the names of columns, and `clusters` (by id) for their ids.

    Only whole names are replaced, and no part of an address (`table_03/textiles_medellin/eei`).
    """
    names = {**TERMS, **clusters}
    return _NAME.sub(lambda found: names.get(found[0], found[0]), text)
