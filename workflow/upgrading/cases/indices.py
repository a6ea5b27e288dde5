"""External economies, joint action and collective efficiency: the one statement of the indices.

EEI and JAI are the sums of four components each, the collective efficiency index is their weighted
mean (½ and ½ in the report), and its degree is High from 9.5, Low up to 5, else Medium (report,
chapter 2, footnote 11, and the legends of Tables 3, 7, 11 and 15). How each comes about in words
stands beside it. Whoever computes or tells an index calls this module.

An index of one's own is one more function under `index_formula`, named in the config
(docs/extending.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from upgrading.numbers import exact_text, twelve_digits
from upgrading.vocabulary import EXTERNAL_ECONOMIES, HIGHEST_INDEX, JOINT_ACTION

if TYPE_CHECKING:  # the checks of the config, which every run passes, do without pandas
    import pandas as pd

INDEX_COLUMNS = ("cluster_id", "eei", "jai", "ce_index", "ce_degree")

INDEX_COMPONENTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"eei": tuple(EXTERNAL_ECONOMIES), "jai": tuple(JOINT_ACTION)}
)
"""The components that each of the two indices sums."""

NotAvailable = Literal["zero", "skip", "exclude"]

Scale: TypeAlias = tuple[Fraction, Fraction]
"""The smallest and the largest value that an index can have."""


class Weights(NamedTuple):
    """Weights of the two indices, as the config has them: not negative, not both 0."""

    external_economies: Fraction
    joint_action: Fraction

    @property
    def total(self) -> Fraction:
        """What the two add to."""
        return self.external_economies + self.joint_action

    @property
    def share(self) -> Fraction:
        """The part of the two that external economies have."""
        return self.external_economies / self.total


@dataclass(frozen=True)
class IndexFormula:
    """A way to make the index of EEI and JAI (each 0 to `HIGHEST_INDEX`) and their weights.

    `scale` gives the smallest and largest index under the weights; `words` tells the formula, and
    `written` writes it: `{eei}` and `{jai}` stand for the values, `{external}` and `{joint}` for
    the weights, `{external_share}` and `{joint_share}` for the parts of 1 that these are.
    """

    compute: Callable[[Fraction, Fraction, Weights], Fraction]
    scale: Callable[[Weights], tuple[Fraction | int, Fraction | int]]
    words: str
    written: str

    def filled(self, eei: str, jai: str, weights: Weights) -> str:
        """`written` with everything in its place."""
        return self.written.format(
            eei=eei,
            jai=jai,
            external=exact_text(weights.external_economies),
            joint=exact_text(weights.joint_action),
            external_share=exact_text(weights.share),
            joint_share=exact_text(1 - weights.share),
        )


INDEX_FORMULAS: Final[dict[str, IndexFormula]] = {}
"""The formulas that `indices.formula` of the config may name, by the names of their functions."""

Computing: TypeAlias = Callable[[Fraction, Fraction, Weights], Fraction]


def index_formula(
    *, words: str, written: str, scale: Callable[[Weights], tuple[Fraction | int, Fraction | int]]
) -> Callable[[Computing], Computing]:
    """Register the function below as a formula of the index (see `IndexFormula`)."""

    def registered(compute: Computing) -> Computing:
        INDEX_FORMULAS[compute.__name__] = IndexFormula(compute, scale, words, written)
        return compute

    return registered


@index_formula(
    words="weighted sum of the indices of external economies and of joint action",
    written="{external} × {eei} + {joint} × {jai}",
    scale=lambda weights: (0, HIGHEST_INDEX * weights.total),
)
def weighted_mean(eei: Fraction, jai: Fraction, weights: Weights) -> Fraction:
    """The report's own formula: a mean with weights that add to 1 (chapter 2, footnote 11)."""
    return weights.external_economies * eei + weights.joint_action * jai


@index_formula(
    words="weighted geometric mean of the indices of external economies and of joint action",
    written="{eei}^{external_share} × {jai}^{joint_share}",
    scale=lambda weights: (0, HIGHEST_INDEX),
)
@cache
def geometric_mean(eei: Fraction, jai: Fraction, weights: Weights) -> Fraction:
    """Not of the report: high only where both are; 0 if one that has a weight is 0.

    Irrational in general, so that it is the exact fraction of its value at twelve digits.
    """
    if eei == jai or not weights.joint_action:
        return eei
    if not weights.external_economies:
        return jai
    if not eei or not jai:
        return Fraction(0)
    with localcontext(prec=40):
        bases = (Decimal(index.numerator) / index.denominator for index in (eei, jai))
        shares = (
            Decimal(share.numerator) / share.denominator
            for share in (weights.share, 1 - weights.share)
        )
        first, second = (base**share for base, share in zip(bases, shares, strict=True))
        return twelve_digits(first * second)


@dataclass(frozen=True)
class IndexRule:
    """The choices behind the index: weights, thresholds, what to do with a missing component.

    `not_available`: `zero` sums what there is (as the report does), `skip` takes the mean of what
    there is times four, `exclude` leaves the index of such a cluster empty. `formula` names one of
    `INDEX_FORMULAS`.
    """

    weight_external_economies: Fraction
    weight_joint_action: Fraction
    high_from: Fraction
    low_to: Fraction
    not_available: NotAvailable
    formula: str = weighted_mean.__name__

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> IndexRule:
        """Read the `indices` section of the config; decimals are taken as written.

        Choices accepted before there was a `formula` were made under the report's.
        """
        weights, degrees = config["weights"], config["degrees"]
        return cls(
            Fraction(str(weights["external_economies"])),
            Fraction(str(weights["joint_action"])),
            Fraction(str(degrees["high_from"])),
            Fraction(str(degrees["low_to"])),
            config["not_available"],
            config.get("formula", cls.formula),
        )

    @property
    def weights(self) -> Weights:
        """The two weights."""
        return Weights(self.weight_external_economies, self.weight_joint_action)

    @property
    def scale(self) -> Scale:
        """The smallest and the largest index under the formula and the weights."""
        lowest, highest = INDEX_FORMULAS[self.formula].scale(self.weights)
        return Fraction(lowest), Fraction(highest)

    def with_share(self, share: Fraction, total: Fraction | None = None) -> IndexRule:
        """The rule with `share` of the weights on external economies, which add to `total`.

        Without a `total` they add to the same as before.
        """
        total = self.weights.total if total is None else total
        return replace(
            self,
            weight_external_economies=share * total,
            weight_joint_action=(1 - share) * total,
        )


REPORTED: Final = IndexRule(Fraction(1, 2), Fraction(1, 2), Fraction("9.5"), Fraction(5), "zero")
"""The report's own rule (chapter 2, footnote 11); what is n.a. adds nothing in its annex tables."""


def component_sum(
    scores: Sequence[Fraction | None], not_available: NotAvailable
) -> Fraction | None:
    """Sum of the components of one index under the rule for missing ones.

    `None` if every component is missing, or if any is and the rule is `exclude`.
    """
    present = [score for score in scores if score is not None]
    if not present or (not_available == "exclude" and len(present) < len(scores)):
        return None
    total = sum(present, Fraction(0))
    return total * len(scores) / len(present) if not_available == "skip" else total


def index_of(eei: Fraction | None, jai: Fraction | None, rule: IndexRule) -> Fraction | None:
    """The collective efficiency index of both indices; `None` if one of them is."""
    if eei is None or jai is None:
        return None
    return INDEX_FORMULAS[rule.formula].compute(eei, jai, rule.weights)


def pooled_index(
    economies: Sequence[Fraction | None], actions: Sequence[Fraction | None], rule: IndexRule
) -> Fraction | None:
    """The index as one weighted mean of all components that there are.

    Each has the weight of its index. Of `weighted_mean` alone: on its scale, and the same where no
    component is missing; `None` if all of one of the two indices are.
    """
    if all(score is None for score in economies) or all(score is None for score in actions):
        return None
    weighted = [(rule.weight_external_economies, score) for score in economies]
    weighted += [(rule.weight_joint_action, score) for score in actions]
    present = [(weight, score) for weight, score in weighted if score is not None]
    total = sum((weight * score for weight, score in present), Fraction(0))
    return total * sum(weight for weight, _ in weighted) / sum(weight for weight, _ in present)


def formula_fault(rule: IndexRule) -> str | None:
    """What is wrong with the values of the rule's formula, over all whole points of EEI and JAI."""
    lowest, highest = rule.scale
    for eei, jai in product(map(Fraction, range(HIGHEST_INDEX + 1)), repeat=2):
        place = f"of EEI {eei} and JAI {jai}"
        try:
            value = index_of(eei, jai, rule)
        except ZeroDivisionError:
            return f"{rule.formula} {place} cannot be computed: it divides by 0"
        except (ArithmeticError, TypeError, ValueError) as error:
            return f"{rule.formula} {place} cannot be computed: {error}"
        if not isinstance(value, Fraction):
            return f"{rule.formula} {place} is no exact Fraction: {value!r}"
        if not lowest <= value <= highest:
            return (
                f"{rule.formula} {place} is {exact_text(value)}, which is not on its scale, "
                f"{scale_text(rule.scale)}"
            )
    return None


def scale_text(scale: Scale, joint: str = " to ") -> str:
    """`0 to 12`."""
    return joint.join(map(exact_text, scale))


def degree(ce_index: Fraction | None, rule: IndexRule) -> str | None:
    """Degree of collective efficiency of an index: `high`, `medium`, `low`; `None` of none."""
    if ce_index is None:
        return None
    if ce_index >= rule.high_from:
        return "high"
    return "low" if ce_index <= rule.low_to else "medium"


def collective_efficiency(clusters: pd.DataFrame, rule: IndexRule) -> pd.DataFrame:
    """Indices of every cluster: columns `INDEX_COLUMNS`, exact; EEI and JAI in points, 0 to 12.

    The index is on `rule.scale`. `clusters` has the component columns as `Fraction` or `None`. An
    index that the rule leaves undefined is `None`. Raises `TypeError` for floats (see
    `frames.require_exact`).
    """
    import pandas as pd

    from upgrading.files.frames import require_exact

    require_exact(clusters, (*EXTERNAL_ECONOMIES, *JOINT_ACTION))
    # by columns: as a row, a cluster without any score would be taken for text, and None for NaN
    eei, jai = (
        [
            component_sum(scores, rule.not_available)
            for scores in zip(*(clusters[name] for name in names), strict=True)
        ]
        for names in INDEX_COMPONENTS.values()
    )
    index = [index_of(*both, rule) for both in zip(eei, jai, strict=True)]
    degrees = [degree(value, rule) for value in index]
    rows = zip(clusters["cluster_id"], eei, jai, index, degrees, strict=True)
    return pd.DataFrame(rows, columns=list(INDEX_COLUMNS), dtype=object)


def sum_told(scores: Sequence[Fraction | None], not_available: NotAvailable) -> tuple[str, str]:
    """How EEI or JAI comes about of its components: in words, and as a formula."""
    present = [score for score in scores if score is not None]
    words, terms = "sum of the four components", " + ".join(map(exact_text, present))
    if len(present) == len(scores):
        return words, terms
    how = {
        "zero": "what is not available counts nothing",
        "skip": f"of {len(present)} available, scaled up to four",
        "exclude": "not computed, since a component is not available",
    }[not_available]
    if not_available == "skip":
        terms = f"({terms}) × {len(scores)} / {len(present)}"
    return f"{words}; {how}", terms


def index_told(eei: Fraction | None, jai: Fraction | None, rule: IndexRule) -> tuple[str, str]:
    """How the index comes about of EEI and JAI: in words, and as a formula."""
    formula = INDEX_FORMULAS[rule.formula]
    eei_text, jai_text = ("n.a." if index is None else exact_text(index) for index in (eei, jai))
    return formula.words, formula.filled(eei_text, jai_text, rule.weights)


def degree_told(ce_index: Fraction | None, rule: IndexRule) -> tuple[str, str]:
    """How the degree comes about of the index: in words, and the index."""
    high, low = exact_text(rule.high_from), exact_text(rule.low_to)
    words = f"degree of the index: High from {high}, Low up to {low}, else Medium"
    return words, "" if ce_index is None else exact_text(ce_index)
