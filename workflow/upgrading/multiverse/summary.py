"""A relation under every specification, in frames: the specifications, the curve, the choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from upgrading.faults import DataFaults, Fault
from upgrading.multiverse.cores import CHOICES, Grid, clusters_of
from upgrading.multiverse.curve import Curve, JointTest, curve
from upgrading.multiverse.relations import Relation, Sign
from upgrading.multiverse.specifications import Design, design
from upgrading.multiverse.variants import Editions, Variants
from upgrading.vocabulary import LEVEL

# Which choices matter: how far each one moves the effect ------------------------------------------


CHOICE_COLUMNS: Final = (
    "relation",
    "choice",
    "explained",
    "level",
    "baseline",
    "specifications",
    "estimable",
    "median",
    "change",
    "share_asserted",
)

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


def bears_out(effects: Array, sign: Sign, negligible: float) -> Array:
    """Whether each effect has the asserted sign; for `none`, whether it is negligible."""
    match sign:
        case "positive":
            return effects > 0
        case "negative":
            return effects < 0
        case "none":
            # 0.1 is no number of a computer: allow for its last bit
            return np.abs(effects) <= negligible * (1 + 1e-9)


def share_explained(effects: Array, codes: Array) -> float | None:
    """Main effect of a choice (η²): share of the effects' variance that lies between its levels.

    `None` where the effects do not vary.
    """
    total = float(np.square(effects - effects.mean()).sum())
    if total < 1e-12 * len(effects):
        return None
    counts = np.bincount(codes)
    sums = np.bincount(codes, effects)
    used = counts > 0
    means = sums[used] / counts[used]
    return float((counts[used] * np.square(means - effects.mean())).sum() / total)


def what_matters(
    name: str, table: pd.DataFrame, effects: Array, sign: Sign, negligible: float
) -> pd.DataFrame:
    """Levels of every choice of a relation, the choice that explains most first.

    `table` has `CHOICES` (categories) and `baseline`. Columns: `CHOICE_COLUMNS`; `explained` is η²
    over the specifications to which the choice applies, `median` the median effect at the level,
    `change` that less the median at the baseline's level, `share_asserted` the share of estimable
    specifications with the asserted sign. Choices with a single level have no rows; what cannot be
    estimated is missing.
    """
    known = ~np.isnan(effects)
    blocks: list[tuple[float, pd.DataFrame]] = []
    for choice in CHOICES:
        column = table[choice].cat
        codes = column.codes.to_numpy()
        levels = [(code, str(level)) for code, level in enumerate(column.categories) if level]
        if len(levels) < 2:
            continue
        applies = np.isin(codes, [code for code, _ in levels])
        use = applies & known
        explained = share_explained(effects[use], codes[use]) if use.any() else None
        own = codes[table["baseline"].to_numpy()]
        rows = []
        medians = {
            code: float(np.median(effects[use & (codes == code)]))
            for code, _ in levels
            if (use & (codes == code)).any()
        }
        for code, level in levels:
            here = codes == code
            of_level = effects[here & known]
            median = medians.get(code)
            base = medians.get(int(own[0])) if len(own) else None
            rows.append(
                (
                    name,
                    choice,
                    explained,
                    level,
                    bool(len(own) and code == own[0]),
                    int(here.sum()),
                    len(of_level),
                    median,
                    None if median is None or base is None else median - base,
                    float(bears_out(of_level, sign, negligible).mean()) if len(of_level) else None,
                )
            )
        frame = pd.DataFrame(rows, columns=list(CHOICE_COLUMNS), dtype=object)
        blocks.append((-1.0 if explained is None else explained, frame))
    if not blocks:
        return pd.DataFrame(columns=list(CHOICE_COLUMNS), dtype=object)
    blocks.sort(key=lambda block: -block[0])
    return pd.concat([frame for _, frame in blocks], ignore_index=True)


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


@dataclass(frozen=True)
class Examined:
    """A relation: its specifications (`SPECIFICATION_COLUMNS`), one row of `SUMMARY_COLUMNS`, and
    the choices that matter (`CHOICE_COLUMNS`)."""

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
            "share_significant": float((telling & (p_values <= LEVEL)).mean()),
            "mean_z": result.z.observed,
            "p_median": result.median.p,
            "p_share": result.share.p,
            "p_z": result.z.p,
        }
    return pd.DataFrame([row], columns=list(SUMMARY_COLUMNS), dtype=object)
