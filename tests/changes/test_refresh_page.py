"""The page and the table of changes, on a few made-up changes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from refresh_states import edited, score, with_row

from upgrading.changes import figures
from upgrading.changes.attribution import Attributed, Effect, by_one_input
from upgrading.changes.differences import (
    Cause,
    Change,
    Edit,
    Kind,
    Place,
    Shown,
    causes,
    changes,
    numbers,
)
from upgrading.changes.figures import FigureChange
from upgrading.changes.labels import Labels, labels
from upgrading.changes.report import CHANGE_COLUMNS, Report, changes_frame
from upgrading.changes.text import FEW, LINES, STUDY, incomplete, markdown
from upgrading.exhibits.study_in_numbers import OVERVIEW
from upgrading.files.listed import form_of
from upgrading.publish.quotable import frame, of_exhibits

NO_UPDATES = pd.DataFrame({"cluster_id": [], "column": []})

NAMES = Labels({"table_06": "Upgrading"}, {}, {}, {"x": "Shoes, León (MEX)"}, {})

EDITIONS = ("printed", "corrected")

SCORE = Cause(
    ("cluster", "traditional_manufacturing", "x", "up_product"),
    "2",
    "3",
    tuple(Edit(f"clusters_{edition}", ("x",), "up_product") for edition in EDITIONS),
)
CHOICE = Cause(
    ("choice", "indices.degrees.low_to"),
    "5",
    "4.9",
    (Edit("choices", ("indices.degrees.low_to",), "value"),),
)


def changed(row: str, *effects: Effect, old: str = "1.5", new: str = "1.75") -> Attributed:
    place = Place("number", "table_06", row, "up_product")
    return Attributed(Change(place, Shown(old, old), Shown(new, new)), effects)


def test_shares_stand_beside_the_number_of_their_input() -> None:
    effects = (
        Effect("alone", (0,), Fraction(1, 2)),
        Effect("alone", (1,), Fraction(-1, 8)),
        Effect("together", (0, 1), Fraction(-1, 8)),
    )
    page = markdown(Report([SCORE, CHOICE], [changed("high", *effects)], [], NAMES))
    assert "| 1 | Shoes, León (MEX): Product upgrading | 2 | 3 | 1 |" in page
    assert "| 2 | config/config.yaml: indices.degrees.low_to | 5 | 4.9 | 1 |" in page
    assert "### Table 6. Upgrading" in page
    row = "| High | Product upgrading | 1.5 | 1.75 | +0.25 |"
    assert f"{row} 1 (+0.5); 2 (−0.125); 1, 2 together (−0.125) |" in page


def test_a_single_effect_needs_no_share_beside_the_difference() -> None:
    effect = Effect("alone", (1,), Fraction(1, 4))
    page = markdown(Report([SCORE, CHOICE], [changed("high", effect)], [], NAMES))
    assert "| +0.25 | 2 |" in page


def test_what_an_input_moves_is_counted_apart_from_what_it_may_move() -> None:
    moved = [
        changed("high", Effect("alone", (0,), Fraction(1, 4))),
        changed("low", Effect("together", (0, 1), Fraction(1, 4))),
        changed("medium", Effect("not told apart", (0, 1), Fraction(1, 4))),
    ]
    page = markdown(Report([SCORE, CHOICE], moved, [], NAMES))
    assert "| No. | Input | Before | Now | Moves | May move |" in page
    assert "| Shoes, León (MEX): Product upgrading | 2 | 3 | 2 | 1 |" in page
    assert "| config/config.yaml: indices.degrees.low_to | 5 | 4.9 | 1 | 1 |" in page
    assert "| +0.25 | 1 or 2, not told apart |" in page
    told = markdown(Report([SCORE, CHOICE], moved[:2], [], NAMES))
    assert "May move" not in told


def test_minus_signs_are_minus_signs_and_no_comma_is_left_of_an_interval() -> None:
    cell = ("association_primary", "row", "95_interval")
    named = Labels(
        {}, {}, {cell[::2]: "95 % interval"}, {}, {cell: 0}, {cell: "[-0.08, 0.7]"}, {cell}
    )
    ends = [
        Change(Place("number", *cell), Shown("-0.12", "-0.12,"), Shown("-0.08", "-0.08,")),
        Change(Place("number", *cell[:2], "95_interval_2"), Shown("1", "1.0"), Shown("0.7", "0.7")),
    ]
    moved = [Attributed(end, (Effect("alone", (0,), end.difference),)) for end in ends]
    page = markdown(Report([SCORE], moved, [], named))
    assert "| 95 % interval, lower end | −0.12 | −0.08 | +0.04 |" in page
    assert "| 95 % interval, upper end | 1.0 | 0.7 | −0.3 |" in page
    assert "-0" not in page


def test_a_number_that_gave_way_to_words_shows_them() -> None:
    cell = ("survives", "r", "share")
    named = Labels({}, {}, {}, {}, {cell: 0}, {cell: ">99"})
    gone = Attributed(
        Change(Place("number", *cell), Shown("100", "100"), None), (Effect("alone", (0,)),)
    )
    assert "| 100 | >99 |  |" in markdown(Report([SCORE], [gone], [], named))


def test_values_of_the_config_stand_without_its_quotes() -> None:
    edition = Cause(("choice", "edition"), '"corrected"', '"printed"', ())
    listed = Cause(("choice", "trade.files"), "[]", '["a.csv", "b.csv"]', ())
    moved = [changed("high", Effect("alone", (0,), Fraction(1, 4)))]
    page = markdown(
        Report(
            [
                replace(one, edits=(Edit("choices", one.name[1:], "value"),))
                for one in (edition, listed)
            ],
            moved,
            [],
            NAMES,
        )
    )
    assert "| 1 | config/config.yaml: edition | corrected | printed | 1 |" in page
    assert "| none | a.csv, b.csv | 0 |" in page


def test_a_baseline_without_all_its_files_is_not_compared() -> None:
    page = incomplete(["baseline/program.csv"])
    assert "lacks `baseline/program.csv`" in page
    assert "`make accept`" in page


def test_a_long_table_ends_with_how_many_more() -> None:
    many = [changed(f"row_{n:03}", Effect("alone", (0,), Fraction(1, 4))) for n in range(LINES + 7)]
    report = Report([SCORE], many, [], NAMES)
    page = markdown(report)
    assert "and 7 more (`exhibit` table_06) in `changes.csv`." in page
    assert "and 7 more (column `macro`) in `changes.csv`." in page
    assert page.count("| row ") == page.count("| `\\TableSixRow") == LINES
    assert len(changes_frame(report)) == LINES + 7


def flip(kind: Kind, row: str, column: str, *words: str, cause: int = 0) -> Attributed:
    """A word that became another because of one input."""
    old, new = (Shown(word, word) if word else None for word in words)
    exhibit = {"degree": "indices", "verdict": "table_06"}.get(kind, f"{kind}s")
    return Attributed(
        Change(Place(kind, exhibit, row, column), old, new), (Effect("alone", (cause,)),)
    )


def flips(*places: tuple[str, str]) -> list[Attributed]:
    """Claims that flipped because of the first input, by claim and column."""
    return [flip("claim", *place, "supported", "open") for place in places]


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ([("a", "verdict"), ("a", "verdict_corrected")], "1 claim changed its word.**"),
        (
            [("a", "verdict"), ("a", "verdict_corrected"), ("b", "verdict_corrected")],
            "2 claims (1 in the corrected edition alone) changed",
        ),
        ([("a", "verdict_corrected")], "1 claim (1 in the corrected edition alone) changed"),
        ([], "No set, relation, claim or degree changed its word.**"),
    ],
)
def test_a_claim_that_flips_in_both_editions_is_one_claim(places, said) -> None:
    moved = [changed("high", Effect("alone", (0,), Fraction(1, 4))), *flips(*places)]
    page = markdown(Report([SCORE], moved, [], NAMES))
    assert f"1 input differs from the baseline. **{said}" in page
    claims = len({claim for claim, _ in places})
    assert f"| Shoes, León (MEX): Product upgrading | 2 | 3 | {1 + claims} |" in page


CORRECTED = (SUGAR, SHOES, GARMENTS) = (
    ("sugar_valle_del_cauca", "up_intersectoral"),
    ("footwear_leon", "up_functional"),
    ("garments_bucaramanga", "ja_forward"),
)


def corrected_inputs(baseline, texts):
    """The baseline’s inputs with scores of `CORRECTED` in the corrected edition alone."""
    cells = zip(CORRECTED, texts, strict=True)
    edits = [("clusters_corrected", (cluster,), name, text) for (cluster, name), text in cells]
    return edited(baseline, *edits)


def named_causes(before, after, updates, exhibits) -> list[str]:
    claims = pd.DataFrame({"claim_id": [], "claim": [], "tier": []})
    named = labels(exhibits, {}, claims, [before, after], updates)
    return [named.cause(cause) for cause in causes(before, after, {"table_05": "upgrading"})]


def updates_of(*scores: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(scores), columns=["cluster_id", "column"])


def test_what_acts_in_the_corrected_edition_alone_says_where_it_comes_from(
    baseline, exhibits
) -> None:
    printed = baseline["clusters_printed"].rows
    before = corrected_inputs(baseline, ["1", "1", "0.5"])
    after = corrected_inputs(baseline, ["3", "3", printed[GARMENTS[:1]][GARMENTS[1]]])
    assert set(named_causes(before, after, updates_of(SHOES), exhibits)) == {
        "Sugar, Valle del Cauca (COL): Intersectoral upgrading (corrected edition: erratum)",
        "Footwear, León (MEX): Functional upgrading (corrected edition: author’s update)",
        "Garments, Bucaramanga (COL): Forward vertical linkages (corrected edition: erratum or "
        "author’s update taken back)",
    }


def test_an_edit_of_a_printed_table_is_named_as_short_as_ever(baseline, exhibits) -> None:
    after = score(baseline, "garments_bucaramanga", "up_functional", "1")
    (name,) = named_causes(baseline, after, updates_of(), exhibits)
    assert name == "Garments, Bucaramanga (COL): Functional upgrading"


def test_a_cluster_that_an_author_adds_or_takes_away_is_an_update(baseline, exhibits) -> None:
    cells = {"group": "traditional_manufacturing", "industry": "Footwear", "name": "Franca"}
    more = with_row(baseline, "clusters_corrected", ("franca",), **cells, country="BRA")
    renamed = edited(more, ("clusters_corrected", ("franca",), "ja_forward", "1"))
    told = "(corrected edition: author’s update)"
    for before, after in ((baseline, more), (more, baseline)):
        names = named_causes(before, after, updates_of(), exhibits)
        assert names == [f"Cluster Footwear, Franca (BRA) {told}"]
    names = named_causes(more, renamed, updates_of(), exhibits)
    assert names == [f"Footwear, Franca (BRA): Forward vertical linkages {told}"]


def test_many_corrections_of_a_cluster_are_told_together(baseline, exhibits) -> None:
    names = ("ja_backward", "ja_forward", "ja_bilateral", "ja_multilateral", "up_product")
    clusters = [key for key, _ in zip(baseline["clusters_corrected"].rows, range(6), strict=False)]
    places = [(cluster, name) for (cluster,) in clusters for name in names]
    edits = [("clusters_corrected", (cluster,), name, "0.5") for cluster, name in places]
    found = named_causes(baseline, edited(baseline, *edits), updates_of(places[0]), exhibits)
    assert len(found) == len(clusters)
    assert found[0].endswith("5 cells (corrected edition: author’s update, erratum)")
    assert found[1].endswith("5 cells (corrected edition: erratum)")


@pytest.mark.parametrize("kind", ["set", "relation", "claim", "degree", "verdict"])
def test_a_long_list_of_what_flipped_ends_with_how_many_more(kind) -> None:
    effect = Effect("alone", (0,))
    flips = [
        Attributed(
            Change(
                Place(kind, "table_03", f"row_{number:03}", "verdict"),
                Shown("one", "one"),
                Shown("other", "other"),
            ),
            (effect,),
        )
        for number in range(LINES + 3)
    ]
    report = Report([SCORE], flips, [], NAMES)
    page = markdown(report)
    assert page.count("one | other |") == LINES
    assert f"and 3 more (`kind` {kind}) in `changes.csv`." in page
    assert set(changes_frame(report)["row"]) == {f"row_{number:03}" for number in range(LINES + 3)}


def test_inputs_are_all_on_the_page() -> None:
    """The table of changes has no line for an input without effect; others are told by number."""
    count = LINES + 5
    inputs = [
        Cause(("choice", key), "5", "4", (Edit("choices", (key,), "value"),))
        for key in (f"key_{number}" for number in range(count))
    ]
    without = markdown(Report(inputs, [], [], NAMES))
    assert f"key_{count - 1}." in without
    assert without.count("key_") == count
    moved = [changed("high", Effect("alone", (count - 1,), Fraction(1, 4)))]
    page = markdown(Report(inputs, moved, [], NAMES))
    assert f"| {count} | config/config.yaml: key_{count - 1} |" in page
    assert "more (" not in page


def test_one_row_of_the_table_per_effect() -> None:
    effects = (Effect("alone", (1,), Fraction(1, 8)), Effect("together", (0, 1), Fraction(1, 8)))
    frame = changes_frame(Report([SCORE, CHOICE], [changed("low", *effects)], [], NAMES))
    assert list(frame["effect"]) == ["alone", "together"]
    assert list(frame["share"]) == ["0.125", "0.125"]
    assert list(frame["difference"]) == ["0.25", "0.25"]
    assert frame["cause"][1] == (
        "Shoes, León (MEX): Product upgrading; config/config.yaml: indices.degrees.low_to"
    )
    assert (frame["cause_old"][1], frame["cause_new"][1]) == ("2; 5", "3; 4.9")


def test_what_the_program_did_is_said() -> None:
    page = markdown(Report([], [changed("low", Effect("program", (), Fraction(1, 4)))], [], NAMES))
    assert "No input differs" in page
    assert "| +0.25 | the program |" in page


def test_pictures_stand_side_by_side_or_their_absence_is_explained() -> None:
    drawn = FigureChange("group_profiles", "changed", (0,), before="changes/figures/x_before.svg")
    lost = FigureChange("trade_quadrants", "changed", (0,), why=figures.NOT_KEPT)
    gone = FigureChange("old_one", "vanished", (0,), before="changes/figures/old_one_before.svg")
    page = markdown(Report([SCORE], [], [drawn, lost, gone], NAMES))
    assert (
        "![Group profiles, before](changes/figures/x_before.svg) | ![Group profiles, now]" in page
    )
    assert "No picture of before: the baseline has none" in page
    assert "old_one_before.svg) | no longer drawn |" in page and "figures/old_one.svg" not in page


def test_a_figure_says_whether_its_inputs_are_told_apart() -> None:
    both = FigureChange("a", "changed", (0, 1))
    either = FigureChange("b", "changed", (0, 1), told_apart=False)
    neither = FigureChange("c", "changed")
    report = Report([SCORE, CHOICE], [], [both, either, neither], NAMES)
    page = markdown(report)
    assert "Because of 1 and 2." in page
    assert "Because of 1 or 2, not told apart." in page
    assert "Because of the program" in page
    assert list(changes_frame(report)["effect"]) == ["each", "not told apart", "program"]


def test_figures_are_told_apart_by_their_bytes() -> None:
    old = pd.DataFrame({"figure": ["a", "b", "c"], "sha256": ["1", "2", "3"]})
    new = pd.DataFrame({"figure": ["a", "b", "d"], "sha256": ["1", "9", "3"]})
    assert figures.changed(old, new) == {"b": "changed", "c": "vanished", "d": "appeared"}


def test_rows_below_a_section_or_a_panel_carry_its_name(exhibits) -> None:
    cells = pd.DataFrame(
        [
            ("t", 1, "header_1", "header", "label_1", "Year", "Year"),
            ("t", 2, "bra", "section", "label_1", "Year", "BRA, FAOSTAT"),
            ("t", 3, "bra_1996", "body", "label_1", "Year", "1996"),
            ("u", 1, "panel_product", "panel", "label_1", "", "Product upgrading (34 clusters)"),
            ("u", 2, "product_index", "body", "label_1", "", "Index"),
            ("u", 2, "product_index", "body", "model_2", "(2)", "0.4"),
            ("u", 3, "product_index_interval", "body", "label_1", "", "[95 % interval]"),
            ("u", 3, "product_index_interval", "body", "model_2", "(2)", "[-0.1, 0.9]"),
        ],
        columns=["exhibit", "line", "row", "row_kind", "column", "header", "shown"],
    )
    claims = pd.DataFrame({"claim_id": ["c1"], "claim": ["Clusters help."], "tier": ["section"]})
    named = labels(pd.concat([exhibits, cells]), {"t": "A table *"}, claims, [], NO_UPDATES)
    assert named.exhibit("t") == "A table"
    assert named.row("t", "bra_1996") == "BRA, FAOSTAT, 1996"
    assert named.row("u", "product_index") == "Product upgrading, Index"
    assert named.row("u", "product_index_interval") == "Product upgrading, Index [95 % interval]"
    assert named.row("table_06", "medium") == "Medium"
    assert named.column("table_02", "firms_2") == "Firms (second number)"
    assert named.column_of(Place("number", "u", "product_index", "model_2")) == "Model 2"
    upper = Place("number", "u", "product_index_interval", "model_2_2")
    assert named.column_of(upper) == "Model 2, upper end"
    assert named.row("claims", "c1") == "Clusters help. (c1)"


# What an author takes away, first ----------------------------------------------------------------

STATEMENTS = Labels(
    {},
    {
        ("claims", "c1"): "Clusters help. (c1)",
        ("claims", "c2"): "Salmon pays. (c2)",
        ("claims", "c3"): "Seven are large. (c3)",
        ("relations", "tm-r"): "More of x goes with more of y. (Traditional manufacturing; tm-r)",
    },
    {},
    {"x": "Shoes, León (MEX)"},
    {},
    tiers={"c3": "detail", "c2": "section", "c1": "headline"},
)


@pytest.fixture
def moved() -> list[Attributed]:
    """Something of every kind, in the order of the table of changes."""
    return [
        flip("set", "efficiency", "word", "supported", "open"),
        flip("set", "efficiency", "word_corrected", "supported", "open"),
        flip("set", "governance", "word", "open", "leaning"),
        flip("relation", "tm-r", "word_corrected", "leaning", "open"),
        flip("claim", "c1", "verdict", "supported", "leaning_against"),
        flip("claim", "c1", "verdict_corrected", "leaning", "leaning_against"),
        flip("claim", "c2", "verdict", "consistent", "part_holds"),
        flip("claim", "c3", "verdict_corrected", "", "supported"),
        flip("claim", "gone", "verdict", "open", ""),
        flip("degree", "x", "ce_degree", "low", "medium"),
        flip("verdict", "high", "up_product", "exact", "unexplained"),
        changed("high", Effect("alone", (0,), Fraction(1, 4))),
    ]


def test_what_an_author_takes_away_comes_first(moved) -> None:
    drawn = FigureChange("group_profiles", "changed", (0,), why=figures.NOT_KEPT)
    page = markdown(Report([SCORE], moved, [drawn], STATEMENTS))
    headings = [line.lstrip("# ") for line in page.splitlines() if line.startswith("#")]
    assert headings == [
        *("What changed since the baseline", "Inputs that changed", "Conclusions"),
        *("General sentences", "Relations", "Claims of the report"),
        *("Degrees of collective efficiency", "Macros to replace", "Verdicts of the audit"),
        *("Figures", "Group profiles: changed", "Tables", "Table 6"),
    ]
    first_screen = page.splitlines()[:40]
    assert first_screen[2] == (
        "1 input differs from the baseline. **2 sets, 1 relation (1 in the corrected edition "
        "alone), 4 claims (1 of the tier headline; 1 in the corrected edition alone) and 1 degree "
        "changed their word.** Also changed: 1 verdict of the audit, 1 figure and 1 "
        "number in print. All of it, in full precision: `changes.csv`."
    )
    assert "| Clusters help. (c1) | printed | headline | Supported | Leans the other way |" in (
        first_screen
    )


def test_statements_are_told_in_their_words_and_claims_by_tier(moved) -> None:
    page = markdown(Report([SCORE], moved, [], STATEMENTS))
    told = page[page.index("## Conclusions") : page.index("## Macros")].splitlines()
    assert [line for line in told if line.startswith("| ") and "---" not in line] == [
        "| Sentence | Scores | Before | Now |",
        "| Collective efficiency furthers product, process and functional upgrading: "
        "all sector groups | both | Supported | Open |",
        "| Governance furthers or hinders upgrading, as asserted: all sector groups | printed | "
        "Open | Leans that way |",
        "| Relation | Scores | Before | Now |",
        "| More of x goes with more of y. (Traditional manufacturing; tm-r) | corrected | "
        "Leans that way | Open |",
        "| Claim | Scores | Tier | Before | Now |",
        "| Clusters help. (c1) | printed | headline | Supported | Leans the other way |",
        "| Clusters help. (c1) | corrected | headline | Leans that way | Leans the other way |",
        "| Salmon pays. (c2) | printed | section | Consistent with the score | Part holds |",
        "| Seven are large. (c3) | corrected | detail | – | Supported |",
        "| gone | printed |  | Open | – |",
        "| Cluster | Before | Now |",
        "| Shoes, León (MEX) | Low | Medium |",
    ]


def test_editions_are_told_apart_where_their_causes_are(moved) -> None:
    own = flip("set", "efficiency", "word", "supported", "open")
    other = flip("set", "efficiency", "word_corrected", "supported", "open", cause=1)
    page = markdown(Report([SCORE, CHOICE], [own, other], [], STATEMENTS))
    sentence = (
        "| Collective efficiency furthers product, process and functional upgrading: "
        "all sector groups"
    )
    assert f"{sentence} | printed | Supported | Open | 1 |" in page
    assert f"{sentence} | corrected | Supported | Open | 2 |" in page


def test_a_group_s_sentence_names_the_group() -> None:
    place = Place("set", "sets", "efficiency/natural_resource_based", "word")
    assert STATEMENTS.statement(place) == (
        "Collective efficiency furthers product, process and functional upgrading: "
        "Natural resource-based"
    )


def test_relations_and_claims_are_named_by_what_they_say(baseline, exhibits) -> None:
    claims = pd.DataFrame({"claim_id": ["c1"], "claim": ["Clusters help."], "tier": ["headline"]})
    named = labels(exhibits, {}, claims, [baseline], NO_UPDATES)
    relation = Place("relation", "relations", "tm-efficiency-product", "word")
    assert named.statement(relation) == (
        "More collective efficiency goes with more product upgrading. (Traditional manufacturing; "
        "tm-efficiency-product)"
    )
    assert named.statement(Place("claim", "claims", "c1", "verdict")) == "Clusters help. (c1)"
    assert named.is_headline("c1")


def test_many_inputs_stand_below_the_conclusions_with_their_number() -> None:
    def page_of(count: int) -> str:
        keys = [f"key_{number}" for number in range(count)]
        inputs = [
            Cause(("choice", key), "5", "4", (Edit("choices", (key,), "value"),)) for key in keys
        ]
        flipped = [flip("degree", "x", "ce_degree", "low", "medium")]
        return markdown(Report(inputs, flipped, [], NAMES))

    few, many = page_of(FEW), page_of(FEW + 1)
    assert few.index("## Inputs that changed") < few.index("## Conclusions")
    assert many.index("## Inputs that changed") > many.index("## Conclusions")
    assert f"## Inputs that changed\n\n{FEW + 1} inputs." in many
    assert f"{FEW} inputs." not in few


# Numbers: those whose print changes are listed, the others counted -------------------------------


def beyond_print(row: str, exhibit: str = "table_06") -> Attributed:
    """A number that is another one and printed as before."""
    place = Place("number", exhibit, row, "up_product")
    change = Change(place, Shown("1.51", "1.5"), Shown("1.52", "1.5"))
    return Attributed(change, (Effect("alone", (0,), change.difference),))


def test_numbers_whose_print_stays_the_same_are_counted() -> None:
    own = [changed("high", Effect("alone", (0,), Fraction(1, 4)))]
    own += [beyond_print(f"row_{number}") for number in range(3)]
    own += [beyond_print(f"row_{number}", "table_10") for number in range(2)]
    report = Report([SCORE], own, [], NAMES)
    page = markdown(report)
    assert (
        "| High | Product upgrading | 1.5 | 1.75 | +0.25 |\n\nand 3 whose print stays the" in page
    )
    assert "same (`shown_changes` false) in `changes.csv`." in page
    assert "| row" not in page
    assert "### Table 10" not in page
    assert "(`changes.csv`, `shown_changes` false): Table 10 (2)." in page
    assert "Also changed: 1 number in print and 5 numbers beyond print." in page
    assert len(changes_frame(report)) == 6


def test_what_is_cut_and_what_is_printed_as_before_are_told_in_one_line() -> None:
    own = [changed(f"row_{n:03}", Effect("alone", (0,), Fraction(1, 4))) for n in range(LINES + 7)]
    page = markdown(Report([SCORE], [*own, beyond_print("high")], [], NAMES))
    assert (
        "and 7 more (`exhibit` table_06), and 1 whose print stays the same (`shown_changes` false) "
        "in `changes.csv`."
    ) in page


def test_numbers_that_come_and_go_are_listed() -> None:
    place = Place("number", "table_06", "low", "up_product")
    number = Shown("2", "2.0")
    effects = (Effect("alone", (0,)),)
    came = markdown(Report([SCORE], [Attributed(Change(place, None, number), effects)], [], NAMES))
    gone = markdown(Report([SCORE], [Attributed(Change(place, number, None), effects)], [], NAMES))
    assert "| Low | Product upgrading | – | 2.0 |  |" in came
    assert "| Low | Product upgrading | 2.0 | gone |  |" in gone


# Macros ------------------------------------------------------------------------------------------


def test_macros_to_replace_are_those_whose_text_is_another() -> None:
    before = pd.DataFrame(
        [
            ("table_06", "high", "up_product", "1.5", "1.5"),
            ("table_06", "low", "up_product", "1.51", "1.5"),
            ("table_06", "medium", "up_product", "2", "2.0"),
            ("overview", "claims_mixed", "number", "9", "9"),
            ("overview", "steps_up", "number", "4", "4"),
        ],
        columns=["exhibit", "row", "column", "value", "shown"],
    )
    now = before.assign(
        value=["1.75", "1.52", "2", "9", "-5"], shown=["1.8", "1.5", "2.0", "9", "-5"]
    )
    now.loc[3, "row"] = "claims_count_supported"
    found = changes(numbers(before), numbers(now))
    report = Report([SCORE], by_one_input(found), [], NAMES)
    page = markdown(report)
    told = page[page.index("## Macros") : page.index("## Tables")].splitlines()
    assert [line for line in told if line.startswith("| `")] == [
        r"| `\OverviewClaimsMixedNumber` | 9 | gone |",
        r"| `\OverviewStepsUpNumber` | 4 | −5 |",
        r"| `\TableSixHighUpProduct` | 1.5 | 1.8 |",
    ]
    assert told[2].startswith("3 macros of `numbers.tex`")
    assert "1 of them are gone" not in page
    assert "1 of them is gone" in page
    assert told[2].endswith("1 is new (`change` appeared).")
    # by the names of the file itself
    texts = [
        dict(zip(*(frame(of_exhibits(one))[c] for c in ("name", "shown")), strict=True))
        for one in (before, now)
    ]
    other = {name for name in texts[0] if texts[1].get(name) != texts[0][name]}
    listed = changes_frame(report)
    assert set(listed.loc[listed["macro"] != "", "macro"]) == other | (texts[1].keys() - texts[0])


def test_without_macros_to_replace_there_is_no_list_of_them() -> None:
    page = markdown(Report([SCORE], [beyond_print("high")], [], NAMES))
    assert "Macros" not in page
    assert "| Row |" not in page


def test_the_table_of_changes_has_the_columns_of_its_file() -> None:
    assert form_of("results/changes.csv").columns == CHANGE_COLUMNS


def test_texts_quote_the_study_in_numbers_first() -> None:
    assert STUDY == OVERVIEW


# What is not compared ----------------------------------------------------------------------------


def test_what_is_not_compared_stands_above_everything_else() -> None:
    apart = ("Sets are not compared.", "1 claim is not compared.")
    moved = [changed("high", Effect("alone", (0,), Fraction(1, 4)))]
    page = markdown(Report([SCORE], moved, [], NAMES, apart))
    assert page.splitlines()[4:8] == [apart[0], "", apart[1], ""]
    nothing = markdown(Report([SCORE], [], [], NAMES, apart))
    assert nothing == (
        "Nothing that is compared changed. Inputs that differ, without effect: Shoes, León (MEX): "
        "Product upgrading. Sets are not compared. 1 claim is not compared.\n"
    )
