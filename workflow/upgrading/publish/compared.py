"""Of how many clusters a comparison is, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from upgrading.vocabulary import SECTOR_GROUPS

_GROUP_MEASURED: Final = re.compile(
    f"({'|'.join(re.escape(label.lower()) for label in SECTOR_GROUPS.values())})"
    r": [−\d.]+ \(n = (\d+)"
)
"""A sector group and its clusters, where evidence measures something of it."""


def groups_compared(claim: Mapping[Any, Any]) -> str:
    """The sector groups that a statement compares, with their clusters; empty if not all are named.

    `claim`: with its `n`, and its `evidence`, of which the literal reading counts.
    """
    literal = str(claim.get("evidence", "")).partition("Other reading")[0]
    groups = dict(_GROUP_MEASURED.findall(literal))
    if not set(re.findall(r"\d+", str(claim["n"]))) <= set(groups.values()):
        return ""
    return ", ".join(f"{group} {n}" for group, n in groups.items())
