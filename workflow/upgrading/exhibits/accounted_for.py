"""What the audit's hypotheses account for.

A hypothesis of the audit may explain figures, or no more than hint at a cause; a slip is a figure
that contradicts its own row or column without a single change that mends it: it stays unexplained,
and explains what is carried forward from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from upgrading.parts import Passage, Strength
from upgrading.verdicts import DIFFERING

SLIP: Final = "slip"


@dataclass(frozen=True)
class Accounted:
    """How many figures differ, and what accounts for them.

    `by_hypotheses`: explained figures for which a hypothesis other than a slip accounts, and
    `hypotheses` how many these are; `carried_forward`: explained by slips alone, and `slips` how
    many these are; `slips_themselves`: unexplained figures in which a slip starts; `hinted`:
    unexplained ones for which there is a hint, and `hints` hypotheses that are no more than that;
    `bare`: unexplained without either.
    """

    by_hypotheses: int
    hypotheses: int
    carried_forward: int
    slips: int
    slips_themselves: int
    hinted: int
    hints: int
    bare: int


def accounted(cells: pd.DataFrame, errata: pd.DataFrame) -> Accounted:
    """Count the audit's `cells` (`verdict`, `explanation`) by its `errata` (`erratum`, `class`).

    An `explanation` is a passage.
    """
    slips = set(errata.loc[errata["class"] == SLIP, "erratum"])
    why = [cells.loc[cells["verdict"] == verdict, "explanation"] for verdict in DIFFERING]
    explained, unexplained = ([set(told.errata) for told in one] for one in why)
    explaining = set().union(*explained) - slips
    hints = set(errata["erratum"]) - slips - explaining
    own = [bool(named & slips) for named in unexplained]
    # a hint that an erratum took in names none at the figures that only it would reproduce
    hinted = [
        bool(told.errata or _is_hint(told)) and not mine
        for told, mine in zip(why[1], own, strict=True)
    ]
    carried = sum(bool(named) and named <= slips for named in explained)
    return Accounted(
        by_hypotheses=len(explained) - carried,
        hypotheses=len(explaining),
        carried_forward=carried,
        slips=len(slips),
        slips_themselves=sum(own),
        hinted=sum(hinted),
        hints=len(hints),
        bare=len(unexplained) - sum(own) - sum(hinted),
    )


def _is_hint(told: Passage) -> bool:
    return any(isinstance(part, Strength) and part.weak for one in told.texts for part in one)
