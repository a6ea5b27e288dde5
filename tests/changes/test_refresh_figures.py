"""Which inputs a changed picture is put down to: those that change it, whatever else changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import signature
from typing import Any

import pytest
from refresh_states import Edit, edited
from rules_of_study import rules
from tiers import Tier, few_in_quick

from upgrading.changes.compare import Comparison
from upgrading.changes.differences import Name
from upgrading.changes.inputs import Inputs, InputTable
from upgrading.changes.states import States
from upgrading.figures.style import render
from upgrading.files.digests import digest
from upgrading.inference.sets import general
from upgrading.steps import multiverse

FIGURES = {
    file.removeprefix("results/figures/").removesuffix(".svg"): name
    for name, rule in rules().items()
    if name.endswith("figures")
    for file in rule["outputs"]["svg"]
}
"""Every figure, and the rule that draws it."""

CLUSTER = "furniture_serra_gaucha"
BOTH = ("clusters_printed", "clusters_corrected")
APPLES = ("made_up", "BRA", "apples", "export", "2002")


def choice(key: str, value: str) -> Edit:
    return ("choices", (key,), "value", value)


def renamed(column: str, text: str) -> tuple[Edit, ...]:
    return tuple((table, (CLUSTER,), column, text) for table in BOTH)


EDITS: Mapping[str, tuple[Edit, ...]] = {
    "a component": renamed("ja_backward", "1"),
    "a component of another": tuple(
        (table, ("software_mexico_city",), "ee_labour_market", "1") for table in BOTH
    ),
    "upgrading": renamed("up_product", "3"),
    "functional upgrading": renamed("up_functional", "2"),
    "governance": renamed("gov_network", "3"),
    "a name": renamed("name", "Serra"),
    "a corrected score": (("clusters_corrected", (CLUSTER,), "up_process", "1"),),
    "exports": (("profiles", ("salmon_austral_region",), "exports_2002", "1000"),),
    "a stage": (("salmon_stages", ("maturing",), "tonnes_end", "99000"),),
    "a printed mean": (),
    "printed exports": (),
    "a printed volume": (),
    "a flow": (("trade_totals", APPLES, "quantity", "250"),),
    "a warning of a flow": (("trade_totals", APPLES, "warnings", '["a note"]'),),
    "an estimate": (("trade_totals", APPLES, "estimated_usd", "3002"),),
    "a label": (("products", ("apples", "label"), "value", '"Red apples"'),),
    "a relation": (("relations", ("tm-efficiency-process", "y"), "value", '"up_functional"'),),
    "a weight": (
        choice("indices.weights.external_economies", "0.6"),
        choice("indices.weights.joint_action", "0.4"),
    ),
    "a threshold": (choice("indices.degrees.low_to", "4"),),
    "the means": (choice("averages.not_available", '"zero"'),),
    "the confidence": (choice("inference.confidence", "0.9"),),
    "the seed": (choice("inference.seed", "7"),),
    "the edition": (choice("edition", '"printed"'),),
    "the curves": (choice("multiverse.negligible", "0.2"),),
    "the window": (choice("trade.window.years", "1"),),
    "the classes": (choice("trade.classes.share_tolerance", "0.3"),),
    "the comparator": (choice("trade.measures.comparator", '"world_including"'),),
    "the jump": (choice("trade.warnings.jump", "9"),),
    "alpha": (choice("trade.intra_industry.alpha", "0.4"),),
}
"""An edit of every kind of input, beside others of which some reach every figure."""


@pytest.fixture(scope="module")
def edits(baseline) -> dict[str, tuple[Edit, ...]]:
    cells = baseline["printed_cells"].rows

    def printed(place: tuple[str, str, str], text: str) -> tuple[Edit, ...]:
        (key,) = [
            key
            for key, row in cells.items()
            if (row["exhibit"], row["row"], row["column"]) == place
        ]
        return (("printed_cells", key, "printed", text),)

    return {
        **EDITS,
        "a printed mean": printed(("table_06", "high", "up_product"), "2.9"),
        "printed exports": printed(("table_02", "apples_santa_catarina", "exports_2002"), "77"),
        "a printed volume": printed(
            ("table_20", "production_at_the_end_tonnes", "initial_learning"), "500"
        ),
    }


@pytest.fixture(scope="module")
def picture(states: States) -> Callable[[str, Inputs], bytes]:
    """A figure under some inputs, drawn; the same bytes of the same data are drawn once."""
    drawn: dict[bytes, bytes] = {}

    def draw(figure: str, inputs: Inputs) -> bytes:
        rule = FIGURES[figure]
        folder = import_module(f"upgrading.steps.{rule}").FOLDER
        module = import_module(f"upgrading.figures.{folder}.{figure}")
        shows = states.under(inputs).of_rule(rule, module.shows)
        key = digest((figure, shows))
        if key not in drawn:
            drawn[key] = render(module.draw(*shows), "svg")
        return drawn[key]

    return draw


DRAWN_IN_QUICK = ("diagram_1", "indices_by_cluster", "specification_intervals_product")
"""Figures that the quick tier draws under every edit: of nothing, of cases, of curves."""


@pytest.mark.parametrize(
    "figure",
    few_in_quick(
        [name for name, rule in FIGURES.items() if rule != "specification_figures"], DRAWN_IN_QUICK
    ),
)
def test_a_picture_is_put_down_to_what_changes_it_alone_and_beside_another(
    figure: str, baseline, edits, compared, picture, tier: Tier
) -> None:
    """Under every edit, in the quick tier under some."""
    before = picture(figure, baseline)
    some = {*list(edits)[:: tier.of(3, 1, 1)], *OTHERS}
    found = {name: compared(edited(baseline, *edits[name])) for name in edits if name in some}
    names = {name: {cause.name for cause in one.causes} for name, one in found.items()}
    changing = [name for name, one in found.items() if picture(figure, one.after) != before]
    assert [name for name, one in found.items() if moved_by(one, figure)] == changing
    assert changing or figure == "diagram_1"
    for name in changing:
        for other in [*changing, *OTHERS]:
            if names[name].isdisjoint(names[other]):
                both = compared(edited(baseline, *edits[name], *edits[other]))
                moving = moved_by(both, figure)
                assert moving & names[name], (name, other)
                assert bool(moving & names[other]) == (other in changing), (name, other)


CURVES = ("tm-backward-product", "tm-efficiency-process", "sw-efficiency-functional")


@pytest.fixture(scope="module")
def few_curves(baseline) -> Inputs:
    """The baseline with a relation of each figure."""
    relations = baseline["relations"]
    rows = {key: row for key, row in relations.rows.items() if key[0] in CURVES}
    few = {**baseline, "relations": InputTable(relations.columns, rows)}
    return edited(few, choice("multiverse.shown", f'"{CURVES[0]}"'))


@pytest.fixture(scope="module")
def curve_picture(states: States) -> Callable[[str, Inputs], bytes]:
    """A figure of the curves under some inputs, computed and drawn."""
    drawn: dict[bytes, bytes] = {}

    def draw(figure: str, inputs: Inputs) -> bytes:
        study = states.under(inputs)
        module = import_module(f"upgrading.figures.specifications.{figure}")
        key = digest((figure, study.of_rule("specification_figures", module.rests_on)))
        if key not in drawn:
            names = study.file("config/relations.yaml").value
            made = {name: study.piece("multiverse", name) for name in (*names, *general(names))}
            given = multiverse.together(made, names)
            asked = signature(module.shows).parameters
            own = study.of_rule("specification_figures", shown_besides)
            shows = module.shows(**{name: ({**given, **own})[name] for name in asked})
            drawn[key] = render(module.draw(*shows), "svg")
        return drawn[key]

    return draw


def shown_besides(clusters: Any, negligible: float, relation: str) -> dict[str, Any]:
    """What figures of the curves show besides these."""
    return locals()


@pytest.mark.ci
@pytest.mark.parametrize(
    "figure",
    few_in_quick(
        [name for name, rule in FIGURES.items() if rule == "specification_figures"], DRAWN_IN_QUICK
    ),
)
def test_a_picture_of_curves_is_put_down_to_what_changes_it(
    figure: str, few_curves, edits, compared, curve_picture, tier: Tier
) -> None:
    """By what the curves are made of, which are not computed: none that changes it is missed."""
    before = curve_picture(figure, few_curves)
    some = list(edits)[:: tier.of(4, 1, 1)]
    compare = {name: compared(edited(few_curves, *edits[name]), before=few_curves) for name in some}
    changing = {n for n, one in compare.items() if curve_picture(figure, one.after) != before}
    put_down_to = {name for name, one in compare.items() if moved_by(one, figure)}
    missed, beside = sorted(changing - put_down_to), sorted(put_down_to - changing - MADE_OF)
    assert changing
    assert (missed, beside) == ([], [])


MADE_OF = {
    *("a component", "upgrading", "functional upgrading", "a corrected score", "a name"),
    *("a relation", "a weight", "a threshold", "the means", "the edition", "the curves"),
    *("a printed mean", "a component of another"),
}
"""Edits of what curves are made of, or are drawn with."""


OTHERS = ("an estimate", "exports", "a name", "the seed")
"""Edits that are looked at beside those that change a figure, whether they change it or not."""


def moved_by(comparison: Comparison, figure: str) -> set[Name]:
    """The inputs that a figure is put down to."""
    _, (found,) = comparison.attributed([], {figure: "changed"})
    assert found.told_apart
    return {comparison.causes[number].name for number in found.causes}
