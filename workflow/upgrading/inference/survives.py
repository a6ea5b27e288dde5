"""Which relations of the report survive: the words of both editions, with what they rest on.

The words follow by the same rules for all relations (`sets.judged`). They are about the forty
chosen cases and about choices of the analysis, and do not generalise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from upgrading.faults import Fault, raise_if_any
from upgrading.inference.association import IN_GLOBAL_CHAIN
from upgrading.inference.sets import RELATION_COLUMNS
from upgrading.multiverse.relations import Relation
from upgrading.verdicts import Word, of_absence

_JUDGED: Final = (
    "direction",
    "clusters",
    "tau_b",
    "p_within",
    "exact",
    "p_adjusted",
    "p_adjusted_error",
    "draws",
    "p_in_set",
    "needed",
    "possible",
    "without_one_low",
    "without_one_low_cluster",
    "without_one_high",
    "without_one_high_cluster",
    "share",
)

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
    *_JUDGED,
    "specifications",
    "not_estimable",
    "median",
    "share_asserted",
    "p_joint",
    "matters_most",
    "matters_explained",
    "verdict",
    "verdict_printed",
    "verdict_corrected",
    "note",
)


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
    none = dict.fromkeys(("median", "share_asserted", "p_median"), np.nan)
    return pd.DataFrame([{"relation": relation, **known, **none} for relation in relations])


def not_judged(relations: Iterable[str]) -> dict[str, pd.DataFrame]:
    """What `survives` takes for the words of both editions where none is computed."""
    rows = [{"relation": name, "word": "not_testable", "note": ""} for name in relations]
    frame = pd.DataFrame(rows, columns=list(RELATION_COLUMNS)).fillna({"clusters": 0})
    return {"printed": frame, "corrected": frame}


NO_CHOICES: Final = pd.DataFrame(columns=["relation", "choice", "explained"])
"""What `survives` takes for the choices that matter where there are none."""


def word_of(asserted: Relation, relation: Word) -> Word:
    """The word of what is asserted, from that of the relation."""
    return of_absence(asserted.denies, relation) if asserted.sign == "none" else relation


def survives(
    relations: Mapping[str, Relation],
    judged: Mapping[str, pd.DataFrame],
    edition: str,
    multiverse: pd.DataFrame,
    choices: pd.DataFrame,
    file: str,
) -> pd.DataFrame:
    """One row per relation, columns `SURVIVES_COLUMNS`, in the order of `relations`.

    `judged`: the relations of each edition (`sets.RELATION_COLUMNS`); the numbers are of `edition`,
    where `p_within` is the p of a relation by itself; `multiverse`: `summary.SUMMARY_COLUMNS`;
    `choices`: `summary.CHOICE_COLUMNS`; `file`: where the relations are kept. The verdicts are on
    what is asserted, also where that is an absence. `matters_most` is the choice that
    explains most of the effect's variance over the specifications, `matters_explained` how much.
    Raises `DataFaults` where the nearest reading of a relation's chains is one that association
    does not measure.
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
    found = {name: frame.set_index("relation") for name, frame in judged.items()}
    curves = multiverse.set_index("relation")
    most = choices.dropna(subset=["explained"]).drop_duplicates("relation").set_index("relation")
    rows = []
    for name, relation in relations.items():
        row, curve = found[edition].loc[name], curves.loc[name]
        words = {of: word_of(relation, one.loc[name, "word"]) for of, one in found.items()}
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
                "explanation": explanation_of(relation),
                "scope": scope_of(relation),
                **{column: row["p" if column == "p_within" else column] for column in _JUDGED},
                "specifications": int(curve["specifications"]),
                "not_estimable": int(curve["not_estimable"]),
                "median": float(curve["median"]),
                "share_asserted": float(curve["share_asserted"]),
                "p_joint": float(curve["p_median"]),
                "matters_most": "" if matters is None else matters["choice"],
                "matters_explained": np.nan if matters is None else float(matters["explained"]),
                "verdict": words[edition],
                "verdict_printed": words["printed"],
                "verdict_corrected": words["corrected"],
                "note": row["note"],
            }
        )
    return pd.DataFrame(rows, columns=list(SURVIVES_COLUMNS))
