"""What the what-if page says of the conclusions, from the table of their words (`audit.what_if`).

Its script looks words up, and judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from upgrading.cases.indices import IndexRule
from upgrading.exhibits.survives import SETS, set_label
from upgrading.files.frames import known
from upgrading.inference.sets import UNDECIDED
from upgrading.numbers import exact_text
from upgrading.publish.site.claims_pages import address_of
from upgrading.templating import link
from upgrading.verdicts import WORDS

_STATEMENT: Final = "claim"
"""The kind of conclusion that is a statement of the report, not a relation or a set of them."""

_SETTING: Final = ("edition", "not_available", "weight")

_LIMITS: Final = ("high_from", "low_to")


@dataclass(frozen=True)
class Judged:
    """The conclusions and their words.

    `words`: under each setting (`audit.what_if.WHAT_IF_COLUMNS`); `claims`: those of the audit;
    `survives`: `survives.SURVIVES_COLUMNS`.
    """

    words: pd.DataFrame
    claims: pd.DataFrame
    survives: pd.DataFrame


def conclusions_data(judged: Judged, rule: IndexRule, edition: str) -> dict[str, Any]:
    """What the page's script looks up; `rule`, `edition`: as configured.

    `conclusions`: each with its words under the configured choices, statements that the report
    makes once; `changed`: by setting, `edition not_available weight` and, for what asks for a
    degree, `… high_from low_to`: place and word of each conclusion that has another word, and 1
    where that is undecided. `weights`: by share those of both indices; `high_from`, `low_to`: the
    levels of the thresholds; `computed`: for which settings, in words.
    """
    words = judged.words
    named = _named(judged)
    usual = {
        **dict(zip(_SETTING, (edition, rule.not_available, _share(rule)), strict=True)),
        **dict(zip(_LIMITS, map(exact_text, (rule.high_from, rule.low_to)), strict=True)),
    }
    configured = words[
        (words[list(_SETTING)] == pd.Series(usual)[list(_SETTING)]).all(axis=1)
        & words["high_from"].isin(["", usual["high_from"]])
        & words["low_to"].isin(["", usual["low_to"]])
    ]
    base = {
        (kind, name): word
        for kind, name, word in zip(*(configured[c] for c in ("kind", "name", "word")), strict=True)
        if (kind, name) in named
    }
    places = {one: place for place, one in enumerate(base)}
    changed: dict[str, list[list[Any]]] = {}
    for row in words.to_dict("records"):
        setting = " ".join(row[name] for name in (*_SETTING, *_LIMITS) if row[name])
        listed = changed.setdefault(setting, [])
        one = row["kind"], row["name"]
        if one in places and row["word"] != base[one]:
            listed.append([places[one], row["word"], int(row["undecided"])])
    weights = {
        share: _both(rule, share) for share in sorted(words["weight"].unique(), key=Fraction)
    }
    limits = {name: sorted(set(words[name]) - {""}, key=Fraction) for name in _LIMITS}
    return {
        "conclusions": [
            {**named[one], "statement": one[0] == _STATEMENT, "word": word}
            for one, word in base.items()
        ],
        "changed": changed,
        "weights": weights,
        **limits,
        "formula": rule.formula,
        "words": {name: word.word for name, word in WORDS.items()},
        "undecided": UNDECIDED,
        "computed": _computed(weights, limits, rule),
    }


def _share(rule: IndexRule) -> str:
    return exact_text(rule.weights.share)


def _both(rule: IndexRule, share: str) -> list[str]:
    return [exact_text(weight) for weight in rule.with_share(Fraction(share)).weights]


def _named(judged: Judged) -> dict[tuple[str, str], dict[str, str]]:
    """What conclusions are called, and where they stand, by kind and name."""
    own = judged.claims[~judged.claims["repeats"].map(known)]
    sets = judged.words.loc[judged.words["kind"] == "set", "name"].unique()
    named = {
        (_STATEMENT, claim["claim_id"]): link(address_of(claim), claim["claim"])
        for claim in own.to_dict("records")
    }
    named |= {
        ("set", name): link(
            f"survives.html#{SETS}",
            f"Collective efficiency furthers upgrading, {set_label(name).lower()}.",
        )
        for name in sets
    }
    named |= {
        ("relation", row["relation"]): link(
            f"survives.html#relation-{row['relation']}", row["statement"]
        )
        for row in judged.survives.to_dict("records")
    }
    return named


def _computed(
    weights: Mapping[str, Sequence[str]], limits: Mapping[str, Sequence[str]], rule: IndexRule
) -> str:
    """For which settings the conclusions were judged."""
    pairs = [" and ".join(both) for both in weights.values()]
    return (
        f"High from {_either(limits['high_from'])}; Low up to {_either(limits['low_to'])}; "
        f"weights (external economies and joint action) of {_either(pairs)}; either edition; "
        "and, for a component that is n.a., rules other than the configured one, only with the "
        f"weights {' and '.join(_both(rule, _share(rule)))}"
    )


def _either(listed: Sequence[str]) -> str:
    *before, last = listed
    return f"{', '.join(before)} or {last}" if before else last
