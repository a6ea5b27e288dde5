"""What reproduces and what becomes of the conclusions, in the manner of a data editor's report.

`reproduction` finds out what there is to tell; `markdown` makes one page of it, the paper
(`publish.paper`) some of its chapters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from upgrading.cases.catalogue import Printed
from upgrading.exhibits.accounted_for import Accounted, accounted
from upgrading.parts import Name, Passage
from upgrading.publish.compared import groups_compared
from upgrading.publish.tables import number_of
from upgrading.publish.terms import sentence
from upgrading.verdicts import (
    AGREEING,
    BASES,
    CELL_VERDICTS,
    DIFFERING,
    STATEMENT_VERDICTS,
    WORDS,
    Verdict,
)
from upgrading.vocabulary import GENERAL

MATTERING: Final = 10
"""How many explanations are told one by one."""

SCOPE: Final = (
    "Forty chosen cases, scored by one team: all results describe these cases and do not "
    "generalise to others."
)

RANKED: Final = (
    "They are listed in order of their effect on the report’s conclusions. Every explanation is "
    "a hypothesis, not a proof."
)
"""What is said of the explanations that are told one by one."""

_LONG: Final = 320
"""Characters of evidence up to which whole parts of it are told."""

_VERDICTS: Final = {one.name: one.reported for one in CELL_VERDICTS if one.reported}

_WITHIN: Final = {one.name: one.word[0].lower() + one.word[1:] for one in STATEMENT_VERDICTS}
"""The words of statements within a sentence."""

_ORDER: Final = {basis.name: place for place, basis in enumerate(BASES)}


@dataclass(frozen=True)
class Grid:
    """A small table: its header, and rows of what is shown."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Conclusion:
    """A conclusion of the report: its words, what is said of it, its place, its id."""

    claim: str
    about: str
    place: str
    claim_id: str


@dataclass(frozen=True)
class Judged:
    """The conclusions that have one word."""

    word: Verdict
    conclusions: tuple[Conclusion, ...]


@dataclass(frozen=True)
class Difference:
    """What does not reproduce: where, what differs, the kind of explanation, its id, evidence."""

    where: str
    believed: str
    kind: str
    erratum: str
    evidence: str


@dataclass(frozen=True)
class Moved:
    """A statement whose word is another one in the corrected edition, both as within a sentence."""

    claim: str
    claim_id: str
    printed: str
    corrected: str


@dataclass(frozen=True)
class Reproduction:
    """What there is to tell, in parts.

    `figures`, `conclusions`: the two in a sentence; `judged`: the conclusions under each word;
    `verdicts`: printed figures by verdict; `whole`: what reproduces wholly; `rounding`: how printed
    figures are rounded; `ranked`: the explanations that matter most; `accounted`, `classes`: what
    the explanations come to; `statements`, `kinds`: all statements; `moved`: those with another
    word in the corrected edition.
    """

    figures: str
    conclusions: str
    judged: tuple[Judged, ...]
    verdicts: Grid
    whole: str
    rounding: str
    ranked: tuple[Difference, ...]
    accounted: str
    classes: Grid
    statements: str
    kinds: Grid
    moved: tuple[Moved, ...]


def reproduction(
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    conventions: pd.DataFrame,
    claims: pd.DataFrame,
    around: Mapping[str, Printed],
    names: Mapping[str, str],
) -> Reproduction:
    """What the audit's four tables come to, what they tell in passages.

    `around` tells the captions of exhibits; `names`: what ids in texts are called
    (`terms.names_of`).
    """
    checked = cells[cells["verdict"] != "source"]
    distinct = claims[claims["repeats"].fillna("") == ""].fillna("")
    headline = distinct[distinct["tier"] == "headline"]
    classes = [
        (kind, str(len(rows)), str(int(rows["count"].sum())))
        for kind, rows in errata.groupby("class", sort=False)
    ]
    called = {**names, **{name: number_of(name) for name in around}}
    return Reproduction(
        figures=_figures(len(cells), checked["verdict"]),
        conclusions=_in_short(headline),
        judged=tuple(_judged(headline)),
        verdicts=Grid(
            ("verdict", "figures", "meaning"),
            tuple(
                (verdict, str(int((checked["verdict"] == verdict).sum())), text)
                for verdict, text in _VERDICTS.items()
            ),
        ),
        whole=_tables_that_reproduce(checked),
        rounding=f"Rounding, inferred from the cells: {_rounding(conventions)}.",
        ranked=tuple(_ranked(errata, around, called)),
        accounted=f"A slip contradicts its own row or column. {_told(accounted(cells, errata))}",
        classes=Grid(("class", "explanations", "figures they account for"), tuple(classes)),
        statements=(
            f"{len(claims)} statements, {len(distinct)} of them distinct. The readings were "
            "written with the scores in view, so they are not pre-registered hypotheses."
        ),
        kinds=_by_kind(distinct),
        moved=tuple(
            Moved(row.claim, row.claim_id, _WITHIN[row.verdict], _WITHIN[row.verdict_corrected])
            for row in distinct.itertuples(index=False)
            if row.verdict != row.verdict_corrected
        ),
    )


def _figures(printed: int, verdicts: pd.Series) -> str:
    agreeing = int(verdicts.isin(AGREEING).sum())
    return (
        f"Of {printed:,} printed figures and degrees {printed - len(verdicts):,} are inputs, "
        f"which nothing else in the report determines. Of the other {len(verdicts):,}, "
        f"{agreeing:,} ({100 * agreeing // max(len(verdicts), 1)} %) reproduce."
    )


def _in_short(headline: pd.DataFrame) -> str:
    """What becomes of the conclusions, by kind of statement."""
    told = []
    for basis in BASES:
        counts = headline.loc[headline["basis"] == basis.name, "verdict"].value_counts()
        words = [
            f"{counts[name]} {_WITHIN[name] if counts[name] == 1 else one.reported}"
            for name, one in WORDS.items()
            if name in counts
        ]
        # what cannot be tested is a kind of its own, called as its only word
        kind = "" if basis.name in WORDS else f"{basis.called.lower()}: "
        told += [f"{kind}{', '.join(words)}"] if words else []
    return f"Of the {len(headline)} that the report draws attention to: {'; '.join(told)}."


def _judged(headline: pd.DataFrame) -> Iterable[Judged]:
    """The conclusions under each word: those tested by sets of relations before single relations.

    Among them those of all sector groups come before those of one.
    """
    called = {basis.name: basis.called for basis in BASES}

    def place(row: pd.Series) -> tuple[int, int]:
        sets = [name for name in row["relation"].split("; ") if name.partition("/")[0] in GENERAL]
        general = 2 if not sets else 1 if any("/" in name for name in sets) else 0
        return _ORDER[row["basis"]], general

    for word in STATEMENT_VERDICTS:
        rows = headline[headline["verdict"] == word.name]
        if rows.empty:
            continue
        found = []
        for at in sorted(rows.index, key=lambda at: place(rows.loc[at])):
            row = rows.loc[at]
            about = [called[row["basis"]].lower(), *_clusters(row)]
            if row["turned_by"]:
                about.append("half a step in one score reverses it")
            if row["verdict_corrected"] != row["verdict"]:
                about.append(f"corrected edition: {_WITHIN[row['verdict_corrected']]}")
            found.append(
                Conclusion(row["claim"], "; ".join(about), row["location"], row["claim_id"])
            )
        yield Judged(word, tuple(found))


def _clusters(row: pd.Series) -> list[str]:
    """How many clusters a conclusion rests on; several pairs of sector groups by their names."""
    groups = groups_compared(row) if ";" in row["n"] else ""
    return [f"clusters: {groups}"] if groups else [f"n = {row['n']}"] if row["n"] else []


def _by_kind(claims: pd.DataFrame) -> Grid:
    """How many statements of each kind have each word."""
    words = [one for one in STATEMENT_VERDICTS if (claims["verdict"] == one.name).any()]
    rows = []
    for basis in BASES:
        own = claims.loc[claims["basis"] == basis.name, "verdict"]
        if len(own):
            counts = (int((own == one.name).sum()) for one in words)
            shown = (str(count) if count else "" for count in counts)
            rows.append((f"{basis.called}: {basis.meaning}", *shown))
    return Grid(("kind", *(one.word for one in words)), tuple(rows))


def _told(found: Accounted) -> str:
    """What the explanations come to, figure by figure."""
    left = [
        text
        for count, text in (
            (found.slips_themselves, f"{found.slips_themselves} in which slips start"),
            (found.hinted, f"{found.hinted} for which there is only a hint"),
            (found.bare, f"{found.bare} without either"),
        )
        if count
    ]
    unexplained = f" Figures that stay unexplained: {', '.join(left)}." if left else ""
    return (
        f"{found.hypotheses} hypotheses other than slips reproduce {found.by_hypotheses} "
        f"figures; {found.carried_forward} more come out right if one of the {found.slips} slips "
        f"is carried forward.{unexplained}"
    )


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


def _ranked(
    errata: pd.DataFrame, around: Mapping[str, Printed], names: Mapping[str, str]
) -> Iterable[Difference]:
    for row in errata.sort_values("rank").head(MATTERING).to_dict("records"):
        exhibits = dict.fromkeys(root.split("/")[0] for root in row["root"].split("; "))
        yield Difference(
            ", ".join(f"{number_of(e)} ({around[e].caption.rstrip(' *')})" for e in exhibits),
            _sentence(row["believed"], names),
            row["class"].capitalize(),
            row["erratum"],
            _short(row["evidence"], names),
        )


def _sentence(told: Passage, names: Mapping[str, str]) -> str:
    text = told.between.join(sentence(one, names) for one in told.texts)
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _short(told: Passage, names: Mapping[str, str]) -> str:
    """The first of what is told, where it is long only as far as a part of it is complete."""
    text = sentence(told.texts[0], names).rstrip(".") if told.texts else ""
    ends, depth = [], 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if not depth and character in ".;" and text[at + 1 : at + 2] == " ":
            ends.append(at)
    within = [end for end in (*ends, len(text)) if end <= _LONG]
    return f"{text[: within[-1] if within else min((*ends, len(text)))]}."


# As one page ----------------------------------------------------------------------------------


def markdown(found: Reproduction) -> str:
    """The report as one page of Markdown."""
    lines = [
        "# Reproduction report",
        "",
        "Pietrobelli and Rabellotti, *Upgrading in Clusters and Value Chains in Latin America*, "
        "Inter-American Development Bank, 2004: Tables 2–19 and Annex Tables 1–8, recomputed from "
        "the scores as printed; and the statements that rest on them.",
        "",
        f"- **Figures.** {found.figures}",
        f"- **Conclusions.** {found.conclusions}",
        f"- **Scope.** {SCOPE}",
        "",
        "## Which conclusions hold, lean and fall",
        "",
        "What the report itself draws attention to, each judged by one rule for its kind "
        "(`docs/claims.md`), on the printed scores. All other statements are in `claims.csv`.",
        "",
        *_conclusions(found.judged),
        "## What reproduces",
        "",
        *_table(found.verdicts),
        "",
        found.whole,
        "",
        found.rounding,
        "",
        f"## What does not, and why it matters: the first {len(found.ranked)}",
        "",
        RANKED,
        "",
        *(
            f"{place}. **{one.where}.** {one.believed} *{one.kind}* ({one.erratum}): {one.evidence}"
            for place, one in enumerate(found.ranked, start=1)
        ),
        "",
        "## What does not, by class of explanation",
        "",
        found.accounted,
        "",
        *_table(found.classes),
        "",
        "## All statements, by kind",
        "",
        found.statements,
        "",
        *_table(found.kinds),
        "",
        _moved(found.moved),
    ]
    return "\n".join(lines) + "\n"


def _conclusions(judged: Iterable[Judged]) -> list[str]:
    lines = []
    for one in judged:
        lines += [f"**{one.word.word}** ({one.word.meaning}):", ""]
        lines += [
            f"- {told.claim} ({told.about}; {told.place}) `{told.claim_id}`"
            for told in one.conclusions
        ]
        lines.append("")
    return lines


def _table(grid: Grid) -> list[str]:
    return [
        "| " + " | ".join(grid.header) + " |",
        "|" + " --- |" * len(grid.header),
        *("| " + " | ".join(row) + " |" for row in grid.rows),
    ]


def _moved(moved: Iterable[Moved]) -> str:
    texts = [f"`{one.claim_id}` ({one.printed} to {one.corrected})" for one in moved]
    if not texts:
        return "No verdict changes in the corrected edition."
    return f"Verdicts that change in the corrected edition: {', '.join(texts)}."
