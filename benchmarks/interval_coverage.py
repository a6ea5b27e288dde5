"""How often the bootstrap intervals of the inference hold the true measure.

Run with `PYTHONPATH=workflow`. Clusters are drawn from a population whose τ-b, γ, Somers' D and ρ
are known: two normal variables cut into as many levels as the index and upgrading have. A 95 %
interval should hold the truth in 95 of 100 draws.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.stats import rankdata

from upgrading.inference.intervals import (
    BootstrapChoices,
    fewest_levels,
    interval,
    leaving_one_out,
    percentile_interval,
    resamples,
)
from upgrading.inference.measures import (
    FloatArray,
    IntArray,
    Measures,
    measures,
    measures_over_weights,
)

SETS = 1000
SIZES = {
    "9 clusters": np.zeros(9, dtype=np.int64),
    "11 clusters": np.zeros(11, dtype=np.int64),
    "15 clusters": np.zeros(15, dtype=np.int64),
    "blocks of 15, 11, 9": np.repeat([0, 1, 2], [15, 11, 9]),
    "40 clusters": np.zeros(40, dtype=np.int64),
}


def drawn(n: int, correlation: float, source: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Two scores of n clusters: an index of ten levels, upgrading of five."""
    first, noise = source.standard_normal((2, n))
    second = correlation * first + np.sqrt(1 - correlation**2) * noise
    return np.digitize(first, np.linspace(-1.5, 1.5, 9)), np.digitize(second, [-1.2, -0.4, 0.3, 1])


@cache
def truth(correlation: float) -> list[float]:
    """The measures of the population, from two million of its clusters."""
    x, y = drawn(2_000_000, correlation, np.random.default_rng(1))
    sign_x, sign_y = np.sign(x[::2] - x[1::2]), np.sign(y[::2] - y[1::2])
    difference = (sign_x * sign_y).mean()
    untied_x, untied_y = np.abs(sign_x).mean(), np.abs(sign_y).mean()
    return [
        difference / np.sqrt(untied_x * untied_y),
        difference / np.abs(sign_x * sign_y).mean(),
        difference / untied_x,
        float(np.corrcoef(rankdata(x), rankdata(y))[0, 1]),
    ]


def coverage(strata: IntArray, correlation: float) -> tuple[FloatArray, FloatArray]:
    """Share of BCa and of percentile intervals, by measure, that hold the truth."""
    true, source, n = truth(correlation), np.random.default_rng(7), len(strata)
    held = np.zeros((2, len(true)))
    for number in range(SETS):
        x, y = drawn(n, correlation, source)
        weights = resamples(n, strata, str(number), BootstrapChoices(999, 0.95, 1))
        observed = measures(x, y, strata)
        resampled = measures_over_weights(x, y, weights, strata)
        left_out = measures_over_weights(x, y, leaving_one_out(n), strata)
        for place, name in enumerate(Measures._fields):
            values = getattr(resampled, name)
            found = interval(
                *(getattr(observed, name)[0], values, getattr(left_out, name), 0.95),
                fewest_levels(x, y, strata),
            )
            held[0, place] += found.low <= true[place] <= found.high
            low, high = percentile_interval(values[~np.isnan(values)], 0.95)
            held[1, place] += low <= true[place] <= high
    return held[0] / SETS, held[1] / SETS


def main() -> None:
    """Print the coverage by number of clusters and correlation."""
    print(f"{'':34}{'BCa: ' + ' '.join(Measures._fields):32}percentile")
    for label, strata in SIZES.items():
        for correlation in (0.0, 0.5, 0.8):
            shares = coverage(strata, correlation)
            texts = ["  ".join(f"{share:.3f}" for share in row) for row in shares]
            print(f"{label:22}{correlation:6.1f}      {texts[0]:32}{texts[1]}")


if __name__ == "__main__":
    main()
