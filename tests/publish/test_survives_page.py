"""The page of what survives: what a relation rests on, its word, and the page around them."""

from __future__ import annotations

import re
from fractions import Fraction

import pandas as pd
import pytest
from page_templates import written
from tabulated import cells_and_text

from upgrading.exhibits.survives import sets_table, survives_table
from upgrading.publish.site.cells import Exhibits
from upgrading.publish.site.figure import Figure
from upgrading.publish.site.survives_page import numbers_of, survives_page

NAN = float("nan")

ROW = {
    **{"relation": "a-b", "location": "Table 6", "statement": "More & more.", "x": "ce_index"},
    **{"groups": "traditional_manufacturing", "y": "up_product", "sign": "positive"},
    **{"explanation": "ce_index", "scope": "traditional_manufacturing", "clusters": 15},
    **{"direction": "positive", "tau_b": 0.388, "p_within": 0.0691, "exact": True},
    **{"p_adjusted": 0.8292, "p_adjusted_error": 0.001, "draws": 2000, "p_in_set": NAN},
    **{"needed": 0.62, "possible": True, "share": 0.9994},
    **{"without_one_low": 0.311, "without_one_high": 0.504},
    **{"without_one_low_cluster": "a", "without_one_high_cluster": "b"},
    **{"specifications": 50, "median": 0.4, "share_asserted": 0.9994, "p_joint": 0.031},
    **{"not_estimable": 0},
    **{"matters_most": "weight", "matters_explained": 0.4},
    **{"verdict": "leaning", "verdict_printed": "open", "verdict_corrected": "leaning"},
    **{"note": ""},
}


def told(**changes: object) -> str:
    return " ".join(numbers_of(pd.Series({**ROW, **changes})))


def test_what_a_relation_rests_on() -> None:
    assert told() == (
        "τ-b +0.39, p 0.069 on its own, 0.829 adjusted for all relations. Leaving out any one "
        "cluster: +0.31 to +0.50; the sign never changes. To be significant among all relations, "
        "τ-b would have had to reach ±0.62. Of 50 specifications >99 % are positive (joint p of "
        "the median 0.031); the choice that matters most is the weight of external economies."
    )


def test_specifications_that_cannot_be_estimated_are_not_in_the_share() -> None:
    assert "Of 40 specifications >99 %" in told(not_estimable=10)


def test_choices_that_all_come_to_the_same_data_have_no_share() -> None:
    text = told(specifications=1)
    assert text.endswith("All defensible choices lead to the same data.")


def test_a_sign_that_one_cluster_turns() -> None:
    assert "−0.05 to +0.50; the sign depends on single clusters" in told(without_one_low=-0.05)
    assert "the sign depends on single clusters" in told(without_one_low=0.0)


def test_what_no_arrangement_could_have_shown_is_not_held_against_the_report() -> None:
    text = told(needed=NAN, possible=False)
    assert (
        "No arrangement of these scores could have been significant among all relations: this"
        in text
    )


def test_what_is_not_estimable_has_its_reason_and_no_number() -> None:
    reason = "not estimable: the upgrading scores are all the same"
    assert told(tau_b=NAN, note=reason) == "The upgrading scores are all the same."


def built(rows: pd.DataFrame):
    sets = pd.DataFrame(
        {
            "set": ["efficiency", "efficiency/specialised_suppliers", "governance"],
            "members": [3, 0, 13],
            "clusters": [35, 0, 34],
            "tau_b": [0.25, NAN, 0.0],
            "p": [0.037, NAN, 0.98],
            "p_adjusted": [0.037, NAN, 0.98],
            "draws": [200, NAN, 200],
            "word": ["supported", "not_testable", "open"],
            **{f"without_one_{end}": [0.2, NAN, 0.1] for end in ("low", "high")},
            **{f"without_one_{end}_cluster": ["a", "", "b"] for end in ("low", "high")},
        }
    )
    tables = (
        sets_table({"printed": sets, "corrected": sets}),
        survives_table(rows, Fraction(1, 10), "corrected"),
    )
    made = {table.exhibit: cells_and_text(table) for table in tables}
    cells = pd.concat([cells for cells, _ in made.values()])
    nothing = pd.DataFrame(columns=["exhibit", "row", "column"])
    captions = {name: text.caption for name, (_, text) in made.items()}
    exhibits = Exhibits(cells, captions, nothing, nothing)
    notes = {name: text.notes for name, (_, text) in made.items()}
    figures = [Figure("association_forest", "The forest", "What it shows.", "forest.py", True)]
    printed = rows.assign(p=0.372, tau_b=0.278)  # of `sets.RELATION_COLUMNS`
    return survives_page(exhibits, notes, figures, rows, printed, CLAIMS, CHANCE, "corrected")


CLAIMS = pd.DataFrame(
    [
        ("held", "A is above B & C.", "comparison", "headline", "supported", "5 and 9", None),
        ("each", "A is above all.", "comparison", "headline", "supported", "9 and 15; 9 and 5", ""),
        ("leans", "A leans.", "comparison", "headline", "leaning", "5 and 9", ""),
        ("in-a-chapter", "A holds, too.", "comparison", "section", "supported", "5 and 9", ""),
        ("again", "A is above B.", "comparison", "headline", "supported", "5 and 9", "held"),
        ("counted", "Seven of them.", "count", "headline", "supported", "7", ""),
    ],
    columns=["claim_id", "claim", "basis", "tier", "verdict", "n", "repeats"],
).assign(location="Chapter 3, Traditional manufacturing, Conclusions", evidence="")
CLAIMS.loc[CLAIMS["claim_id"] == "each", "evidence"] = (
    "below one: yes (mean ce_index, complex product systems: 5.97 (n = 9) < mean ce_index, "
    "traditional manufacturing: 6.42 (n = 15)); below software: yes (mean ce_index, complex "
    "product systems: 5.97 (n = 9) < mean ce_index, specialised suppliers (software): 8.45 "
    "(n = 5)); Other reading, not decisive: mean ce_index, natural resource-based: 8 (n = 11)"
)

CHANCE = pd.DataFrame(
    [
        ("none", "all groups", 1, 300, 0.001, 2.3, 2.0, 93.7, 1.0, 1.0, 2.3),
        ("none", "no link", 1, 200, NAN, 97.0, 0.0, 0.0, 3.0, 0.0, 97.0),
        ("moderate", "all groups", 1, 300, 0.301, 64.0, 14.0, 22.0, 0.0, 0.0, 64.0),
    ],
    columns=[
        *("scenario", "statement", "statements", "data_sets", "tau_b", "supported", "leaning"),
        *("open", "leaning_against", "contradicted", "any_supported"),
    ],
)


@pytest.fixture(scope="module")
def page():
    absent = {"sign": "none", "verdict_printed": "supported", "verdict_corrected": "supported"}
    return built(
        pd.DataFrame(
            [
                {**ROW, "relation": "all-c", "groups": "traditional_manufacturing; complex"},
                {**ROW, "relation": "sw-b", "groups": "specialised_suppliers", **absent},
                ROW,
            ]
        )
    )


@pytest.fixture(scope="module")
def text(page) -> str:
    return written(page)


def test_sets_come_before_relations(text) -> None:
    places = [
        text.index(found)
        for found in ('<table id="sets"', 'class="sortable words"', 'id="relation-a-b"')
    ]
    assert places == sorted(places)


def test_relations_stand_by_sector_group_several_groups_last(text) -> None:
    headings = ["Traditional manufacturing", "Specialised suppliers", "Several sector groups"]
    places = [text.index(f"<h3>{heading}") for heading in headings]
    assert places == sorted(places)
    order = [text.index(f'id="relation-{name}"') for name in ("a-b", "sw-b", "all-c")]
    assert order == sorted(order)


def test_how_many_have_each_word_is_told_by_how_they_are_asserted(text) -> None:
    rows = text.partition('<table class="sortable words">')[2].partition("</table>")[0]
    counts = [row.split("<td>")[2:4] for row in rows.split("<tr>")[2:]]
    numbers = [tuple(int(cell.partition("<")[0]) for cell in row) for row in counts]
    assert numbers == [(0, 1), (0, 0), (2, 0), (0, 0), (0, 0)]


def test_a_word_that_the_corrected_scores_change_stands_beside_that_of_the_printed(text) -> None:
    row = text.partition('id="relation-a-b"')[2].partition("</tr>")[0]
    assert row.index("○ Open") < row.index("corrected: ") < row.index("↗ Leans that way")
    same = text.partition('id="relation-sw-b"')[2].partition("</tr>")[0]
    assert "corrected: " not in same and "✓ Supported" in same


def test_the_strip_says_what_it_shows(text) -> None:
    row = text.partition('id="relation-a-b"')[2].partition("</tr>")[0]
    assert 'aria-label="τ-b +0.28, needed ±0.62"' in row
    assert f'<circle cx="{(1 + 0.278) / 2 * 240:.1f}"' in row


def test_numbers_beside_a_verdict_are_of_the_edition_that_it_rests_on(text) -> None:
    row = text.partition('id="relation-a-b"')[2].partition("</tr>")[0]
    assert "τ-b +0.28, p 0.372 on its own" in row
    assert "Corrected edition: τ-b +0.39, p 0.069." in row
    heads = text.partition('id="relation-a-b"')[0].rpartition("<thead>")[2]
    assert "τ-b as printed" in heads and "Verdict as printed" in heads


def test_tau_b_is_not_broken_at_its_hyphen_in_a_head(text) -> None:
    heads = re.findall(r"<th[^>]*>(.*?)</th>", text)
    told = [head for head in heads if "τ-b" in head and "as printed" not in head]
    assert len(told) >= 3
    assert all('<span class="together">τ-b</span>' in head for head in told)


def test_titles_of_tables_name_the_edition_of_their_numbers(page) -> None:
    titles = {one["table"]["title"] for one in page.view["sets"]}
    assert titles | {one["title"] for one in page.view["tables"]} == {
        "General sentences, each tested by its set (numbers of the printed edition)",
        "What survives (numbers of the corrected edition)",
    }


def test_a_relation_without_ticks_says_why() -> None:
    row = {**ROW, "needed": NAN, "possible": False}
    shown = written(built(pd.DataFrame([row, {**ROW, "relation": "b-c"}])))
    assert shown.count("<small>no ticks</small>") == 1


def test_the_general_sentences_come_first_and_then_a_list_of_all_other_sections(text) -> None:
    first, _, rest = text.partition('<ul class="grid">')
    assert re.findall(r'<h2 id="([^"]+)"', first) == ["about-sets"]
    listed, _, below = rest.partition("</ul>")
    targets = re.findall(r'href="#([^"]+)"', listed)
    assert len(targets) == below.count("<h2") > 3
    assert all(f'id="{target}"' in below for target in targets)


def test_the_page_says_what_it_is_and_escapes_what_it_is_told(page, text) -> None:
    assert page.path == "survives.html"
    for words in (
        "describes chosen cases",
        "More &amp; more.",
        'src="figures/association_forest.svg"',
    ):
        assert words in text
    assert "<summary>More & more" not in text


def test_comparisons_of_the_first_tier_that_hold_are_named(text) -> None:
    listed = text.partition(">Comparisons that hold</h2>")[2].partition("<h2")[0]
    address = "claims/traditional_manufacturing.html#claim-held"
    assert f'<a href="{address}">A is above B &amp; C.</a> (5 and 9 clusters)' in listed
    assert (
        "(clusters: complex product systems 9, traditional manufacturing 15, specialised" in listed
    )
    assert "natural resource-based" not in listed
    assert listed.count("<li>") == 2


def test_how_often_words_fall_by_chance(text) -> None:
    told = text.partition(">What chance gives</h2>")[2].partition("<h2")[0]
    assert "Pure noise earns “Supported” in 2.3 of 100 simulations of the general sentence" in told
    assert "“Leans that way” in 2.0." in told
    noise, moderate = told.split('<table class="sortable words">')[1:]
    first = noise.partition("</td><td>")[2].partition("</tr>")[0].split("</td><td>")
    assert first[:5] == ["2.3", "2.0", "93.7", "1.0", "1.0"]
    assert "<td>No clear link was found</td>" in noise and "<td>–</td>" in noise
    assert "<td>64.0</td>" in moderate and "<td>+0.30</td>" in moderate


def test_every_number_of_its_table_has_a_card_and_the_others_are_named(page, text) -> None:
    assert page.cards["sets/efficiency/mean_b"]["shown"] == "0.25"
    assert text.count('data-cell="sets/') == len(page.cards)
    named = text.partition('<h2 id="tables">')[2]
    assert '<a href="tables/survives.html">What survives (numbers of the corrected' in named
