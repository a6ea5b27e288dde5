"""A relation under every specification, in frames: the specifications, the curve, the choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from upgrading.faults import DataFaults, Fault
from upgrading.multiverse.choices import bears_out, what_matters
from upgrading.multiverse.cores import clusters_of
from upgrading.multiverse.curve import Curve, JointTest, curve
from upgrading.multiverse.editions import Editions
from upgrading.multiverse.grid import CHOICES, Grid
from upgrading.multiverse.relations import Relation
from upgrading.multiverse.specifications import Design, design
from upgrading.multiverse.variants import Variants

SPECIFICATION_COLUMNS: Final = (
    "relation",
    "specification",
    "baseline",
    *CHOICES,
    "clusters",
    "effect",
    "p",
)

SUMMARY_COLUMNS: Final = (
    "relation",
    "location",
    "statement",
    "groups",
    "x",
    "y",
    "sign",
    "clusters",
    "specifications",
    "distinct",
    "not_estimable",
    "baseline",
    "median",
    "lower_quartile",
    "upper_quartile",
    "lowest",
    "highest",
    "share_positive",
    "share_negative",
    "share_asserted",
    "share_significant",
    "mean_z",
    "p_median",
    "p_share",
    "p_z",
    "permutations",
)

_LEVEL: Final = 0.05


@dataclass(frozen=True)
class Examined:
    """A relation: its specifications (`SPECIFICATION_COLUMNS`), one row of `SUMMARY_COLUMNS`, and
    the choices that matter (`choices.CHOICE_COLUMNS`)."""

    specifications: pd.DataFrame
    summary: pd.DataFrame
    choices: pd.DataFrame


def examine(
    name: str, relation: Relation, editions: Editions, grid: Grid, test: JointTest
) -> Examined:
    """Everything about one relation.

    Effects are between -1 and 1 (`effects`); `p` is the two-sided permutation p of a single
    specification, within sectors. `share_significant` counts specifications with the asserted sign
    (any, where none is asserted) and p ≤ .05. `p_median`, `p_share` and `p_z` are of the joint test
    (`curve.Joint`). What cannot be estimated is missing, never 0; shares are of estimable ones.
    Raises `DataFaults` if no cluster of the relation's sector groups has a score of its y.
    """
    variants = Variants(editions)
    if not clusters_of(relation, variants):
        groups = ", ".join(relation.groups)
        problem = f"no cluster of {groups} has a score of {relation.y}"
        raise DataFaults([Fault(f"relation {name}", problem)])
    plan = design(relation, variants, grid)
    result = curve(plan, relation.sign, test, name)
    specifications = plan.table.assign(
        relation=name,
        specification=np.arange(1, len(plan.table) + 1),
        clusters=_clusters(plan),
        effect=result.effects,
        p=result.p_values,
    )
    return Examined(
        specifications[list(SPECIFICATION_COLUMNS)],
        _summary(name, relation, plan, result, test),
        what_matters(name, plan.table, result.effects, relation.sign, test.negligible),
    )


def _clusters(plan: Design) -> np.ndarray:
    """Clusters with an x and a score, by specification."""
    both = (plan.orders >= 0).astype(np.int64) @ (plan.scores >= 0).astype(np.int64).T
    return both[plan.order, plan.score]


def _summary(
    name: str, relation: Relation, plan: Design, result: Curve, test: JointTest
) -> pd.DataFrame:
    known = ~np.isnan(result.effects)
    effects, p_values = result.effects[known], result.p_values[known]
    row: dict[str, object] = dict.fromkeys(SUMMARY_COLUMNS)
    row |= {
        "relation": name,
        "location": relation.location,
        "statement": relation.statement,
        "groups": "; ".join(relation.groups),
        "x": relation.x,
        "y": relation.y,
        "sign": relation.sign,
        "clusters": int(_clusters(plan).max()),
        "specifications": len(known),
        "distinct": result.distinct,
        "not_estimable": int((~known).sum()),
        "permutations": test.permutations,
    }
    if len(effects):
        own = result.effects[plan.table["baseline"].to_numpy()]
        asserted = bears_out(effects, relation.sign, test.negligible)
        telling = asserted if relation.sign != "none" else np.ones_like(asserted)
        lowest, lower, median, upper, highest = np.quantile(effects, [0, 0.25, 0.5, 0.75, 1])
        row |= {
            "baseline": float(own[0]) if len(own) and not np.isnan(own[0]) else None,
            "median": float(median),
            "lower_quartile": float(lower),
            "upper_quartile": float(upper),
            "lowest": float(lowest),
            "highest": float(highest),
            "share_positive": float((effects > 0).mean()),
            "share_negative": float((effects < 0).mean()),
            "share_asserted": float(asserted.mean()),
            "share_significant": float((telling & (p_values <= _LEVEL)).mean()),
            "mean_z": result.z.observed,
            "p_median": result.median.p,
            "p_share": result.share.p,
            "p_z": result.z.p,
        }
    return pd.DataFrame([row], columns=list(SUMMARY_COLUMNS), dtype=object)
