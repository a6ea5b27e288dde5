"""The tables of what survives: general sentences by their sets, and every relation asserted."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

import pandas as pd

from upgrading.exhibits.estimates import CHOSEN_CASES, bounds, figure, number, p_number, whole
from upgrading.exhibits.relations import Measured
from upgrading.exhibits.tabulation import (
    NOTHING,
    Column,
    Entry,
    Formula,
    Number,
    Row,
    Tabulation,
    row_id,
)
from upgrading.files.frames import known
from upgrading.inference.sets import LEANING, LEAST_SIDE, STABLE
from upgrading.numbers import exact_text, shown
from upgrading.verdicts import WORDS
from upgrading.vocabulary import GENERAL, LEVEL, SECTOR_GROUPS

SURVIVES: Final = "survives"

SETS: Final = "sets"

IMPOSSIBLE: Final = "no arrangement"
"""What stands in the place of the τ-b needed where no arrangement of the scores has one."""

SEVERAL_GROUPS: Final = "Several sector groups"

SIGNS: Final = {"positive": "+", "negative": "−", "none": "none"}
"""How an asserted sign is shown."""


def row_name(relation: object) -> str:
    """The name of the row of a relation."""
    return str(relation).replace("-", "_")


def group_of(row: pd.Series) -> str:
    """The heading that a relation stands under: its sector group, or that it has several."""
    return SECTOR_GROUPS.get(row["groups"], SEVERAL_GROUPS)


def by_group(survives: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The relations under each heading, sector groups in their order, several groups last."""
    headings = survives.apply(group_of, axis=1)
    return {
        heading: survives[headings == heading]
        for heading in (*SECTOR_GROUPS.values(), SEVERAL_GROUPS)
        if (headings == heading).any()
    }


def per_cent(share: object) -> str:
    """A share in whole per cent; what is neither none nor all is never shown as if it were."""
    if not known(share):
        return figure(share)
    exact = 100 * Fraction(str(share))
    if 0 < exact < 1:
        return "<1"
    return ">99" if 99 < exact < 100 else shown(exact, 0)


_WITHOUT: Final = ("without_one_cluster", "Without one cluster")

_ENDS: Final = "without_one_low without_one_high"

_AGREEING: Final = ("specifications_that_agree", "Specifications that agree (%)")


_SPECIFICATIONS: Final = "distinct data sets that the defensible choices lead to"


def word_shown(name: object) -> str:
    """A word of the files as a reader takes it."""
    return WORDS[str(name)].word


def tally(words: pd.Series) -> str:
    """How often each word stands there: `Supported 1; Open 5`."""
    counts = words.value_counts()
    return "; ".join(f"{one.word} {counts[name]}" for name, one in WORDS.items() if name in counts)


def _share(share: object) -> Number:
    """A share as a cell in per cent."""
    return Number(per_cent(share), exact_text(100 * Fraction(str(share))))


# General sentences, each by its set ---------------------------------------------------------------


def set_label(name: str) -> str:
    """Where a set is: a sector group, or all."""
    return SECTOR_GROUPS.get(name.partition("/")[2], "All sector groups")


def with_words(sets: Mapping[str, pd.DataFrame], edition: str = "printed") -> pd.DataFrame:
    """The sets of an edition that have a word, with words and adjusted p of both.

    `sets`: of each edition (`sets.SET_COLUMNS`). A single member has no word: its relation has.
    """
    own = sets[edition]
    found = own[own["word"] != ""]
    columns = {
        f"{column}_{of}": found["set"].map(frame.set_index("set")[column])
        for of, frame in sets.items()
        for column in ("word", "p_adjusted")
    }
    return found.assign(**columns)


def sets_table(sets: Mapping[str, pd.DataFrame]) -> Tabulation[Measured]:
    """The sets, in the order of testing, by the scores as printed. `sets`: of each edition."""
    shown_ = with_words(sets)
    columns: tuple[Column[Measured], ...] = (
        # where nothing is measured, 0 clusters would read as a sector group of none
        Column(
            *("members", "Relations", whole, "members"),
            *("relations of the set that can be estimated", (), "tau_b"),
        ),
        Column(
            *("clusters", "Clusters", whole, "clusters"),
            *("clusters that count in at least one of them", (), "tau_b"),
        ),
        Column(
            *("mean_b", "Mean τ-b", number, "tau_b"),
            "mean of Kendall’s τ-b over the relations of the set, each taken with the sign "
            "asserted; clusters are compared within their sector groups",
        ),
        Column(*_WITHOUT, bounds, _ENDS, _without_one, ("mean_b",), "tau_b"),
        Column("p", "p", p_number, "p", _p_of_set, ("mean_b",), "tau_b"),
        Column("p_adjusted", "p (adjusted)", p_number, "p_adjusted", _p_of_step, ("p",), "tau_b"),
        Column(
            *("p_adjusted_corrected", "p (adjusted), corrected", p_number, "p_adjusted_corrected"),
            *("the same by the corrected scores", (), "p_adjusted_corrected"),
        ),
        *_verdicts("word"),
    )
    notes = (
        "A general sentence is tested by its set, in a fixed order: all groups first, at "
        f"{level()}; the four groups, adjusted among themselves, only if that holds; the "
        "relations of a group only if the group holds. What is not reached in this order is "
        "neither supported nor contradicted. Assertions about governance form a set of their own.",
        of_edition("printed"),
        *_not_testable(shown_),
        _SCHEME,
        rules(),
        CHOSEN_CASES,
    )
    caption = f"General sentences, each tested by its set ({edition_of('printed')})"
    table = Tabulation(SETS, columns, caption, notes)
    for of, heading in GENERAL.items():
        table.panel(heading)
        for row in shown_[shown_["set"].str.partition("/")[0] == of].to_dict("records"):
            table.line(set_label(row["set"]), row=row["set"].replace("/", "_"), shows=row)
    return table


def _not_testable(sets: pd.DataFrame) -> list[str]:
    """Why sets are not testable, in words."""
    told = []
    for row in sets[sets["word"] == "not_testable"].to_dict("records"):
        note = str(row["note"]) if known(row.get("note")) else ""
        reasons = dict.fromkeys(part.rpartition(": ")[2] for part in note.split("; ") if part)
        if reasons:
            told.append(
                f"{set_label(row['set'])}: {WORDS['not_testable'].word.lower()}, because "
                f"{' and '.join(reasons)}."
            )
    return told


def _verdicts(name: str) -> tuple[Column[Measured], ...]:
    return tuple(
        Column(f"{edition}_scores", label, word_shown, f"{name}_{edition}")
        for edition, label in (("printed", "As printed"), ("corrected", "Corrected"))
    )


def _without_one(on: Measured, row: Row) -> str:
    ends = " and ".join(
        f"{end} without {on.named(row[f'without_one_{name}_cluster'])}"
        for end, name in (("least", "low"), ("greatest", "high"))
    )
    return f"τ-b computed again without each of the clusters in turn: {ends}"


def _of_draws(row: Row, name: str) -> str:
    """A p that is drawn, as a formula."""
    draws = int(row["draws"])
    return f"{round(float(row[name]) * (draws + 1))} / ({draws} + 1)"


def _p_of_set(on: Measured, row: Row) -> Formula:
    return Formula(
        "two-sided: share of draws with a mean at least as far from 0 as observed, of "
        f"{int(row['draws']):,} draws of whole rows of upgrading scores within sector groups, seed "
        f"{on.permutation.seed}; the observed one counts among them",
        _of_draws(row, "p"),
    )


def _p_of_step(_: Measured, row: Row) -> Formula:
    return Formula(
        "p adjusted among the sets of its step (Westfall and Young’s step-down min-P), on the same "
        "draws",
        _of_draws(row, "p_adjusted"),
    )


# Relations ----------------------------------------------------------------------------------------


def survives_table(
    survives: pd.DataFrame, negligible: Fraction, edition: str
) -> Tabulation[Measured]:
    """Every relation, by sector group.

    `survives` as from `upgrading.inference.survives.survives`; `negligible`: the largest |effect|
    of a specification that bears out an asserted absence; `edition`: of the numbers.
    """

    def agreeing(_: Measured, row: Row) -> Formula:
        return _agreeing(row, exact_text(negligible))

    tau = ("kendalls_b",)
    columns = (
        Column("where", "Where", str, "location"),
        Column("asserted", "Asserted", SIGNS.__getitem__, "sign"),
        Column("clusters", "Clusters", whole, "clusters", Measured.clusters),
        Column("kendalls_b", "Kendall’s τ-b", number, "tau_b", Measured.tau),
        Column(*_WITHOUT, bounds, _ENDS, _without_one, tau, "tau_b"),
        Column("p", "p", p_number, "p_within", _p_within, tau, "tau_b"),
        Column("p_adjusted", "p (adjusted)", p_number, "p_adjusted", _p_adjusted, (), "tau_b"),
        Column("needed", "Needed |τ-b|", _needed, "needed possible", _NEEDED, (), "tau_b"),
        Column("specifications", "Specifications", whole, "specifications", _SPECIFICATIONS),
        Column(*_AGREEING, _share, "share_asserted", agreeing, (), "share_asserted"),
        Column("joint_p", "Joint p", p_number, "p_joint", _joint, (), "p_joint"),
        *_verdicts("verdict"),
    )
    notes, label = _notes(survives, edition), "Relation that the report asserts"
    header = f"header_{row_id(label)}"
    caption = f"What survives ({edition_of(edition)})"
    table = Tabulation(SURVIVES, columns, caption, notes, [label], header)
    for heading, relations in by_group(survives).items():
        table.panel(heading)
        for row in relations.to_dict("records"):
            # relations have names of their own, shorter and steadier than their sentences
            shows = {**row, "upgrading": row["y"], "index": row["explanation"]}
            table.line(row["statement"], row=row_name(row["relation"]), shows=shows)
    return table


def _p_within(_: Measured, row: Row) -> str:
    which = "all distinct arrangements" if row["exact"] else "random arrangements"
    exact = ": exact" if row["exact"] else ""
    return (
        "two-sided permutation test of the relation on its own: share of arrangements with τ-b "
        f"at least as far from 0 as observed, of {which} of the scores of the clusters that have "
        f"both, within sector groups{exact}"
    )


def _p_adjusted(on: Measured, row: Row) -> Formula:
    among = "asserted absences" if row["sign"] == "none" else "relations asserted with a sign"
    return Formula(
        f"p adjusted among all {among} that can be measured (Westfall and Young’s step-down "
        f"min-P), over {int(row['draws']):,} draws of whole rows of upgrading scores within sector "
        f"groups, seed {on.permutation.seed}; Monte-Carlo error "
        f"{figure(row['p_adjusted_error'], 4)}",
        _of_draws(row, "p_adjusted"),
    )


_NEEDED: Final = (
    "smallest |τ-b| of an arrangement of these scores whose adjusted p would have been "
    "significant among all relations"
)


def _needed(needed: object, possible: object) -> Entry:
    if known(needed):
        return number(needed)
    return IMPOSSIBLE if known(possible) and not possible else NOTHING


def _agreeing(row: Row, negligible: str) -> Formula:
    """The share of specifications that agree."""
    lost = int(row["not_estimable"]) if known(row["not_estimable"]) else 0
    number = int(row["specifications"]) - lost
    what = f"an effect within ±{negligible}" if row["sign"] == "none" else "the asserted sign"
    return Formula(
        f"specifications with {what}, of those that can be estimated, per cent",
        f"100 × {round(float(row['share_asserted']) * number)} / {number}",
    )


def _joint(on: Measured, row: Row) -> Formula:
    """The p of the whole specification curve."""
    sides = "two-sided" if row["sign"] == "none" else "one-sided, in the asserted direction"
    permutations, seed = on.joint
    reached = round(float(row["p_joint"]) * (permutations + 1)) - 1
    return Formula(
        "joint test of the whole specification curve: share of permutations of the scores within "
        "sector groups in which the median effect is at least as extreme as observed "
        f"({sides}), of {permutations:,} permutations, seed {seed}; the observed one counts among "
        "them",
        f"({reached} + 1) / ({permutations} + 1)",
    )


def edition_of(edition: str) -> str:
    """Which scores the numbers of a table are of, in a caption."""
    return f"numbers of the {edition} edition"


def of_edition(edition: str) -> str:
    """Which scores the numbers are of, in words."""
    return f"Numbers are of the {edition} edition of the scores; verdicts are given for both."


def level() -> str:
    """The level of the tests, in words."""
    return f"p ≤ {shown(Fraction(str(LEVEL)), 2)}"


_SCHEME: Final = (
    "p: two-sided. Whole rows of upgrading scores are permuted within sector groups, a missing "
    "score moving with its row, and all statistics are computed on the same draws; adjusted by "
    "Westfall and Young’s step-down min-P, which controls the chance of any false finding under "
    "subset pivotality. Draws continue until no verdict can depend on the seed."
)


def rules() -> str:
    """The rules of the words, in words."""
    stable = shown(100 * Fraction(str(STABLE)), 0)
    return (
        f"The verdicts follow the same rules everywhere. “{WORDS['supported'].word}” "
        f"(“{WORDS['contradicted'].word}”): {level()}, adjusted and reached in its turn, and the "
        "sign is as asserted (or the opposite) whichever cluster is left out. "
        f"“{WORDS['leaning'].word}” (“{WORDS['leaning_against'].word}”): the same sign whichever "
        f"cluster is left out and in at least {stable} % of the specifications, and an "
        f"unadjusted p ≤ {shown(Fraction(str(LEANING)), 2)}. Everything else is "
        f"“{WORDS['open'].word}”: the data do not decide, which is no evidence against what is "
        f"asserted. Nothing is decided, either, where fewer than {LEAST_SIDE} clusters are, or "
        "are not, in a chain. A statement that no clear link was found is "
        f"“{WORDS['supported'].word}” where the link is open, which does not show that there is "
        "none; that one thing does not affect another can never be shown in this way."
    )


def _notes(survives: pd.DataFrame, edition: str) -> tuple[str, ...]:
    asserted = survives["sign"] != "none"
    kinds = (("relations asserted with a sign", asserted), ("asserted absences", ~asserted))
    return (
        *(
            f"{of.sum()} {kind}: {tally(survives.loc[of, 'verdict_printed'])} (as printed); "
            f"{tally(survives.loc[of, 'verdict_corrected'])} (corrected)."
            for kind, of in kinds
            if of.any()
        ),
        of_edition(edition),
        rules(),
        "A relation covering several sector groups compares clusters of the same group only, and "
        "which chains count follows the most natural reading of the text. p: of the relation on "
        "its own, exact where the arrangements can be counted. Needed: the smallest |τ-b| that "
        f"would have been significant among all relations with these scores; “{IMPOSSIBLE}”: "
        "none would have been, which is not held against the report. Specifications: each "
        "distinct data set that defensible choices lead to, counted once; joint p: permutation "
        "test of their median, one-sided in the asserted direction, two-sided where none is "
        "asserted.",
        _SCHEME,
        CHOSEN_CASES,
    )
