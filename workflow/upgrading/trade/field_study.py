"""Does trade agree with the field study? Relative unit values beside the experts' scores.

Product upgrading means, in the report, goods of higher unit value. For each product of a cluster
the change of the relative unit value over the window, from the exporter's national figures, stands
beside the score that the experts gave the cluster. National figures stand for a cluster only as
far as it is the country's export industry.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import pandas as pd

from upgrading.trade.classes import NO_DATA, ClassChoices
from upgrading.trade.products import Product, places
from upgrading.trade.sources import short_name

FIELD_COLUMNS = (
    "product",
    "cluster_id",
    "exporter",
    "source",
    "base",
    "end",
    "share_change",
    "relative_unit_value_change",
    "class",
    "robustness",
    "up_product",
    "agreement",
)

AGREES, DISAGREES, UNCLEAR = "agrees", "disagrees", "no clear change"


def agreement(unit_value_change: float, score: Fraction | None, choices: ClassChoices) -> str:
    """Whether trade and score say the same of product upgrading.

    `agrees`: relative unit value up and score from `choices.scored_from` on, or down and score
    below it; `disagrees`: the other two; `no clear change`: within the tolerance; `no data`: no
    change, or no score.
    """
    if score is None or math.isnan(unit_value_change):
        return NO_DATA
    if abs(unit_value_change) <= choices.unit_value_tolerance:
        return UNCLEAR
    return AGREES if (unit_value_change > 0) == (score >= choices.scored_from) else DISAGREES


def beside_scores(
    upgrading: pd.DataFrame,
    verdicts: pd.DataFrame,
    listed: Mapping[str, Product],
    scores: Mapping[str, Fraction | None],
    choices: ClassChoices,
) -> pd.DataFrame:
    """Every product of every cluster with its trade and its score: `FIELD_COLUMNS`.

    `upgrading`: `study.classes`; `verdicts`: `robustness.verdicts`; `scores`: product upgrading
    (0 to 3) by cluster. A product without figures stays, its class `no data`; one with several
    sources has a row for each.
    """
    robust = {
        (row.source, row.exporter, row.product): row.verdict
        for row in verdicts.itertuples(index=False)
    }
    rows: list[tuple[object, ...]] = []
    for place in places(listed):
        score = scores.get(place.cluster)
        head = (place.product, place.cluster, place.exporter)
        own = upgrading[
            (upgrading["product"] == place.product) & (upgrading["exporter"] == place.exporter)
        ]
        if own.empty:
            rows.append((*head, "", None, None, *[math.nan] * 2, NO_DATA, "", score, NO_DATA))
        for row in own.to_dict("records"):
            change = row["relative_unit_value_change"]
            rows.append(
                (
                    *head,
                    row["source"],
                    row["base"],
                    row["end"],
                    row["share_change"],
                    change,
                    row["class"],
                    robust.get((row["source"], place.exporter, place.product), ""),
                    score,
                    agreement(change, score, choices),
                )
            )
    frame = pd.DataFrame(rows, columns=list(FIELD_COLUMNS))
    return frame.astype({"base": "Int64", "end": "Int64"})


def concordance(pairs: Sequence[tuple[float, Fraction]]) -> tuple[int, int, int]:
    """Pairs of products that unit value and score order alike, the other way, and either ties."""
    alike = other = tied = 0
    for (change, score), (change_b, score_b) in itertools.combinations(pairs, 2):
        sign = (change > change_b) - (change < change_b)
        product = sign * ((score > score_b) - (score < score_b))
        alike, other, tied = alike + (product > 0), other + (product < 0), tied + (product == 0)
    return alike, other, tied


def summary(beside: pd.DataFrame, choices: ClassChoices) -> str:
    """How far trade and field study agree: a sentence, or one for each of several sources."""
    known = beside[beside["agreement"] != NO_DATA]
    if known.empty:
        return "No product has both trade figures and a score."
    told = {source: _told(rows, choices) for source, rows in known.groupby("source")}
    if len(told) == 1:
        return next(iter(told.values()))
    return " ".join(f"{short_name(str(source))}: {text}" for source, text in told.items())


def _told(known: pd.DataFrame, choices: ClassChoices) -> str:
    """The sentence on the rows of one source: a row is a product of a cluster."""
    counts = known["agreement"].value_counts()
    pairs = list(zip(known["relative_unit_value_change"], known["up_product"], strict=True))
    alike, other, tied = concordance(pairs)
    return (
        f"Of {len(known)} products of clusters with figures and a score, {counts.get(AGREES, 0)} "
        f"agree, {counts.get(DISAGREES, 0)} disagree and {counts.get(UNCLEAR, 0)} show no clear "
        f"change; relative unit value and score rank {alike} of the {alike + other + tied} pairs "
        f"of products the same way and {other} the opposite way; {tied} are "
        f"tied.{_caveats(known, choices)}"
    )


def _caveats(known: pd.DataFrame, choices: ClassChoices) -> str:
    """What weakens the comparison: classes that flip, scores that are all on one side."""
    flipping = int((known["robustness"] == "flips").sum())
    low = sum(score < choices.scored_from for score in known["up_product"])
    said = ""
    if flipping:
        said += f" For {flipping} of them the class changes under another reasonable measure."
    if low in {0, len(known)}:
        side = "below" if low else "at least"
        said += (
            f" All their scores are {side} {choices.scored_from:g}, so agreement only says which "
            "way the relative unit value went."
        )
    return said
