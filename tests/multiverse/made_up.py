"""Clusters made up for the tests of the multiverse."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pandas as pd
from reference import REPORT_RULE

from upgrading.multiverse.cores import Grid
from upgrading.multiverse.relations import Relation
from upgrading.multiverse.variants import Editions
from upgrading.parts import NOTHING
from upgrading.vocabulary import COMPONENTS

TRADITIONAL = "traditional_manufacturing"
NATURAL = "natural_resource_based"

ERRATA = pd.DataFrame(
    [
        ("E1", "annex_table_2/furniture_chipilo/jai", NOTHING),
        ("E2", "table_09/total/up_sum", NOTHING),
    ],
    columns=["erratum", "root", "alternatives"],
    dtype=object,
)
"""As the audit lists them: a printed JAI in doubt, and a total that no score hangs on."""


def grid(**changed: object) -> Grid:
    """The report's own choices and nothing else, but for what is changed."""
    own: dict[str, object] = {
        "weights": (Fraction(1, 2),),
        "high_from": (Fraction(19, 2),),
        "low_to": (Fraction(5),),
        "rule": REPORT_RULE,
        "edition": "printed",
    }
    return Grid(**{**own, **changed})


def relation(x: str = "ce_index", y: str = "up_product", **changed: object) -> Relation:
    """A relation within traditional manufacturing, asserted positive, but for what is changed."""
    own: dict[str, object] = {
        "location": "here",
        "statement": "More of one goes with more of the other.",
        "groups": (TRADITIONAL,),
        "sign": "positive",
    }
    return Relation(**{**own, "x": x, "y": y, **changed})


def made_up(
    groups: Mapping[str, str],
    x: Sequence[int],
    y: Sequence[Fraction | int | None],
    column: str = "ja_forward",
) -> Editions:
    """One edition: `column` is x, product upgrading y; all other components are 1."""
    scores: dict[tuple[str, str], Fraction | None] = {}
    for cluster, of_x, of_y in zip(groups, x, y, strict=True):
        scores |= {(cluster, component): Fraction(1) for component in COMPONENTS}
        scores[cluster, column] = Fraction(of_x)
        scores[cluster, "up_product"] = None if of_y is None else Fraction(of_y)
    return Editions(groups, {"printed": scores}, {}, {})
