"""Association of each kind of upgrading with each index, component and governance pattern.

One row per relation: the four measures with bootstrap intervals, permutation p-values of τ-b and
ρ, the range of τ-b when one cluster is left out, and the p-value of τ-b adjusted for how many
relations are looked at. The primary family is fixed by rule, not declared in advance, the scores
being in view: the collective efficiency index with the four kinds of upgrading, in the four sector
groups and in all with groups as blocks. All else is exploratory. The report's own "correlations"
are Tables 6, 10 and 14.

Forty chosen cases have no sampling frame: p-values describe them and do not generalise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from upgrading.cases import printed
from upgrading.cases.catalogue import Table
from upgrading.inference.counted import counted_p
from upgrading.inference.intervals import (
    NOT_ESTIMABLE,
    BootstrapChoices,
    contradicts,
    fewest_levels,
    interval,
    leave_one_out,
    leaving_one_out,
    resamples,
)
from upgrading.inference.measures import (
    FloatArray,
    IntArray,
    Measures,
    concordance,
    measures,
    measures_over_weights,
    rank_product,
)
from upgrading.inference.permutation import PermutationChoices, arrangements, p_values
from upgrading.inference.samples import SCOPES, Sample, Scores, by_cluster, sample, without_a_say
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, INDICES, LEVEL, UPGRADING

# p-values of many tests together: Holm for a family fixed by rule, Benjamini–Hochberg for the rest.
#
# Sources: S. Holm (1979), Scandinavian Journal of Statistics 6 (chance of any false finding);
# Y. Benjamini and Y. Hochberg (1995), JRSS B 57 (expected share of false findings).


def holm(p: FloatArray) -> FloatArray:
    """Holm's adjusted p-values; what is NaN stays so and does not count as a test."""
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    adjusted = np.full(len(p), np.nan)
    times = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * times))
    return adjusted


def benjamini_hochberg(p: FloatArray) -> FloatArray:
    """Benjamini and Hochberg's adjusted p-values; NaN as in `holm`."""
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")][::-1]
    adjusted = np.full(len(p), np.nan)
    times = len(order) / np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1, np.minimum.accumulate(p[order] * times))
    return adjusted


# What pooling sector groups does to a relation: all pairs of clusters against pairs of one group.
#
# A rank correlation over all clusters compares clusters of different sector groups too. Where
# groups with more collective efficiency also upgrade more, for whatever reason, these pairs agree,
# and the pooled figure takes the difference between groups for a relation between clusters. The
# surplus of concordant over discordant pairs, the numerator of τ-b, can be split into the two
# kinds of pairs.


POOLING_COLUMNS: Final = (
    "upgrading",
    "scope",
    "clusters",
    "surplus",
    "tau_b",
    "p",
    "rho",
    "rho_p",
    "note",
)


def printed_index(cells: pd.DataFrame, tables: Mapping[str, Table]) -> pd.DataFrame:
    """The collective efficiency index as Tables 3, 7, 11 and 15 print it: `cluster_id, ce_index`.

    `cells`: the printed cells (`printed.CELL_COLUMNS`); `tables`: their layouts.
    """
    listed = [exhibit for exhibit, table in tables.items() if table.shape == "index"]
    rows = cells[
        cells["exhibit"].isin(listed)
        & (cells["row_kind"] == "body")
        & (cells["column"] == "ce_index")
    ]
    index = pd.Series(list(map(printed.score, rows["printed"])), dtype=object)
    return pd.DataFrame({"cluster_id": list(rows["row"]), "ce_index": index})


def pooled_and_within(
    clusters: pd.DataFrame, indices: pd.DataFrame, kind: str, choices: PermutationChoices
) -> pd.DataFrame:
    """The collective efficiency index with one kind of upgrading in every scope.

    `clusters` and `indices` (`cluster_id, ce_index`) as in `data/processed`; `kind` is a column of
    upgrading. Columns `POOLING_COLUMNS`: `surplus` is the number of concordant less that of
    discordant pairs, the p-values are two-sided permutation tests of τ-b and ρ, made as in
    `association`. What is not estimable is NaN, and `note` says why.
    """
    groups = dict(zip(clusters["cluster_id"], clusters["group"], strict=True))
    index, scores = by_cluster(indices, "ce_index"), by_cluster(clusters, kind)
    rows = []
    for scope in SCOPES:
        case = sample(index, scores, groups, scope)
        row: dict[str, object] = {
            "upgrading": kind,
            "scope": scope,
            "clusters": len(case.clusters),
            "note": "; ".join(map(without_a_say, case.left_out)),
        }
        if case.problem:
            rows.append(row | {"note": f"not estimable: {case.problem}"})
            continue
        drawn = arrangements(case.y, case.strata, f"{kind}/{scope}", choices)
        found = measures(case.x, case.y, case.strata)
        for name, p, statistic in (("tau_b", "p", concordance), ("rho", "rho_p", rank_product)):
            observed = statistic(case.x, case.y[np.newaxis], case.strata)[0]
            among = statistic(case.x, drawn.values, case.strata)
            row |= {
                name: float(getattr(found, name)[0]),
                p: float(p_values(observed, among, drawn.exact)[0]),
            }
        row["surplus"] = surplus = int(concordance(case.x, case.y[np.newaxis], case.strata)[0, 0])
        counted = None if drawn.exact else counted_p(case.x, case.y, case.strata, surplus)
        row |= {} if counted is None else {"p": counted.p}
        rows.append(row)
    return pd.DataFrame(rows, columns=list(POOLING_COLUMNS))


IN_GLOBAL_CHAIN: Final = "_global"
"""Ends the name of a governance pattern that counts only where the chain is global."""

ASSOCIATION_COLUMNS: Final = (
    "upgrading",
    "index",
    "scope",
    "clusters",
    *(
        column
        for measure in Measures._fields
        for column in (measure, f"{measure}_low", f"{measure}_high", f"{measure}_interval")
    ),
    "resamples_dropped",
    "p",
    "rho_p",
    "exact",
    "arrangements",
    "family",
    "adjustment",
    "p_adjusted",
    "without_one_low",
    "without_one_low_cluster",
    "without_one_high",
    "without_one_high_cluster",
    "note",
)


Place: TypeAlias = tuple[str, str, str]
"""Kind of upgrading, what it is related to, scope."""

Row: TypeAlias = dict[str, object]
"""What stands in a row, from `clusters` on, without its family."""


def explanations(clusters: pd.DataFrame, indices: pd.DataFrame) -> dict[str, Scores]:
    """What upgrading is related to, by name: the scores by `cluster_id`.

    The three indices, the eight components, and each governance pattern twice: whether the cluster
    is in such a chain at all, and whether in a global one (codes 2 and 3). Domestic, global and
    both are no order, so that the codes themselves are not ranked.
    """
    found: dict[str, Scores] = {name: by_cluster(indices, name) for name in INDICES}
    found |= {name: by_cluster(clusters, name) for name in COMPONENTS}
    for pattern in GOVERNANCE:
        codes = by_cluster(clusters, pattern)
        found[pattern] = _at_least(codes, 1)
        found[pattern + IN_GLOBAL_CHAIN] = _at_least(codes, 2)
    return found


def _at_least(codes: Scores, least: int) -> Scores:
    return {c: None if code is None else int(code >= least) for c, code in codes.items()}


def association(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    permutation: PermutationChoices,
    bootstrap: BootstrapChoices,
) -> pd.DataFrame:
    """Every relation, columns `ASSOCIATION_COLUMNS`, in the order of the vocabulary.

    `clusters` and `indices` as in `data/processed`, scores exact (`Fraction` or `None`). Measures
    are on −1 to 1; `clusters` counts those used; `*_interval` says how the interval was made (BCa,
    percentile) or why there is none. What is not estimable is NaN, and `note` says why, as it does
    where an interval contradicts the p beside it. `p` (of τ-b, the one that is adjusted) and
    `rho_p` are two-sided, within sector groups if `scope` is `blocked`. `p` is over `arrangements`
    of the scores: all where they can be listed or counted (`exact`); `rho_p` is drawn where they
    cannot be listed. Several clusters without which τ-b is equally low
    or high are separated by blanks.
    """
    return as_table(rows_of(tested(clusters, indices, permutation, bootstrap)))


@dataclass(frozen=True)
class Tested:
    """What a row rests on: the scores of a relation, and how they are permuted and resampled."""

    sample: Sample
    permutation: PermutationChoices
    bootstrap: BootstrapChoices


def tested(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    permutation: PermutationChoices,
    bootstrap: BootstrapChoices,
) -> dict[Place, Tested]:
    """What every row of `association` rests on, in the order of the table."""
    groups = dict(zip(clusters["cluster_id"], clusters["group"], strict=True))
    related = explanations(clusters, indices)
    return {
        (kind, name, scope): Tested(
            sample(x, by_cluster(clusters, kind), groups, scope), permutation, bootstrap
        )
        for kind in UPGRADING
        for name, x in related.items()
        for scope in SCOPES
    }


def rows_of(cases: Mapping[Place, Tested]) -> dict[Place, Row]:
    """What stands in the rows of these relations, in their order, without their families."""
    alike: defaultdict[tuple[str, str], dict[str, Tested]] = defaultdict(dict)
    for (kind, name, scope), case in cases.items():
        alike[kind, scope][name] = case
    made: dict[Place, Row] = {}
    for (kind, scope), named in alike.items():
        first = next(iter(named.values()))
        samples = {name: case.sample for name, case in named.items()}
        found = _relations(samples, f"{kind}/{scope}", first.permutation, first.bootstrap)
        made |= {(kind, name, scope): row for name, row in found.items()}
    return {place: made[place] for place in cases}


def as_table(rows: Mapping[Place, Row]) -> pd.DataFrame:
    """The table of these rows, with its families of tests: columns `ASSOCIATION_COLUMNS`."""
    placed = [
        {"upgrading": kind, "index": name, "scope": scope, **row}
        for (kind, name, scope), row in rows.items()
    ]
    return _with_families(pd.DataFrame(placed))[list(ASSOCIATION_COLUMNS)]


def _relations(
    samples: Mapping[str, Sample],
    key: str,
    permutation: PermutationChoices,
    bootstrap: BootstrapChoices,
) -> dict[str, dict[str, object]]:
    """What stands in the rows of one kind of upgrading in one scope, by what it is related to.

    Relations on the same clusters share arrangements and resamples, which saves most of the time;
    what is drawn depends on the kind, the scope and these clusters, not on which relations share.
    """
    found = {name: _not_estimable(case) for name, case in samples.items() if case.problem}
    together: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, case in samples.items():
        if not case.problem:
            together[case.clusters].append(name)
    for ids, names in together.items():
        y, strata = samples[names[0]].y, samples[names[0]].strata
        xs = np.array([samples[name].x for name in names])
        drawn = arrangements(y, strata, key, permutation)
        observed = concordance(xs, y[np.newaxis], strata)[0]
        p = p_values(observed, concordance(xs, drawn.values, strata), drawn.exact)
        counted = [
            None if drawn.exact else counted_p(x, y, strata, int(surplus))
            for x, surplus in zip(xs, observed, strict=True)
        ]
        observed = rank_product(xs, y[np.newaxis], strata)[0]
        rho_p = p_values(observed, rank_product(xs, drawn.values, strata), drawn.exact)
        weights = resamples(len(ids), strata, key, bootstrap)
        for place, name in enumerate(names):
            exact = counted[place]
            tests = {
                "p": float(p[place]) if exact is None else exact.p,
                "rho_p": float(rho_p[place]),
            }
            effects = _effects(samples[name], weights, bootstrap.confidence) | tests
            remarks = filter(None, [effects["note"], *contradictions(effects)])
            found[name] = {
                **effects,
                "note": "; ".join(map(str, remarks)),
                "exact": drawn.exact or exact is not None,
                "arrangements": len(drawn.values) if exact is None else exact.arrangements,
            }
    return found


TOLD: Final = {"tau_b": "τ-b", "gamma": "γ", "somers_d": "Somers’ D", "rho": "ρ"}
"""What a note calls each measure."""


def contradictions(row: Mapping[str, object]) -> list[str]:
    """Where an interval of a row contradicts the p beside it, in words, a measure each.

    Of ρ that is `rho_p`, of the others `p`: rearranging the scores changes little of what their
    common numerator is divided by.
    """
    found = []
    for measure, label in TOLD.items():
        low, high, p = (
            float(str(row[name]))
            for name in (f"{measure}_low", f"{measure}_high", "rho_p" if measure == "rho" else "p")
        )
        if contradicts(low, high, p):
            holds, side = ("leaves out", "above") if p > LEVEL else ("holds", "at most")
            of = "p of ρ" if measure == "rho" else "p"
            found.append(f"the interval of {label} {holds} 0, {of} is {side} {LEVEL}")
    return found


def _not_estimable(case: Sample) -> dict[str, object]:
    return {
        "clusters": len(case.clusters),
        **{f"{measure}_interval": NOT_ESTIMABLE for measure in Measures._fields},
        "note": f"not estimable: {case.problem}",
    }


def _effects(case: Sample, weights: IntArray, confidence: float) -> dict[str, object]:
    """Measures, intervals and leave-one-out range of one relation."""
    n, fewest = len(case.clusters), fewest_levels(case.x, case.y, case.strata)
    observed = measures(case.x, case.y, case.strata)
    resampled = measures_over_weights(case.x, case.y, weights, case.strata)
    left_out = measures_over_weights(case.x, case.y, leaving_one_out(n), case.strata)
    row: dict[str, object] = {"clusters": n}
    for measure in Measures._fields:
        value = float(getattr(observed, measure)[0])
        drawn = getattr(resampled, measure), getattr(left_out, measure)
        found = interval(value, *drawn, confidence, fewest)
        row |= {
            measure: value,
            f"{measure}_low": found.low,
            f"{measure}_high": found.high,
            f"{measure}_interval": found.method,
            "resamples_dropped": found.dropped,
        }
    without = leave_one_out(left_out.tau_b)

    def names(positions: Sequence[int]) -> str:
        return " ".join(case.clusters[position] for position in positions)

    remarks = [*map(without_a_say, case.left_out)]
    if without.undefined:
        remarks.append(f"not estimable without {names(without.undefined)}")
    return row | {
        "without_one_low": without.low,
        "without_one_low_cluster": names(without.without_low),
        "without_one_high": without.high,
        "without_one_high_cluster": names(without.without_high),
        "note": "; ".join(remarks),
    }


def _with_families(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its families of tests and the p-values adjusted within each."""
    primary = (frame["index"] == "ce_index") & (frame["scope"] != "pooled")
    p = frame["p"].to_numpy(dtype=np.float64)
    adjusted = np.empty(len(p))
    adjusted[primary] = holm(p[primary])
    adjusted[~primary] = benjamini_hochberg(p[~primary])
    return frame.assign(
        family=np.where(primary, "primary", "exploratory"),
        adjustment=np.where(primary, "Holm", "Benjamini–Hochberg"),
        p_adjusted=adjusted,
    )
