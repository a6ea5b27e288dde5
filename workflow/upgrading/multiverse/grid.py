"""The choices that are crossed, and the levels of those that are numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from upgrading.correlations import MeanRule
from upgrading.indices import IndexRule

CHOICES: Final = (
    "edition",
    "as_printed",
    "left_out",
    "half_steps",
    "basis",
    "not_available",
    "aggregation",
    "weight",
    "missing_upgrading",
    "chains",
    "scale",
    "high_from",
    "low_to",
    "measure",
    "sectors",
)
"""Columns of choices, in order; an empty cell is a choice that does not apply."""

MEASURES: Final = ("tau_b", "gamma", "difference")

SECTORS: Final = ("pooled", "within")

NONE: Final = "none"
"""Level of `left_out` and `as_printed` where no cluster is left out, no figure so taken."""


@dataclass(frozen=True)
class Grid:
    """The levels of the choices that are numbers, and the analysis's own choices (the baseline)."""

    weights: tuple[Fraction, ...]
    high_from: tuple[Fraction, ...]
    low_to: tuple[Fraction, ...]
    leave_one_out: bool
    rule: IndexRule
    edition: str
    mean_rule: MeanRule

    @classmethod
    def from_config(
        cls, config: Mapping[str, Any], rule: IndexRule, edition: str, mean_rule: MeanRule
    ) -> Grid:
        """Read the `multiverse` section of the config; the analysis's own levels always belong."""

        def levels(key: str, own: Fraction) -> tuple[Fraction, ...]:
            return tuple(sorted({own, *(Fraction(str(value)) for value in config[key])}))

        return cls(
            levels("weights", rule.weights.share),
            levels("high_from", rule.high_from),
            levels("low_to", rule.low_to),
            config["leave_one_out"],
            rule,
            edition,
            mean_rule,
        )

    @property
    def thresholds(self) -> list[tuple[Fraction, Fraction]]:
        """Pairs of thresholds with room for Medium between them."""
        return [(high, low) for high in self.high_from for low in self.low_to if low < high]
