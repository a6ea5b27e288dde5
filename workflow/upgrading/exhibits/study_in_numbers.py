"""What the numbers of the study as a whole are counted from, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import wraps
from inspect import signature
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.accounted_for import accounted
from upgrading.exhibits.association import POOLED_WITHIN, PRIMARY
from upgrading.exhibits.estimates import number, p_number
from upgrading.exhibits.survives import SURVIVES
from upgrading.exhibits.tabulation import Column, Entry, Formula, Number, Tabulation
from upgrading.files.frames import known
from upgrading.parts import Passages, told
from upgrading.trade import field_study as field
from upgrading.verdicts import AGREEING, BASES, CELL_VERDICTS, WORDS
from upgrading.vocabulary import DEGREES, EFFICIENCY_SETS, LEVEL

_VERDICTS: Final = {one.name: one.counted for one in CELL_VERDICTS if one.counted}

OF_RELATIONS: Final = (
    *("supported", "leaning", "open", "leaning_against", "contradicted", "not_testable"),
)
"""Words that a relation can have."""

_ASSERTED: Final = {"relations": "with a sign", "absences": "as an absence"}
"""How a relation is asserted, by the beginnings of the rows that count them."""


@dataclass(frozen=True)
class Fact:
    """A number: the name of its row, its label, the cell, how it comes about."""

    row: str
    label: str
    entry: Entry
    formula: Formula


@dataclass(frozen=True)
class Part:
    """Numbers that are counted from the same frames, under one heading.

    `rows`: the names of their rows, in order; `count`: its parameters are inputs of the rule
    `summary`.
    """

    rows: tuple[str, ...]
    count: Callable[..., list[Fact]]

    def facts(self, inputs: Mapping[str, Any]) -> list[Fact]:
        """The numbers, from the rule's inputs by name."""
        return self.count(**{name: inputs[name] for name in signature(self.count).parameters})


def _listed(count: Callable[..., Iterator[Fact]]) -> Callable[..., list[Fact]]:
    """Lists what is counted; its parameters are those of what it wraps."""

    @wraps(count)
    def every(**inputs: Any) -> list[Fact]:
        return list(count(**inputs))

    return every


def _count(row: str, label: str, value: int, words: str, *inputs: str) -> Fact:
    return Fact(row, label, Number(f"{int(value):,}", str(int(value))), Formula(words, "", inputs))


@_listed
def _audit(cells: pd.DataFrame) -> Iterator[Fact]:
    counts = cells["verdict"].value_counts()
    number_of = {word: int(counts.get(word, 0)) for word in _VERDICTS}
    agree = sum(number_of[word] for word in AGREEING)
    where = "rows of results/audit/cells.csv"
    yield _count(
        "printed_all",
        "Audited",
        len(cells),
        f"{where}: printed numbers of Tables 2 to 19 and Annex Tables 1 to 8, and degrees",
    )
    yield _count(
        "printed_inputs",
        "Scores and figures that nothing else determines",
        len(cells) - sum(number_of.values()),
        f"{where} with the verdict source",
    )
    yield _count(
        "printed_determined",
        "Determined by others",
        sum(number_of.values()),
        f"{where} with another verdict than source",
    )
    yield _count(
        "printed_reproduced",
        "Come out as printed, exactly, rounded or truncated",
        agree,
        f"{where} with the verdict exact, rounded or truncated",
    )
    for word, label in _VERDICTS.items():
        yield _count(f"printed_{word}", label, number_of[word], f"{where} with the verdict {word}")


@_listed
def _accounted(cells: pd.DataFrame, errata: pd.DataFrame, parts: Passages) -> Iterator[Fact]:
    found = accounted(**told(parts, cells=cells, errata=errata))
    of_cells, of_errata = "figures of results/audit/cells.csv", "rows of results/audit/errata.csv"
    yield _count(
        "hypotheses",
        "Hypotheses that reproduce printed figures",
        found.hypotheses,
        f"{of_errata} that are no slips and account for at least one explained figure",
    )
    yield _count(
        "explained_by_hypotheses",
        "Figures that hypotheses account for",
        found.by_hypotheses,
        f"{of_cells} that are explained, not by slips alone",
    )
    yield _count("slips", "Slips", found.slips, f"{of_errata} of the class slip")
    yield _count(
        "explained_by_slips",
        "Figures that carry slips forward",
        found.carried_forward,
        f"{of_cells} that are explained by slips alone",
    )
    yield _count(
        "unexplained_slips",
        "Figures in which slips start, unexplained",
        found.slips_themselves,
        f"{of_cells} that are unexplained and in which a slip starts",
    )
    yield _count(
        "hints",
        "Hypotheses that are no more than a hint",
        found.hints,
        f"{of_errata} that are no slips and account for no explained figure",
    )
    yield _count(
        "unexplained_with_hint",
        "Figures with no more than a hint, unexplained",
        found.hinted,
        f"{of_cells} that are unexplained, with a hint",
    )
    yield _count(
        "unexplained_without_hint",
        "Unexplained figures without any of these",
        found.bare,
        f"{of_cells} that are unexplained, without slip or hint",
    )


@_listed
def _claims(claims: pd.DataFrame) -> Iterator[Fact]:
    where = "rows of results/audit/claims.csv"
    distinct = claims[~claims["repeats"].map(known)]
    yield _count("claims_all", "Statements listed", len(claims), where)
    yield _count(
        "claims_distinct",
        "Distinct statements",
        len(distinct),
        f"{where} that do not repeat another",
    )
    yield _count(
        "claims_headline",
        "Conclusions that the report draws attention to",
        int((distinct["tier"] == "headline").sum()),
        f"distinct {where} of the tier headline",
    )
    for basis in BASES:
        own = distinct.loc[distinct["basis"] == basis.name, "verdict"]
        for word in basis.words:
            yield _count(
                f"claims_{basis.name}_{word}",
                f"{basis.called}: {WORDS[word].word.lower()}",
                int((own == word).sum()),
                f"distinct {where} of the basis {basis.name} with the verdict {word}, printed "
                "edition",
            )
    moved = int((distinct["verdict"] != distinct["verdict_corrected"]).sum())
    yield _count(
        "claims_moved",
        "Have another verdict in the corrected edition",
        moved,
        f"distinct {where} whose verdict differs between the printed and the corrected edition",
    )


@_listed
def _association(association: pd.DataFrame) -> Iterator[Fact]:
    for scope, name, label in (
        ("pooled", "all_clusters_pooled", "all clusters, each compared with every other"),
        ("blocked", "all_groups_within_each", "clusters compared within their sector groups"),
    ):
        row = _row(association, scope)
        place = f"{POOLED_WITHIN}/as_analysed_{name}"
        formula = Formula(f"τ-b of the table of pooled against within: {label}", "", ())
        for column, key, entry in (
            ("kendalls_b", "tau_b", number(row["tau_b"])),
            ("p", "p", p_number(row["p"])),
        ):
            words = formula.words if column != "p" else formula.words.replace("τ-b", "p of τ-b", 1)
            yield Fact(
                f"product_{key}_{scope}",
                f"{'τ-b' if key == 'tau_b' else 'p'}, {label}",
                entry,
                Formula(words, "", (f"{place}/{column}",)),
            )
    primary = association[association["family"] == "primary"]
    estimable = primary[primary["p_adjusted"].notna()]
    yield _count(
        "primary_tests",
        "Tests of the primary family that can be made",
        len(estimable),
        "relations of the primary family with a p",
        f"{PRIMARY}//p",
    )
    yield _count(
        "primary_surviving",
        "Relations of the primary family that survive Holm’s adjustment at 5 %",
        int((estimable["p_adjusted"] <= LEVEL).sum()),
        f"relations of the primary family whose adjusted p is at most {LEVEL}",
        f"{PRIMARY}//p_holm",
    )


def _row(association: pd.DataFrame, scope: str) -> Mapping[Any, Any]:
    chosen = association[
        (association["upgrading"] == "up_product")
        & (association["index"] == "ce_index")
        & (association["scope"] == scope)
    ]
    return dict(chosen.iloc[0])


@_listed
def _sets(sets_printed: pd.DataFrame, sets_corrected: pd.DataFrame) -> Iterator[Fact]:
    for edition, sets in (("printed", sets_printed), ("corrected", sets_corrected)):
        row = sets[sets["set"] == EFFICIENCY_SETS[0]].iloc[0]
        where = f"set {EFFICIENCY_SETS[0]} of results/inference/sets_{edition}.csv"
        for column, label, entry in (
            ("tau_b", "Mean τ-b", number(row["tau_b"])),
            ("p", "p", p_number(row["p"])),
        ):
            yield Fact(
                f"efficiency_{column}_{edition}",
                f"{label}, scores {'as printed' if edition == 'printed' else 'corrected'}",
                entry,
                Formula(f"{label} of the {where}: all sector groups, within each", "", ()),
            )


@_listed
def _relations(survives: pd.DataFrame) -> Iterator[Fact]:
    yield _count("relations_all", "Asserted", len(survives), "rows of What survives", SURVIVES)
    absences = survives["sign"] == "none"
    for (kind, asserted), rows in zip(
        _ASSERTED.items(), (survives[~absences], survives[absences]), strict=True
    ):
        for word in OF_RELATIONS:
            label = f"Asserted {asserted}: {WORDS[word].word.lower()}"
            words = f"rows of What survives, asserted {asserted}, with “{WORDS[word].word}”"
            number = int((rows["verdict_printed"] == word).sum())
            yield _count(f"{kind}_{word}", label, number, f"{words} as printed", SURVIVES)


@_listed
def _degrees(by_degree: pd.DataFrame) -> Iterator[Fact]:
    rises = falls = level = 0
    for _, rows in by_degree.groupby(["group", "upgrading"], sort=False):
        means = dict(zip(rows["ce_degree"], rows["mean"], strict=True))
        present = [means[degree] for degree in reversed(DEGREES) if known(means.get(degree))]
        for lower, higher in pairwise(present):
            rises += higher > lower
            falls += higher < lower
            level += higher == lower
    where = ("table_06", "table_10", "table_14", "software_by_degree")
    words = "steps from a degree to the next higher one that has clusters, in every sector group "
    words += "and kind of upgrading"
    yield _count(
        "steps_all", "Steps to the next higher degree", rises + falls + level, words, *where
    )
    for row, label, value in (
        ("steps_up", "Mean upgrading rises", rises),
        ("steps_down", "Mean upgrading falls", falls),
        ("steps_level", "Mean upgrading stays level", level),
    ):
        yield _count(row, label, value, f"{words}, at which {label.lower()}", *where)


@_listed
def _trade(field_study: pd.DataFrame, exports: pd.DataFrame) -> Iterator[Fact]:
    counts = field_study["agreement"].value_counts()
    agreement = {
        word: int(counts.get(word, 0)) for word in (field.AGREES, field.DISAGREES, field.UNCLEAR)
    }
    study = "products of the table beside the experts’ scores"
    yield _count(
        "trade_products",
        "Products beside the experts’ scores",
        sum(agreement.values()),
        f"{study} for which there are figures",
        "trade_field_study",
    )
    for row, label, word in (
        ("trade_agrees", "Products that bear the scores out", field.AGREES),
        ("trade_disagrees", "Products that speak against the scores", field.DISAGREES),
        ("trade_unclear", "Products that say neither", field.UNCLEAR),
    ):
        words = f"{study} whose agreement is “{word}”"
        yield _count(row, label, agreement[word], words, "trade_field_study")
    with_figures = field_study["agreement"].isin(list(agreement))
    flips = int((field_study.loc[with_figures, "robustness"] == "flips").sum())
    yield _count(
        "trade_flips",
        "Products whose class changes under another reasonable measure",
        flips,
        f"{study} whose class differs under other windows, tolerances or comparators",
        "trade_field_study",
    )
    checked = exports[exports["source"] != ""]
    own = int(checked["verdict"].isin(AGREEING).sum())
    other = int((checked["verdict"] == "explained").sum())
    printed = "export figures of Table 2"
    for row, label, value, words in (
        (
            "exports_checked",
            "Export figures of Table 2 that can be checked",
            len(checked),
            f"{printed} for which trade statistics have the product and year",
        ),
        (
            "exports_printed_year",
            "Export figures that are those of the printed year",
            own,
            f"{printed} that trade statistics give for the printed year",
        ),
        (
            "exports_other_year",
            "Export figures that are those of another year",
            other,
            f"{printed} that trade statistics give for another year",
        ),
    ):
        yield _count(row, label, value, words, "trade_table_2")


PARTS: Final[Mapping[str, Part]] = MappingProxyType(
    {
        "Printed numbers and degrees": Part(
            (
                "printed_all",
                "printed_inputs",
                "printed_determined",
                "printed_reproduced",
                *(f"printed_{verdict}" for verdict in _VERDICTS),
            ),
            _audit,
        ),
        "What accounts for those that differ": Part(
            (
                "hypotheses",
                "explained_by_hypotheses",
                "slips",
                "explained_by_slips",
                "unexplained_slips",
                "hints",
                "unexplained_with_hint",
                "unexplained_without_hint",
            ),
            _accounted,
        ),
        "Statements of the report": Part(
            (
                *("claims_all", "claims_distinct", "claims_headline"),
                *(f"claims_{basis.name}_{word}" for basis in BASES for word in basis.words),
                "claims_moved",
            ),
            _claims,
        ),
        "Collective efficiency and upgrading of all kinds": Part(
            tuple(
                f"efficiency_{column}_{edition}"
                for edition in ("printed", "corrected")
                for column in ("tau_b", "p")
            ),
            _sets,
        ),
        "Collective efficiency and product upgrading": Part(
            (
                "product_tau_b_pooled",
                "product_p_pooled",
                "product_tau_b_blocked",
                "product_p_blocked",
                "primary_tests",
                "primary_surviving",
            ),
            _association,
        ),
        "Relations that the report asserts": Part(
            (
                "relations_all",
                *(f"{kind}_{word}" for kind in _ASSERTED for word in OF_RELATIONS),
            ),
            _relations,
        ),
        "Mean upgrading by degree of collective efficiency": Part(
            ("steps_all", "steps_up", "steps_down", "steps_level"),
            _degrees,
        ),
        "Trade statistics": Part(
            (
                "trade_products",
                "trade_agrees",
                "trade_disagrees",
                "trade_unclear",
                "trade_flips",
                "exports_checked",
                "exports_printed_year",
                "exports_other_year",
            ),
            _trade,
        ),
    }
)
"""The parts of the study in numbers, by their headings."""


# The numbers of the study as a whole: what the first page, an abstract or a letter would quote ----
#
# They are an exhibit like every other, so that each can be followed and has a macro.


OVERVIEW: Final = "overview"

NUMBER: Final = "number"
"""The column of the exhibit."""


def counted(found: Mapping[str, Any]) -> dict[str, list[Fact]]:
    """The numbers by the headings of their parts. `found`: the inputs of `summary`, by name."""
    return {heading: part.facts(found) for heading, part in PARTS.items()}


def overview(counted: Mapping[str, Sequence[Fact]]) -> Tabulation[None]:
    """The exhibit, of numbers by the headings of their parts."""
    notes = (
        "Counted from results/audit, results/inference and results/trade; the tables named in "
        "each number’s card list them one by one.",
        "A hypothesis of the audit accounts for a figure if it reproduces it; it is not a proof. "
        "A slip is a figure that contradicts its own row or column and that none of the single "
        "changes tried puts right.",
    )
    columns: list[Column[None]] = [Column(NUMBER, "Number")]
    table = Tabulation(OVERVIEW, columns, "The study in numbers", notes)
    for heading, facts in counted.items():
        table.panel(heading)
        for fact in facts:
            table.line(fact.label, row=fact.row).cell(NUMBER, fact.entry, fact.formula)
    return table


def numbers_of(exhibits: pd.DataFrame) -> dict[str, tuple[str, Fraction]]:
    """What each row of the exhibit shows, and its value. `exhibits`: `EXHIBIT_COLUMNS`."""
    own = exhibits[(exhibits["exhibit"] == OVERVIEW) & (exhibits["column"] == NUMBER)]
    filled = own[own["value"] != ""]
    return {
        str(row.row): (str(row.shown), Fraction(row.value))
        for row in filled.itertuples(index=False)
    }
