"""A formula of the index on another scale than the report's, as a researcher might write one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

from reference import REPORT_RULE

from upgrading.cases.indices import INDEX_FORMULAS, IndexFormula, IndexRule

PERCENT = IndexFormula(
    compute=lambda eei, jai, _: 100 * eei * jai / 144,
    scale=lambda _: (0, 100),
    words="product of the indices of external economies and of joint action, in percent",
    written="100 × {eei} × {jai} / 144",
)

PERCENT_RULE = replace(
    REPORT_RULE, formula="percent", high_from=Fraction(60), low_to=Fraction("17.5")
)


@contextmanager
def registered() -> Iterator[IndexRule]:
    """`percent` among the formulas, and the rule that names it."""
    INDEX_FORMULAS["percent"] = PERCENT
    try:
        yield PERCENT_RULE
    finally:
        del INDEX_FORMULAS["percent"]
