"""Relations and sets under every specification, in frames: specifications, curve, choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from upgrading.faults import DataFaults, Fault
from upgrading.multiverse.cores import CHOICES, Grid, clusters_of
from upgrading.multiverse.curve import Curve, JointTest, curve, tau_b_of_pairs
from upgrading.multiverse.relations import Member, Relation, Sign
from upgrading.multiverse.specifications import Design, design
from upgrading.multiverse.variants import Editions
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

_NIL: Final = 1e-9
"""A sum of effects nearer to 0 than this is 0."""


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
    "combinations",
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
    "combinations",
    "specifications",
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
    member = Member.of(relation, 1)
    if not clusters_of(member, editions):
        groups = ", ".join(relation.groups)
        problem = f"no cluster of {groups} has a score of {relation.y}"
        raise DataFaults([Fault(f"relation {name}", problem)])
    plan = design([member], editions, grid)
    result = curve(plan, relation.sign, test, name)
    specifications = plan.table.assign(
        relation=name,
        specification=np.arange(1, len(plan.table) + 1),
        effect=result.effects,
        p=result.p_values,
    )
    return Examined(
        specifications[list(SPECIFICATION_COLUMNS)],
        _summary(name, relation, plan, result, test),
        what_matters(name, plan.table, result.effects, relation.sign, test.negligible),
    )


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
        "clusters": int(plan.table["clusters"].max()),
        "combinations": int(plan.table["combinations"].sum()),
        "specifications": len(known),
        "not_estimable": int((~known).sum()),
        "permutations": test.permutations,
    }
    if len(effects):
        own = float(result.effects[0])
        asserted = bears_out(effects, relation.sign, test.negligible)
        telling = asserted if relation.sign != "none" else np.ones_like(asserted)
        lowest, lower, median, upper, highest = np.quantile(effects, [0, 0.25, 0.5, 0.75, 1])
        row |= {
            "baseline": None if np.isnan(own) else own,
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


# Sets: the mean signed effect of their members ----------------------------------------------------


SET_SPECIFICATION_COLUMNS: Final = (
    "set",
    "specification",
    "baseline",
    *CHOICES,
    "combinations",
    "members",
    "clusters",
    "effect",
)


def set_specifications(
    name: str, members: Sequence[Member], editions: Editions, grid: Grid
) -> pd.DataFrame:
    """The specifications of a set, columns `SET_SPECIFICATION_COLUMNS`.

    All members are under the same choices at once; `effect` is the mean of the signed effects of
    those that can be estimated, which `members` counts, missing where none can.
    """
    plan = design(members, editions, grid)
    effects = np.array(
        [
            one.sign * tau_b_of_pairs(x, y, plan.sectors)
            for one, x, y in zip(members, plan.x, plan.y, strict=True)
        ]
    )
    count = (~np.isnan(effects)).sum(axis=0)
    total = np.nansum(effects, axis=0)
    # an excess of nothing, added up from several: the last bit is no effect
    total[np.abs(total) < _NIL] = 0
    found = plan.table.assign(
        set=name,
        specification=np.arange(1, len(plan.table) + 1),
        members=count,
        effect=np.where(count > 0, total / np.maximum(count, 1), np.nan),
    )
    return found[list(SET_SPECIFICATION_COLUMNS)]


def shares(curves: pd.DataFrame, of_sets: pd.DataFrame) -> pd.DataFrame:
    """Shares of estimable specifications with either sign, of every relation and set by its name.

    `curves`: `SUMMARY_COLUMNS`; `of_sets`: `SET_SPECIFICATION_COLUMNS`. Columns: `relation,
    share_positive, share_negative`.
    """
    rows = [
        (name, float((effects > 0).mean()), float((effects < 0).mean()))
        for name, effects in of_sets.dropna(subset=["effect"]).groupby("set", observed=True)[
            "effect"
        ]
    ]
    columns = ["relation", "share_positive", "share_negative"]
    return pd.concat([curves[columns], pd.DataFrame(rows, columns=columns)], ignore_index=True)
