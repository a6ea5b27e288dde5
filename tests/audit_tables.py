"""The tables of an audit as plain text, as its files hold them."""

from __future__ import annotations

from types import SimpleNamespace

from upgrading.audit.run import Audit


def plain(audit: Audit) -> SimpleNamespace:
    """The tables by their names."""
    told = {name: audit.plain(name) for name in ("cells", "errata", "conventions", "claims")}
    return SimpleNamespace(**told, claim_numbers=audit.claim_numbers)
