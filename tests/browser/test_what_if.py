"""The what-if page: its arithmetic against Python's over a grid, and what a reader does with it."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from page_templates import alone
from playwright.sync_api import expect
from reference import REPORT_RULE
from tiers import Tier, few_rows_in_quick

from upgrading.audit.what_if import WHAT_IF_COLUMNS
from upgrading.cases.indices import IndexRule, collective_efficiency
from upgrading.cases.means import group_averages, upgrading_by_degree
from upgrading.exhibits.build import build
from upgrading.exhibits.tabulation import exhibits_of
from upgrading.exhibits.values import Study
from upgrading.numbers import shown
from upgrading.publish.site.claims_pages import address_of
from upgrading.publish.site.what_if import what_if_page
from upgrading.publish.site.what_if_conclusions import Judged
from upgrading.vocabulary import COMPONENTS, DEGREES, INDICES, SECTOR_GROUPS, UPGRADING

CONFIG = {
    "edition": "corrected",
    "indices": {
        "formula": "weighted_mean",
        "weights": {"external_economies": 0.5, "joint_action": 0.5},
        "degrees": {"high_from": 9.5, "low_to": 5},
        "not_available": "zero",
    },
    "averages": {"not_available": "skip"},
}

GRID = {
    "high_from": ("8", "9.25", "9.5", "12"),
    "low_to": ("-1", "4.69", "5", "7.25"),
    ("external_economies", "joint_action"): (
        ("0.5", "0.5"),
        ("0.3", "0.7"),
        ("1", "0"),
        ("0.333", "1.25"),
    ),
    "components": ("zero", "skip", "exclude"),
    "averages": ("skip", "zero"),
    "edition": ("printed", "corrected"),
}

RECOMPUTED = """(settings) => {
  const { recompute, exact, shown } = window.whatIf;
  const data = JSON.parse(document.getElementById("what-if").textContent);
  const told = ([name, figure]) => {
    if ("degree" in figure) return `${name} ${figure.degree}`;
    const value = `${name} ${exact(figure.value)} ${shown(figure.value, 2)}`;
    return figure.sum ? `${value} ${exact(figure.sum)} ${figure.count}` : value;
  };
  return settings.map((one) => Object.entries(recompute(data, one)).map(told).sort().join("\\n"));
}"""


OWN = {**CONFIG, "indices": {**CONFIG["indices"], "formula": "geometric_mean"}}


def words() -> Iterator[tuple[Any, ...]]:
    """Words of few conclusions, invented: they hang on the weights, or on where High begins."""
    for edition, (rule, weight) in product(
        ("printed", "corrected"), (("zero", "0.5"), ("zero", "0.6"), ("skip", "0.5"))
    ):
        usual = weight == "0.5"
        setting = edition, rule, weight
        general = "supported" if usual else "leaning", not usual
        yield (*setting, "", "", "set", "efficiency", *general)
        yield (*setting, "", "", "relation", "r", "leaning" if usual else "open", False)
        yield (*setting, "", "", "claim", "furthers", *general)
        yield (*setting, "", "", "claim", "furthers-too", *general)
        for high in ("9.25", "9.5"):
            word = "supported" if high == "9.5" else "contradicted"
            yield (*setting, high, "5", "claim", "none-high", word, False)


JUDGED = Judged(
    pd.DataFrame(words(), columns=list(WHAT_IF_COLUMNS)),
    pd.DataFrame(
        [
            ("furthers", "Foreword", "It furthers upgrading.", ""),
            ("furthers-too", "Foreword", "It furthers upgrading, as was said.", "furthers"),
            ("none-high", "Foreword", "No cluster is high.", ""),
        ],
        columns=["claim_id", "location", "claim", "repeats"],
    ),
    pd.DataFrame([("r", "More of it goes with more of that.")], columns=["relation", "statement"]),
)


def written(folder: Path, *frames: Any, config: dict[str, Any] = CONFIG) -> Path:
    """The page of the clusters of both editions, the cells of the tables and their layouts."""
    return alone(folder, what_if_page(*frames, config, JUDGED))


@pytest.fixture(scope="module")
def file(clean_cases, exhibits, tables, tmp_path_factory) -> Path:
    frames = clean_cases.printed_clusters, clean_cases.corrected_clusters, exhibits, tables
    return written(tmp_path_factory.mktemp("what_if"), *frames)


@pytest.fixture(scope="module")
def own_file(clean_cases, exhibits, tables, tmp_path_factory) -> Path:
    """The page where the config names another formula than the report's."""
    frames = clean_cases.printed_clusters, clean_cases.corrected_clusters, exhibits, tables
    return written(tmp_path_factory.mktemp("own"), *frames, config=OWN)


def figure(page, name: str):
    return page.locator(f'[data-figure="{name}"]')


def field(page, label: str):
    return page.get_by_label(label)


def said(page) -> str:
    return page.locator("#what-if-said[role=status]").inner_text()


def settings() -> Iterator[dict[str, str]]:
    for values in product(*GRID.values()):
        setting = {}
        for name, value in zip(GRID, values, strict=True):
            setting |= {name: value} if isinstance(name, str) else zip(name, value, strict=True)
        yield setting


@cache
def as_text(value: Fraction | None) -> str:
    exact = "null" if value is None else f"{value.numerator}/{value.denominator}"
    return f"{exact} {shown(value, 2)}"


def mean_as_text(total: Fraction, count: int, mean: Fraction | None) -> str:
    return f"{as_text(mean)} {total.numerator}/{total.denominator} {count}"


class Expected:
    """The page's figures as the package computes them, one text per setting.

    Each function of the package is called once for the same arguments: the grid repeats them.
    """

    def __init__(self, editions: dict[str, pd.DataFrame], formula: str = "weighted_mean") -> None:
        self.editions = editions
        self.formula = formula
        self.indices = cache(self._indices)
        self.averages = cache(self._averages)
        self.by_degree = cache(self._by_degree)

    def _indices(self, edition: str, components: str, *numbers: str) -> pd.DataFrame:
        external, joint, high, low = map(Fraction, numbers)
        rule = IndexRule(external, joint, high, low, components, self.formula)
        return collective_efficiency(self.editions[edition], rule)

    def _averages(self, rule: str, edition: str, components: str, *numbers: str) -> list[str]:
        indices = self.indices(edition, components, *numbers)
        averages = group_averages(self.editions[edition], indices, rule)
        return [
            f"average/{group}/{variable} {mean_as_text(*mean)}"
            for group, variable, *mean in averages.itertuples(index=False)
            if variable in INDICES
        ]

    def _by_degree(self, rule: str, edition: str, *degrees: str | None) -> list[str]:
        clusters = self.editions[edition]
        named = zip(clusters["cluster_id"], degrees, strict=True)
        indices = pd.DataFrame(named, columns=["cluster_id", "ce_degree"], dtype=object)
        means = upgrading_by_degree(clusters, indices, rule)
        members = Counter(zip(clusters["group"], degrees, strict=True))
        return [
            f"by_degree/{group}/{degree}/{kind} {mean_as_text(*mean)}"
            for group, degree, kind, *mean in means.itertuples(index=False)
        ] + [
            f"clusters/{group}/{degree} {as_text(Fraction(members[group, degree]))}"
            for group, degree in product(SECTOR_GROUPS, DEGREES)
        ]

    def text(self, setting: dict[str, str]) -> str:
        edition, rule, components = (
            setting[name] for name in ("edition", "averages", "components")
        )
        weights = setting["external_economies"], setting["joint_action"]
        indices = self.indices(
            edition, components, *weights, setting["high_from"], setting["low_to"]
        )
        lines = []
        for cluster, *values, degree in indices.itertuples(index=False):
            for index, value in zip(INDICES, values, strict=True):
                lines.append(f"cluster/{cluster}/{index} {as_text(value)}")
            lines.append(f"cluster/{cluster}/ce_degree {degree or 'null'}")
        lines += self.averages(rule, edition, components, *weights, "9.5", "5")
        lines += self.by_degree(rule, edition, *indices["ce_degree"])
        return "\n".join(sorted(lines))


@pytest.mark.quick
def test_the_page_computes_what_the_package_computes(
    file, open_page, clean_cases, tier: Tier
) -> None:
    grid = list(settings())
    assert len(grid) == 768
    grid = grid[:: tier.of(17, 1, 1)]
    found = open_page(file).evaluate(RECOMPUTED, grid)
    expected = Expected(
        {"printed": clean_cases.printed_clusters, "corrected": clean_cases.corrected_clusters}
    )
    for setting, text in zip(grid, found, strict=True):
        assert text == expected.text(setting), setting


def test_under_another_formula_the_page_computes_it_and_the_report_s(
    own_file, open_page, clean_cases
) -> None:
    """The configured formula has the configured weights, whatever the fields say."""
    editions = {
        "printed": clean_cases.printed_clusters,
        "corrected": clean_cases.corrected_clusters,
    }
    grid = list(settings())[::7]
    page = open_page(own_file)
    for formula in ("geometric_mean", "weighted_mean"):
        expected = Expected(editions, formula)
        found = page.evaluate(RECOMPUTED, [one | {"formula": formula} for one in grid])
        for setting, text in zip(grid, found, strict=True):
            weights = {"external_economies": "0.5", "joint_action": "0.5"}
            given = setting | (weights if formula == "geometric_mean" else {})
            assert text == expected.text(given), (formula, setting)


def test_another_formula_is_told_and_the_report_s_is_a_choice_beside_it(
    own_file, file, open_page
) -> None:
    page = open_page(own_file)
    place = "cluster/textiles_medellin/ce_index"
    card = page.evaluate(CARDS)[place]
    assert card["words"] == (
        "weighted geometric mean of the indices of external economies and of joint action"
    )
    assert card["formula"] == "6.5^0.5 × 6^0.5"
    assert card["value"].endswith("= 6.2449979984")
    assert card["report"] == "25/4 = 6.25"
    assert card["configured"] == ""
    assert said(page).startswith("This is the configured analysis")
    own, report = page.get_by_label("geometric mean"), page.get_by_label("as the report: ")
    assert own.is_checked()
    report.check()
    assert figure(page, place).inner_text() == "6.24 → 6.25"
    assert "formula=weighted_mean" in page.url
    card = page.evaluate(CARDS)[place]
    assert card["formula"] == "0.5 × 6.5 + 0.5 × 6"
    page.get_by_role("button", name="As configured").click()
    assert own.is_checked()
    page.get_by_role("button", name="As the report").click()
    assert report.is_checked()
    page.emulate_media(media="print")
    assert (
        "; index: as the report: weighted sum of the indices of"
        in page.locator("#what-if-setting").inner_text()
    )
    assert open_page(file).get_by_label("as the report: ").count() == 0


OF_TABLE = """([clusters, settings]) => {
  const { recompute, exact } = window.whatIf;
  const page = JSON.parse(document.getElementById("what-if").textContent);
  const data = { ...page, editions: { printed: clusters } };
  return settings.map((one) => {
    const figures = recompute(data, one);
    const of = (id, column) => figures[`cluster/${id}/${column}`];
    return clusters.map(({ cluster_id: id }) => [
      ...["eei", "jai", "ce_index"].map((column) => exact(of(id, column).value)),
      of(id, "ce_degree").degree,
    ]);
  });
}"""


def whole_range() -> pd.DataFrame:
    """Clusters with every half step and n.a. in every component, and many of both together."""
    draw = random.Random(11)
    steps = [None, *(Fraction(n, 2) for n in range(7))]
    rows = [[step] * 8 for step in steps]
    rows += [[one] * 4 + [other] * 4 for one in steps for other in steps]
    rows += [draw.choices(steps, k=8) for _ in range(300)]
    rows += [draw.choices(steps, weights=[1, *[5] * 7], k=8) for _ in range(300)]
    frame = pd.DataFrame(rows, columns=list(COMPONENTS), dtype=object)
    return frame.assign(cluster_id=[f"c{n}" for n in range(len(rows))])


def test_the_page_s_indices_are_the_package_s_over_their_whole_range(file, open_page) -> None:
    clusters = whole_range()
    given = [
        {name: None if value is None else str(float(value)) for name, value in scores.items()}
        | {"cluster_id": name, "group": "specialised_suppliers"}
        | dict.fromkeys(UPGRADING)
        for name, scores in clusters.set_index("cluster_id").iterrows()
    ]
    chosen = [
        one | {"edition": "printed"}
        for one in settings()
        if one["averages"] == "skip" and one["edition"] == "printed"
    ][::5]
    assert {one["components"] for one in chosen} == {"zero", "skip", "exclude"}
    found = open_page(file).evaluate(OF_TABLE, [given, chosen])
    for setting, rows in zip(chosen, found, strict=True):
        numbers = ("external_economies", "joint_action", "high_from", "low_to")
        rule = IndexRule(*(Fraction(setting[name]) for name in numbers), setting["components"])
        expected = collective_efficiency(clusters, rule).drop(columns="cluster_id")
        assert rows == [
            [None if v is None else f"{v.numerator}/{v.denominator}" for v in values] + [degree]
            for *values, degree in expected.itertuples(index=False)
        ], setting


CARDS = """() => Object.fromEntries([...document.querySelectorAll("button.number")].map((one) =>
  [one.dataset.cell, window.numberCards.of(one.dataset.cell)]))"""

SOME = (
    {},
    {"high_from": "8", "low_to": "5.5"},
    {"external_economies": "0.333", "joint_action": "1.25", "components": "skip"},
    {"components": "exclude", "averages": "zero", "edition": "printed"},
    {"external_economies": "1", "joint_action": "0", "low_to": "7.25", "averages": "zero"},
)


def evaluated(formula: str) -> Fraction | bool:
    """`(3 + 2) / 2` or `5 < 6.5 < 9.5` as exact arithmetic."""
    assert re.fullmatch(r"[\d. +×/()<≤≥]+", formula), formula
    code = re.sub(r"\d+(?:\.\d+)?", lambda number: f"Fraction('{number[0]}')", formula)
    return eval(
        code.replace("×", "*").replace("≤", "<=").replace("≥", ">="), {"Fraction": Fraction}
    )


@pytest.mark.parametrize("chosen", SOME, ids=str)
def test_the_card_of_every_figure_follows_the_setting_and_computes_as_the_package(
    file, open_page, clean_cases, chosen
) -> None:
    editions = {
        "printed": clean_cases.printed_clusters,
        "corrected": clean_cases.corrected_clusters,
    }
    numbers = {"high_from": "9.5", "low_to": "5", "external_economies": "0.5"}
    words = {"components": "zero", "averages": "skip", "edition": "corrected"}
    setting = numbers | {"joint_action": "0.5"} | words | chosen
    lines = Expected(editions).text(setting).splitlines()
    expected = {name: rest for name, *rest in map(str.split, lines)}
    page = open_page(file)
    page.goto(f"{file.as_uri()}#{urlencode(chosen)}")
    page.reload()
    cards = page.evaluate(CARDS)
    assert len(cards) > 200
    for name, card in cards.items():
        exact, *rest = expected[name]
        if name.endswith("/ce_degree"):
            assert card["value"] == DEGREES.get(exact, "no degree"), name
            assert exact == "null" or evaluated(card["formula"]) is True, (name, card)
            continue
        if exact == "null":
            assert card["value"] == "–", name
            continue
        value = Fraction(exact)
        assert Fraction(card["value"].split(" ")[0]) == value, (name, card["value"])
        if card["formula"]:
            assert evaluated(card["formula"]) == value, (name, card["formula"])
        else:
            assert name.startswith("clusters/"), name
        if name.startswith(("by_degree", "average")):
            assert f"({rest[-1]} cluster" in card["value"], name


def test_the_card_of_a_mean_names_its_clusters_and_scores(file, open_page, clean_cases) -> None:
    page = open_page(file)
    field(page, "High from").fill("8")
    cards = page.evaluate(CARDS)
    clusters = clean_cases.corrected_clusters
    rule = replace(REPORT_RULE, high_from=Fraction(8))
    degrees = collective_efficiency(clusters, rule).set_index("cluster_id")["ce_degree"]
    group = "natural_resource_based"
    own = clusters[clusters["group"] == group].set_index("cluster_id")
    high = own[[degrees[name] == "high" for name in own.index]]
    card = cards[f"by_degree/{group}/high/up_process"]
    assert sorted(href.split("#")[1].split("-")[1] for _, href in card["inputs"]) == sorted(
        high.index
    )
    for text, href in card["inputs"]:
        _, cluster, column = href.split("#")[1].split("-")
        assert column == "up_process"
        assert text.startswith(high.loc[cluster, "industry"])
        assert Fraction(text.split(": ")[-1]) == high.loc[cluster, "up_process"]
    assert card["words"] == (
        "mean process upgrading of the clusters of High degree (index from 8), natural "
        "resource-based"
    )
    assert card["home"] == "tables/table_10.html#table_10-high-up_process"
    assert card["printed"] == "3.00"
    assert card["report"].startswith("11/4 = 2.75 (4 clusters)")
    assert card["configured"] == "3 (4 clusters)"
    assert card["verdict"][:2] == ["≠", "not as printed"]
    mark = {href.split("#")[0] for _, href in cards["cluster/wine_colchagua/ce_index"]["inputs"]}
    assert mark == {
        f"tables/{name}.html" for name in ("table_07", "annex_table_3", "annex_table_4")
    }


def test_a_card_that_is_open_follows_the_controls(file, open_page) -> None:
    page = open_page(file)
    card = page.locator("#card")
    place = "by_degree/specialised_suppliers/high/up_product"
    figure(page, place).get_by_role("button").click()
    expect(card).to_contain_text("there are none")
    field(page, "High from").fill("9.25")
    expect(card).to_contain_text("3 (1 cluster)")
    expect(card).to_contain_text("Software, Blumenau (BRA): 3")
    figure(page, "cluster/software_blumenau/ce_degree").get_by_role("button").click()
    expect(card).to_contain_text("9.25 ≥ 9.25")
    field(page, "High from").fill("9.75")
    expect(card).to_contain_text("5 < 9.25 < 9.75")
    page.keyboard.press("Escape")
    assert card.is_hidden()
    field(page, "High from").fill("9.5")
    assert card.is_hidden()


def test_numbers_are_shown_as_everywhere(file, open_page) -> None:
    values = [
        Fraction(n, d) for n, d in product((*range(-9, 10), 533, -2665, 99995), (3, 8, 200, 1000))
    ]
    texts = open_page(file).evaluate(
        """(values) => values.map(([n, d]) => [0, 2, 12].map((decimals) => window.whatIf.shown(
          { numerator: BigInt(n), denominator: BigInt(d) }, decimals)))""",
        [[str(value.numerator), str(value.denominator)] for value in values],
    )
    assert texts == [[shown(value, decimals) for decimals in (0, 2, 12)] for value in values]


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "value"),
    few_rows_in_quick(
        [
            *[("9.5", "19/2"), ("-.25", "-1/4"), ("007", "7/1")],
            *[("1e1", None), ("", None), ("1,5", None)],
        ],
        [("-.25", "-1/4"), ("1,5", None)],
    ),
)
def test_what_is_typed_is_read_exactly(file, open_page, text, value) -> None:
    script = "(text) => whatIf.exact(whatIf.rational(text))"
    assert open_page(file).evaluate(script, text) == value


TABLES = (
    *("table_03", "table_07", "table_11", "table_15"),
    *("table_06", "table_10", "table_14", "table_17"),
)


@pytest.mark.parametrize(
    ("choices", "rule"),
    [
        ({}, REPORT_RULE),
        (
            {"high_from": "8", "low_to": "5.5"},
            replace(REPORT_RULE, high_from=Fraction(8), low_to=Fraction("5.5")),
        ),
        ({"components": "exclude"}, replace(REPORT_RULE, not_available="exclude")),
    ],
    ids=["as configured", "other thresholds", "excluded"],
)
def test_it_differs_from_print_where_the_tables_do(
    file, open_page, clean_cases, clusters, tables, choices, rule
) -> None:
    indices = collective_efficiency(clusters, rule)
    computed = (
        function(clusters, indices, "skip") for function in (upgrading_by_degree, group_averages)
    )
    study = Study(clusters, indices, *computed, clean_cases.profiles, clean_cases.stages, "skip")
    printed = {name: tables[name] for name in TABLES}
    built = exhibits_of(build(clean_cases.cells, printed, study))
    differing = built[(built["row_kind"] == "body") & built["differs"].astype(bool)]
    page = open_page(file)
    page.goto(f"{file.as_uri()}#{urlencode(choices)}")
    page.reload()
    marks = page.locator("[data-figure] .was").all_inner_texts()
    assert sorted(mark.split("[")[1] for mark in marks) == sorted(
        f"{text.strip().replace('-', '–')}]" for text in differing["printed"]
    )
    degrees = int((differing["column"] == "ce_degree").sum())
    means = int(differing["exhibit"].isin(TABLES[4:]).sum())
    assert said(page).endswith(
        f"; {degrees} of 40 degrees and {means} of 45 means differ from what the report prints."
    )
    assert said(page).startswith("This is the configured analysis") is not bool(choices)
    assert (page.locator("td.moved").count() > 0) is bool(choices)


@pytest.mark.quick
def test_moving_a_threshold_by_keyboard_changes_degrees_means_and_the_sentence(
    file, open_page
) -> None:
    page = open_page(file)
    blumenau = figure(page, "cluster/software_blumenau/ce_degree")
    assert blumenau.text_content() == "Medium, printed [High]"
    field(page, "High from").focus()
    page.keyboard.press("ArrowDown")
    assert field(page, "High from").input_value() == "9.25"
    assert blumenau.text_content() == "Medium → High"
    high = "specialised_suppliers/high"
    assert figure(page, f"clusters/{high}").inner_text() == "0 → 1"
    assert figure(page, f"by_degree/{high}/up_product").inner_text() == "– → 3.00 (1)"
    medium = figure(page, "by_degree/specialised_suppliers/medium/up_product")
    assert medium.inner_text() == "3.00 (5) → 3.00 (4)"
    assert (
        page.locator("#what-if-degrees").inner_text() == "Software, Blumenau (BRA): Medium → High"
    )
    assert said(page).startswith(
        "Against the configured analysis 1 of 40 degrees and 6 of 54 means change; 0 of 40 degrees"
    )


def test_the_edition_and_the_rules_are_chosen(file, open_page) -> None:
    page = open_page(file)
    process = figure(page, "by_degree/natural_resource_based/high/up_process")
    page.get_by_label("exactly as printed").check()
    assert process.text_content() == "3.00 (4) → 2.75 (4), printed [3.00]"
    page.get_by_label("leaves the cluster without index and degree").check()
    gap = figure(page, "cluster/garments_bucaramanga/ce_degree")
    assert gap.text_content() == "Medium → no degree, printed [Medium]"
    functional = figure(page, "by_degree/traditional_manufacturing/medium/up_functional")
    assert functional.text_content() == "0.67 (9), printed [1.00]"
    page.get_by_label("counts 0", exact=True).check()
    page.get_by_label("counts 0 in the sum").check()
    assert functional.text_content() == "0.67 (9) → 0.60 (10), printed [1.00]"


def concluded(page) -> str:
    return page.locator("#what-if-conclusions[role=status]").inner_text()


def listed(page, name: str) -> list[str]:
    return page.locator(f"#what-if-{name} li").all_inner_texts()


def test_the_page_says_which_conclusions_change_as_the_table_has_it(file, open_page) -> None:
    page = open_page(file)
    assert concluded(page) == (
        "0 of 4 conclusions change their verdict: 0 of 2 statements of the report, 0 of 2 "
        "relations and sets of relations."
    )
    assert page.locator("#what-if-tested").is_hidden()
    field(page, "High from").fill("9.250")
    assert concluded(page).startswith("1 of 4 conclusions change their verdict: 1 of 2 statements")
    assert listed(page, "statements") == ["No cluster is high. Supported → Contradicted"]
    href = page.locator("#what-if-statements a").get_attribute("href")
    assert href == address_of({"claim_id": "none-high", "location": "Foreword"})
    field(page, "External economies").fill("0.6")
    field(page, "Joint action").fill(".4")
    undecided = "undecided after all draws: the weaker word"
    assert listed(page, "statements") == [
        f"It furthers upgrading. Supported → Leans that way ({undecided})",
        "No cluster is high. Supported → Contradicted",
    ]
    assert listed(page, "relations") == [
        "Collective efficiency furthers upgrading, all sector groups. Supported → Leans that way "
        f"({undecided})",
        "More of it goes with more of that. Leans that way → Open",
    ]
    page.get_by_label("exactly as printed").check()
    page.get_by_label("counts 0", exact=True).check()
    assert concluded(page).startswith("4 of 4 conclusions")


@pytest.mark.parametrize(
    "choices",
    [
        {"high_from": "9"},
        {"external_economies": "0.6"},
        {"components": "exclude"},
        {"components": "skip", "external_economies": "0.6", "joint_action": "0.4"},
    ],
)
def test_a_setting_that_was_not_judged_says_which_were(file, open_page, choices) -> None:
    page = open_page(file)
    page.goto(f"{file.as_uri()}#{urlencode(choices)}")
    page.reload()
    assert concluded(page) == (
        "No conclusions were judged for this setting; for which they were is said below."
    )
    assert page.locator("main").inner_text().count("High from 9.25 or 9.5;") == 1
    expect(page.locator("main")).to_contain_text(
        "for High from 9.25 or 9.5; Low up to 5; weights (external economies and joint action) of "
        "0.5 and 0.5 or 0.6 and 0.4; either edition; and, for a component that is n.a., rules "
        "other than the configured one, only with the weights 0.5 and 0.5."
    )
    assert listed(page, "statements") == listed(page, "relations") == []
    page.get_by_role("button", name="As configured").click()
    assert concluded(page).startswith("0 of 4")


def test_the_buttons_set_the_report_s_choices_and_the_configured_ones(file, open_page) -> None:
    page = open_page(file)
    before = page.locator("main").inner_text()
    field(page, "Low up to").fill("6")
    assert page.locator("main").inner_text() != before
    page.get_by_role("button", name="As the report").click()
    assert field(page, "Low up to").input_value() == "5"
    assert page.get_by_label("exactly as printed").is_checked()
    assert "edition=printed" in page.url
    page.get_by_role("button", name="As configured").click()
    assert page.locator("main").inner_text() == before
    assert page.url == file.as_uri()


def test_clusters_sort_by_the_figures_of_the_setting(file, open_page) -> None:
    page = open_page(file)
    field(page, "Low up to").fill("9.25")
    head = page.locator("#what-if-clusters").get_by_role("button", name="Degree")
    head.click()
    shown_first = page.locator("#what-if-clusters tbody tr:not(.section)").first
    assert "Low" in shown_first.inner_text()
    head.click()
    assert "High" in shown_first.inner_text()


def test_a_shared_address_restores_the_setting(file, open_page) -> None:
    page = open_page(file)
    field(page, "Low up to").fill("6")
    field(page, "External economies").fill("0.3")
    page.get_by_label("is left out, the sum scaled up to four").check()
    text, address = page.locator("main").inner_text(), page.url
    other = open_page(file)
    other.goto(address)
    other.reload()
    assert other.locator("main").inner_text() == text
    assert field(other, "External economies").input_value() == "0.3"
    other.evaluate("location.hash = '#low_to=6.25&components=nonsense'")
    other.wait_for_function("document.getElementById('low_to').value === '6.25'")
    assert field(other, "External economies").input_value() == "0.5"
    assert other.get_by_label("counts 0 in the sum").is_checked()


def test_a_link_within_the_page_leaves_the_setting(file, open_page) -> None:
    page = open_page(file)
    field(page, "Low up to").fill("6")
    text = page.locator("main").inner_text()
    page.evaluate("location.hash = 'content'")
    page.wait_for_timeout(50)
    assert page.locator("main").inner_text() == text


@pytest.mark.quick
@pytest.mark.parametrize(
    ("label", "typed", "message"),
    few_rows_in_quick(
        [
            ("High from", "4", "Must be above Low up to (5)."),
            ("Low up to", "9.5", "Must be below High from (9.5)."),
            ("Low up to", "", "Not a number: type a decimal with a point, such as 0.5 or 9.5."),
            ("High from", "9,25", "Not a number: type a decimal with a point, such as 0.5 or 9.5."),
            (
                "High from",
                "99",
                "Must lie on the index, which runs from 0 to 12 with these weights.",
            ),
            (
                "Low up to",
                "-1",
                "Must lie on the index, which runs from 0 to 12 with these weights.",
            ),
            ("Joint action", "-0.1", "A weight cannot be negative."),
        ],
        [("Low up to", "9.5", "Must be below High from (9.5).")],
    ),
)
def test_an_invalid_field_says_so_and_leaves_the_last_valid_result(
    file, open_page, label, typed, message
) -> None:
    page = open_page(file)
    page.get_by_label("exactly as printed").check()
    before, address = page.locator("table").all_inner_texts(), page.url
    wrong = field(page, label)
    wrong.fill(typed)
    assert wrong.get_attribute("aria-invalid") == "true"
    described = page.locator(f"#{wrong.get_attribute('aria-describedby')}")
    assert described.inner_text() == message
    assert page.locator("table").all_inner_texts() == before
    assert page.url == address
    assert said(page).startswith("Not recomputed")
    page.get_by_role("button", name="As configured").click()
    assert wrong.get_attribute("aria-invalid") is None
    assert described.inner_text() == ""


def test_two_weights_of_nothing_are_refused(file, open_page) -> None:
    page = open_page(file)
    field(page, "High from").fill("6")
    field(page, "Joint action").fill("0")
    assert said(page).startswith("Against")
    field(page, "External economies").fill("0")
    assert page.locator("#external_economies-wrong").inner_text() == (
        "The two weights cannot both be 0."
    )


def test_a_cluster_that_an_author_added_is_in_one_edition_only(
    clean_cases, exhibits, tables, tmp_path, open_page
) -> None:
    corrected = clean_cases.corrected_clusters
    added = corrected.tail(1).assign(cluster_id="software_recife", name="Recife", country="BRA")
    frames = clean_cases.printed_clusters, pd.concat([corrected, added]), exhibits, tables
    page = open_page(written(tmp_path, *frames))
    degree = figure(page, "cluster/software_recife/ce_degree")
    assert degree.inner_text() == "Medium"
    page.get_by_label("exactly as printed").check()
    assert degree.inner_text() == "Medium → –"
    assert " of 41 degrees" in said(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_violations(file, open_page, scheme) -> None:
    page = open_page(file, color_scheme=scheme)
    field(page, "High from").fill("8")
    field(page, "Joint action").fill("-1")
    figure(page, "average/natural_resource_based/eei").get_by_role("button").click()
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_everything_fits_a_narrow_screen(file, open_page) -> None:
    page = open_page(file, viewport={"width": 360, "height": 800})
    field(page, "High from").fill("8")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_paper_the_setting_is_said(file, open_page) -> None:
    page = open_page(file)
    setting = page.locator("#what-if-setting")
    assert setting.is_hidden()
    page.get_by_label("counts 0", exact=True).check()
    page.emulate_media(media="print")
    assert page.locator("#what-if-form").is_hidden()
    assert setting.inner_text() == (
        "High from 9.5, Low up to 5; weights 0.5 (EEI) and 0.5 (JAI); a component that is n.a. "
        "counts 0 in the sum; a missing score in an average counts 0; scores with misprints "
        "corrected."
    )
