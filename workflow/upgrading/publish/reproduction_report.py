"""One page on what reproduces, in the manner of a data editor's report (Markdown)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from upgrading.cases.catalogue import Printed
from upgrading.exhibits.accounted_for import Accounted, accounted
from upgrading.parts import Name, Passage
from upgrading.publish.tables import number_of
from upgrading.publish.terms import sentence
from upgrading.verdicts import AGREEING, BASES, CELL_VERDICTS, DIFFERING, STATEMENT_VERDICTS

MATTERING = 10

_VERDICTS = {one.name: one.reported for one in CELL_VERDICTS if one.reported}

_WORDS = {one.name: one.word[0].lower() + one.word[1:] for one in STATEMENT_VERDICTS}


def markdown(
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    conventions: pd.DataFrame,
    claims: pd.DataFrame,
    around: Mapping[str, Printed],
    names: Mapping[str, str],
) -> str:
    """The report from the audit's four tables, what they tell in passages.

    `around` tells the captions of exhibits; `names`: what ids in texts are called
    (`terms.names_of`).
    """
    checked = cells[cells["verdict"] != "source"]
    agreeing = checked["verdict"].isin(AGREEING)
    inputs = len(cells) - len(checked)
    called = {**names, **{name: number_of(name) for name in around}}
    distinct = claims[claims["repeats"].fillna("") == ""]
    lines = [
        "# Reproduction report",
        "",
        "Pietrobelli and Rabellotti, *Upgrading in Clusters and Value Chains in Latin America*, "
        "Inter-American Development Bank, 2004: Tables 2–19 and Annex Tables 1–8, recomputed from "
        "the scores as printed; and the statements that rest on them.",
        "",
        f"- **Figures.** Of {len(cells):,} printed figures and degrees {inputs:,} are inputs, "
        f"which nothing else determines. Of the other {len(checked):,}, {int(agreeing.sum()):,} "
        f"({_percent(agreeing)}) reproduce.",
        f"- **Conclusions.** {_in_short(distinct)}",
        "- **Scope.** Forty chosen cases, scored by one team: all of this describes them and "
        "generalises to no others.",
        "",
        "## Which conclusions stand, lean and fall",
        "",
        "What the report itself draws attention to, each judged by one rule for its kind "
        "(`docs/claims.md`), on the printed scores. All other statements are in `claims.csv`.",
        "",
        *_conclusions(distinct[distinct["tier"] == "headline"]),
        "## What reproduces",
        "",
        *_table(
            ("verdict", "figures", "meaning"),
            [(v, int((checked["verdict"] == v).sum()), text) for v, text in _VERDICTS.items()],
        ),
        "",
        _tables_that_reproduce(checked),
        "",
        "Rounding, read off the cells: " + _rounding(conventions) + ".",
        "",
        f"## What does not, and why it matters: the first {min(MATTERING, len(errata))}",
        "",
        "In the order of what they do to the report’s conclusions. Every explanation is a "
        "hypothesis, not a proof.",
        "",
        *_mattering(errata, around, called),
        "",
        "## What does not, by class of explanation",
        "",
        "A slip contradicts its own row or column. " + _accounted(accounted(cells, errata)),
        "",
        *_table(
            ("class", "explanations", "figures they bear on"),
            [
                (kind, len(rows), int(rows["count"].sum()))
                for kind, rows in errata.groupby("class", sort=False)
            ],
        ),
        "",
        "## All statements, by kind",
        "",
        f"{len(claims)} statements, {len(distinct)} of them distinct. The readings were written "
        "with the scores in view, so they are not pre-registered hypotheses.",
        "",
        *_by_kind(distinct),
        "",
        _moved(distinct),
    ]
    return "\n".join(lines) + "\n"


def _in_short(claims: pd.DataFrame) -> str:
    """What becomes of the conclusions, by kind of statement."""
    headline = claims[claims["tier"] == "headline"]
    told = []
    for basis in BASES:
        own = headline.loc[headline["basis"] == basis.name, "verdict"]
        words = [
            f"{int((own == one.name).sum())} {one.word[0].lower()}{one.word[1:]}"
            for one in STATEMENT_VERDICTS
            if (own == one.name).any()
        ]
        if words:
            told.append(f"{basis.called.lower()}: {', '.join(words)}")
    return f"Of the {len(headline)} that the report draws attention to: {'; '.join(told)}."


def _conclusions(headline: pd.DataFrame) -> list[str]:
    """The conclusions, under each word by name, with kind, n and place."""
    called = {basis.name: basis.called for basis in BASES}
    lines = []
    for word in STATEMENT_VERDICTS:
        rows = headline[headline["verdict"] == word.name]
        if rows.empty:
            continue
        lines += [f"**{word.word}** ({word.meaning}):", ""]
        for row in rows.fillna("").itertuples(index=False):
            about = [called[row.basis].lower(), *([f"n = {row.n}"] if row.n else [])]
            if row.turned_by:
                about.append("one half-step turns it")
            if row.verdict_corrected != row.verdict:
                about.append(f"corrected edition: {_WORDS[row.verdict_corrected]}")
            lines.append(f"- {row.claim} ({'; '.join(about)}; {row.location}) `{row.claim_id}`")
        lines.append("")
    return lines


def _by_kind(claims: pd.DataFrame) -> list[str]:
    """How many statements of each kind have each word."""
    words = [one for one in STATEMENT_VERDICTS if (claims["verdict"] == one.name).any()]
    rows: list[tuple[object, ...]] = []
    for basis in BASES:
        own = claims.loc[claims["basis"] == basis.name, "verdict"]
        if len(own):
            counts = (int((own == one.name).sum()) or "" for one in words)
            rows.append((f"{basis.called}: {basis.meaning}", *counts))
    return _table(("kind", *(one.word for one in words)), rows)


def _accounted(found: Accounted) -> str:
    """What the explanations come to, figure by figure."""
    return (
        f"{found.hypotheses} hypotheses that are no slips reproduce {found.by_hypotheses} figures; "
        f"{found.carried_forward} more are right if one of the {found.slips} slips is carried "
        f"forward. Unexplained stay {found.slips_themselves} figures in which slips start, "
        f"{found.hinted} for which there is no more than a hint (explanations without a figure of "
        f"their own: {found.hints}), and {found.bare} others."
    )


def _percent(true: pd.Series) -> str:
    return f"{100 * int(true.sum()) // max(len(true), 1)} %"


def _table(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> list[str]:
    out = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return out + ["| " + " | ".join(map(str, row)) + " |" for row in rows]


def _tables_that_reproduce(checked: pd.DataFrame) -> str:
    wrong = checked["verdict"].isin(DIFFERING)
    faulty = set(checked.loc[wrong, "exhibit"])
    clean = [number_of(e) for e in dict.fromkeys(checked["exhibit"]) if e not in faulty]
    return f"Wholly reproduced: {', '.join(clean) or 'no table'}."


def _rounding(conventions: pd.DataFrame) -> str:
    told = conventions[conventions["telling"] > 0]
    exhibits: dict[str, dict[str, None]] = {}
    for exhibit, convention in zip(told["exhibit"], told["convention"], strict=True):
        for name in (part.name for part in convention.texts[0] if isinstance(part, Name)):
            exhibits.setdefault(name, {})[number_of(exhibit)] = None
    return "; ".join(f"{name} in {', '.join(numbers)}" for name, numbers in exhibits.items())


def _mattering(
    errata: pd.DataFrame, around: Mapping[str, Printed], names: Mapping[str, str]
) -> list[str]:
    ranked = errata.sort_values("rank").head(MATTERING)
    lines = []
    for place, row in enumerate(ranked.itertuples(index=False), start=1):
        exhibits = dict.fromkeys(root.split("/")[0] for root in row.root.split("; "))
        where = ", ".join(f"{number_of(e)} ({around[e].caption.rstrip(' *')})" for e in exhibits)
        lines.append(
            f"{place}. **{where}.** {_sentence(row.believed, names)} "
            f"*{row[1].capitalize()}* ({row.erratum}): {_short(row.evidence, names)}"
        )
    return lines


def _sentence(told: Passage, names: Mapping[str, str]) -> str:
    text = told.between.join(sentence(one, names) for one in told.texts)
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _short(told: Passage, names: Mapping[str, str], most: int = 320) -> str:
    """The first of what is told, cut at a blank where it is long."""
    text = sentence(told.texts[0], names) if told.texts else ""
    cut = text if len(text) <= most else text[: text.rindex(" ", 0, most)] + " …"
    return cut if cut.endswith((".", "…")) else cut + "."


def _moved(claims: pd.DataFrame) -> str:
    moved = claims[claims["verdict"] != claims["verdict_corrected"]]
    if moved.empty:
        return "No verdict is another one in the corrected edition."
    texts = [
        f"`{row.claim_id}` ({_WORDS[row.verdict]} to {_WORDS[row.verdict_corrected]})"
        for row in moved.itertuples(index=False)
    ]
    return f"Another verdict in the corrected edition: {', '.join(texts)}."
