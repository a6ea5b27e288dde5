"""The regression table as CSV, HTML and LaTeX."""

from fractions import Fraction

import pandas as pd
import pytest
from page_templates import ENVIRONMENT
from tabulated import cells_and_text, shown_lines

from upgrading.exhibits.regression import regression_table, table_name
from upgrading.files.frames import measured
from upgrading.files.frames import to_csv as frame_csv
from upgrading.inference.models import Draws, estimate
from upgrading.inference.permutation import PermutationChoices
from upgrading.publish.latex_tables import to_latex
from upgrading.publish.tables import Text, to_html

LEVEL = Fraction(95, 100)
DRAWS = Draws(PermutationChoices(199, 5000, 4), 199)


@pytest.fixture(scope="module")
def estimates(clusters, indices):
    return estimate(clusters, indices, LEVEL, DRAWS)


def made(estimates, kind: str) -> tuple[pd.DataFrame, Text]:
    return cells_and_text(regression_table(*estimates, kind, LEVEL))


@pytest.fixture(scope="module")
def table(estimates):
    return lambda kind: made(estimates, kind)[0]


@pytest.fixture(scope="module")
def text(estimates):
    return lambda kind: made(estimates, kind)[1]


def rows(cells: pd.DataFrame) -> list[list[str]]:
    return [row[1:] for row in shown_lines(cells)]


def test_models_stand_side_by_side(table) -> None:
    found = rows(table("up_product"))
    assert found[0] == ["", "(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    assert found[1][0] == "Proportional odds (ordered logit)"
    assert [row[0] for row in found[2:6]] == [
        "Collective efficiency index",
        "(standard error)",
        "[95 % interval]",
        "p by permutation",
    ]
    assert len({len(row) for row in found}) == 1


def test_figures_are_those_of_the_models(table, estimates) -> None:
    term = estimates.terms.set_index(["outcome", "estimator", "specification", "term"]).loc[
        ("up_product", "ordered_logit", 1, "ce_index")
    ]
    found = rows(table("up_product"))
    assert abs(float(found[2][1]) - term["coefficient"]) <= 0.005
    assert abs(float(found[3][1].strip("()")) - term["standard_error"]) <= 0.005
    low, high = found[4][1].strip("[]").split(", ")
    assert abs(float(low) - term["low"]) <= 0.005
    assert abs(float(high) - term["high"]) <= 0.005


def test_the_whole_model_below_its_coefficients(table) -> None:
    body = rows(table("up_product"))
    first = {}
    for row in body:
        first.setdefault(row[0], row[1:])
    assert first["Sector effects"] == ["no", "yes", "yes", "no", "yes", "yes"]
    assert first["Governance"] == ["no", "no", "yes", "no", "no", "yes"]
    assert first["Clusters"] == ["40", "35", "34", "40", "35", "34"]
    assert first["Converged"] == ["yes"] * 6
    assert first["Left out for separation"] == ["none", "a", "none", "none", "a", "none"]
    assert [row[1:3] for row in body if row[0] == "Clusters"][1] == ["40", "40"]


def test_separation_and_the_choice_of_cases_are_told_below(text) -> None:
    notes = text("up_product").notes
    software = "Specialised suppliers (software): all 5 clusters have the highest score, 3"
    assert f"a. Left out of the fit because of separation: {software}." in notes
    assert any("do not generalise" in note for note in notes)


def test_a_model_that_is_refused_says_so(table, text) -> None:
    found = {row[0]: row for row in rows(table("up_intersectoral"))[:20]}
    assert found["Market"][3] == "not estimable"
    converged = next(row for row in rows(table("up_intersectoral")) if row[0] == "Converged")
    assert converged[3] == "not fitted, see b"
    assert any(note.startswith("b. Not fitted: ") for note in text("up_intersectoral").notes)


@pytest.mark.ci
def test_a_linear_model_in_trouble_says_so_too(clusters, indices) -> None:
    """A sector group of one cluster decides its own effect: HC3 has no standard errors."""
    software = clusters.index[clusters["group"] == "specialised_suppliers"]
    fewer = clusters.drop(index=software[1:])
    own = indices[indices["cluster_id"].isin(fewer["cluster_id"])]
    found = estimate(fewer, own, LEVEL, DRAWS)
    cells, text = made(found, "up_product")
    body = rows(cells)
    fitted = next(row for row in body if row[0] == "Fitted")
    assert fitted[1:] == ["yes", "see b", "yes", "yes", "see b", "yes"]
    assert (
        "b. Standard errors not estimable: one cluster alone decides a coefficient." in text.notes
    )


@pytest.mark.parametrize("kind", ["up_product", "up_process", "up_functional", "up_intersectoral"])
def test_nothing_missing_shows_as_a_number(table, kind) -> None:
    shown = table(kind)["shown"]
    assert not shown.str.contains(r"\b(?:nan|inf|None|NaN)\b", regex=True).any()


def test_the_table_is_the_same_from_the_files(estimates, table) -> None:
    models = measured(frame_csv(estimates.models))
    terms = measured(frame_csv(estimates.terms))
    again, _ = made((models, terms), "up_functional")
    pd.testing.assert_frame_equal(again, table("up_functional"))


def test_html_names_every_row_and_column(table, text) -> None:
    page = to_html(table("up_product"), text("up_product"), ENVIRONMENT)
    assert (
        "<caption>Product upgrading and collective efficiency: regression models</caption>" in page
    )
    assert '<th scope="col">(1)</th>' in page
    assert '<th scope="row" class="text">Collective efficiency index</th>' in page
    assert "http" not in page


def test_latex_is_booktabs_and_guards_its_brackets(table, text) -> None:
    found = to_latex(table("up_product"), text("up_product"))
    for rule in (r"\toprule", r"\midrule", r"\bottomrule"):
        assert rule in found
    body = found.split(r"\toprule")[1].split(r"\bottomrule")[0]
    lines = [line for line in body.strip().splitlines() if line.endswith(r"\\")]
    assert not any(line.startswith("[") for line in lines)
    assert {line.count("&") for line in lines if "multicolumn" not in line} == {6}
    assert r"\label{tab:regression_product}" in found


def test_name_of_the_files() -> None:
    assert table_name("up_intersectoral") == "regression_intersectoral"
