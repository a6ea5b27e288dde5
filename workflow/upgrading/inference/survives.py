"""Which relations of the report survive: association, leave-one-out and multiverse put together.

The verdict on a relation follows from its numbers by the same rules for all (`verdict`).
It is about the forty chosen cases and about choices of the analysis; it does not generalise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

import numpy as np
import pandas as pd

from upgrading.faults import Fault, raise_if_any
from upgrading.inference.association import IN_GLOBAL_CHAIN
from upgrading.multiverse.relations import Relation, Sign
from upgrading.vocabulary import LEVEL

Verdict: TypeAlias = Literal[
    "holds in every respect",
    "holds, not after adjustment",
    "as asserted, uncertain",
    "hangs on choices",
    "against, uncertain",
    "against",
    "not estimable",
]

STABLE: Final = 0.95
"""Share of specifications from which on they count as agreeing."""

SURVIVES_COLUMNS: Final = (
    "relation",
    "location",
    "statement",
    "groups",
    "x",
    "y",
    "sign",
    "explanation",
    "scope",
    "clusters",
    "tau_b",
    "low",
    "high",
    "p",
    "family",
    "p_adjusted",
    "without_one_low",
    "without_one_high",
    "specifications",
    "not_estimable",
    "median",
    "share_asserted",
    "p_joint",
    "p_joint_share",
    "p_joint_z",
    "matters_most",
    "matters_explained",
    "verdict",
    "note",
)


@dataclass(frozen=True)
class Found:
    """The numbers that a verdict follows from; NaN where something is not estimable.

    `effect`: τ-b, with its interval `low` to `high`, its permutation p and the p adjusted for how
    many relations are looked at; `least` and `most`: τ-b without one cluster; `share`: of the
    specifications that bear out what is asserted; `p_joint`: of the whole curve.
    """

    effect: float
    low: float
    high: float
    p: float
    p_adjusted: float
    least: float
    most: float
    share: float
    p_joint: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0 and p is at most `LEVEL`."""
        return self.p <= LEVEL and (self.low > 0 or self.high < 0)


def verdict(sign: Sign, found: Found, negligible: float) -> Verdict:
    """What the numbers say of a relation asserted with a sign, or of an asserted absence.

    A sign stands if τ-b has it, keeps it whichever cluster is left out, and at least `STABLE` of
    the specifications have it. It then holds in every respect if the interval leaves out 0 and p,
    adjusted p and joint p are at most `LEVEL`; if only the adjusted p is above, it holds but not
    after adjustment; else it is as asserted, but uncertain. If the same is true of the opposite,
    the data stand against the relation (uncertain unless interval and p are clear). Everything else
    hangs on choices. An absence stands where a sign does if effect, leave-one-out range and
    specifications are within ±`negligible`, in every respect if the interval is, too; the data
    stand against it if they are beyond on one side.
    """
    if np.isnan(found.effect):
        return "not estimable"
    if sign == "none":
        return _of_absence(found, negligible)
    if sign == "negative":
        found = replace(
            found,
            effect=-found.effect,
            low=-found.high,
            high=-found.low,
            least=-found.most,
            most=-found.least,
        )
    if found.effect > 0 and found.least > 0 and found.share >= STABLE:
        if not (found.clear and found.p_joint <= LEVEL):
            return "as asserted, uncertain"
        adjusted = found.p_adjusted <= LEVEL
        return "holds in every respect" if adjusted else "holds, not after adjustment"
    if found.effect <= 0 and found.most <= 0 and found.share <= 1 - STABLE:
        return "against" if found.clear else "against, uncertain"
    return "hangs on choices"


def _of_absence(found: Found, negligible: float) -> Verdict:
    def within(*values: float) -> bool:
        # 0.1 is no number of a computer: allow for its last bit
        return all(abs(value) <= negligible * (1 + 1e-9) for value in values)

    if within(found.effect, found.least, found.most) and found.share >= STABLE:
        every = within(found.low, found.high)
        return "holds in every respect" if every else "as asserted, uncertain"
    beyond = found.least > negligible or found.most < -negligible
    if beyond and not within(found.effect) and found.share <= 1 - STABLE:
        return "against" if found.clear else "against, uncertain"
    return "hangs on choices"


def explanation_of(relation: Relation) -> str | None:
    """What `association` calls the x of a relation; `None` if it does not measure it.

    A governance pattern counts by the nearest reading of its chains: any, or global ones.
    """
    if not relation.governed:
        return relation.x
    names = {"any": relation.x, "global": relation.x + IN_GLOBAL_CHAIN}
    return names.get(relation.chains[0])


def scope_of(relation: Relation) -> str:
    """The sector group of a relation, or all groups as blocks if it speaks of several."""
    return relation.groups[0] if len(relation.groups) == 1 else "blocked"


def not_computed(relations: Iterable[str]) -> pd.DataFrame:
    """What `survives` takes for the specification curves where none is computed."""
    known = {"specifications": 0, "not_estimable": 0}
    none = dict.fromkeys(("median", "share_asserted", "p_median", "p_share", "p_z"), np.nan)
    return pd.DataFrame([{"relation": relation, **known, **none} for relation in relations])


def not_tested(relations: Mapping[str, Relation]) -> pd.DataFrame:
    """What `survives` takes for the association where none is measured."""
    unknown = ["tau_b", "tau_b_low", "tau_b_high", "p", "p_adjusted"]
    unknown += ["without_one_low", "without_one_high"]
    known = {"clusters": 0, "family": "", "note": ""}
    rows = [
        {"upgrading": one.y, "index": explanation_of(one), "scope": scope_of(one)}
        | {**dict.fromkeys(unknown, np.nan), **known}
        for one in relations.values()
    ]
    return pd.DataFrame(rows).drop_duplicates()


NO_CHOICES: Final = pd.DataFrame(columns=["relation", "choice", "explained"])
"""What `survives` takes for the choices that matter where there are none."""


def survives(
    relations: Mapping[str, Relation],
    association: pd.DataFrame,
    multiverse: pd.DataFrame,
    choices: pd.DataFrame,
    negligible: float,
    file: str,
) -> pd.DataFrame:
    """One row per relation, columns `SURVIVES_COLUMNS`, in the order of `relations`.

    `association`: `association.ASSOCIATION_COLUMNS`; `multiverse`: `summary.SUMMARY_COLUMNS`;
    `choices`: `summary.CHOICE_COLUMNS`; `negligible`: largest |effect| that bears out an asserted
    absence; `file`: where the relations are kept. A relation of several sector groups is measured
    with all groups as blocks. `matters_most` is the choice that explains most of the effect's
    variance over the specifications, `matters_explained` how much. Raises `DataFaults` where the
    nearest reading of a relation's chains is one that association does not measure.
    """
    raise_if_any(
        Fault(
            file,
            f'{name}.chains: "{relation.chains[0]}" comes first, which association does not '
            "measure (allowed first: any, global)",
        )
        for name, relation in relations.items()
        if explanation_of(relation) is None
    )
    measured = association.set_index(["upgrading", "index", "scope"])
    curves = multiverse.set_index("relation")
    most = choices.dropna(subset=["explained"]).drop_duplicates("relation").set_index("relation")
    rows = []
    for name, relation in relations.items():
        explanation, scope = explanation_of(relation), scope_of(relation)
        row, curve = measured.loc[(relation.y, explanation, scope)], curves.loc[name]
        found = Found(
            effect=float(row["tau_b"]),
            low=float(row["tau_b_low"]),
            high=float(row["tau_b_high"]),
            p=float(row["p"]),
            p_adjusted=float(row["p_adjusted"]),
            least=float(row["without_one_low"]),
            most=float(row["without_one_high"]),
            share=float(curve["share_asserted"]),
            p_joint=float(curve["p_median"]),
        )
        matters = most.loc[name] if name in most.index else None
        rows.append(
            {
                "relation": name,
                "location": relation.location,
                "statement": relation.statement,
                "groups": "; ".join(relation.groups),
                "x": relation.x,
                "y": relation.y,
                "sign": relation.sign,
                "explanation": explanation,
                "scope": scope,
                "clusters": int(row["clusters"]),
                "tau_b": found.effect,
                "low": found.low,
                "high": found.high,
                "p": found.p,
                "family": row["family"],
                "p_adjusted": found.p_adjusted,
                "without_one_low": found.least,
                "without_one_high": found.most,
                "specifications": int(curve["specifications"]),
                "not_estimable": int(curve["not_estimable"]),
                "median": float(curve["median"]),
                "share_asserted": found.share,
                "p_joint": found.p_joint,
                "p_joint_share": float(curve["p_share"]),
                "p_joint_z": float(curve["p_z"]),
                "matters_most": "" if matters is None else matters["choice"],
                "matters_explained": np.nan if matters is None else float(matters["explained"]),
                "verdict": verdict(relation.sign, found, negligible),
                "note": row["note"],
            }
        )
    return pd.DataFrame(rows, columns=list(SURVIVES_COLUMNS))
