"""Tables of the tests between sector groups, of the paired test, and of reliability."""

import csv
import io
from fractions import Fraction

import pytest
from page_templates import ENVIRONMENT
from tabulated import cells_and_text

from upgrading.exhibits import comparisons as comparison_tables
from upgrading.exhibits.estimates import figure, interval, p_value
from upgrading.inference import between_groups
from upgrading.inference.between_groups import reliability
from upgrading.inference.permutation import PermutationChoices
from upgrading.publish.latex_tables import to_latex
from upgrading.publish.table_data import to_csv
from upgrading.publish.tables import to_html

LEVEL = Fraction(95, 100)
CHOICES = PermutationChoices(permutations=499, exact_up_to=5000, seed=4)


@pytest.fixture(scope="module")
def comparisons(clusters, indices):
    found = (
        comparison_tables.group_differences(
            between_groups.between_groups(clusters, indices, CHOICES),
            between_groups.group_differences(clusters, indices, LEVEL),
            LEVEL,
        ),
        comparison_tables.economies_against_joint_action(
            between_groups.paired_tests(clusters, indices, LEVEL), LEVEL
        ),
        comparison_tables.reliability(reliability(clusters)),
    )
    return {table.exhibit: cells_and_text(table) for table in found}


def rows(table) -> list[list[str]]:
    return [row[1:] for row in csv.reader(io.StringIO(to_csv(table[0])))]


def test_external_economies_against_joint_action(comparisons) -> None:
    table = comparisons["economies_against_joint_action"]
    header, every, *groups = rows(table)
    assert header[-4:] == ["Difference", "95 % interval (low)", "95 % interval (high)", "p"]
    # by hand: means of EEI 324 / 40 and JAI 240.38 / 40
    assert every[:8] == ["All clusters", "40", "31", "6", "3", "8.10", "6.01", "2.09"]
    # the table shows <0.001
    assert 0 < float(every[-1]) < 0.001
    assert groups[-1][-3:] == ["0.50", "2.50", "0.063"]
    assert any("allow no interval above 93.75 %" in note for note in table[1].notes)


def test_groups_are_compared_pair_by_pair_under_each_outcome(comparisons) -> None:
    found = rows(comparisons["group_differences"])
    panels = [row[0] for row in found if not any(row[1:])]
    assert [panel.split(" (")[0] for panel in panels] == [
        "External economies index",
        "Joint action index",
        "Collective efficiency index",
        "Product upgrading",
        "Process upgrading",
        "Functional upgrading",
        "Intersectoral upgrading",
    ]
    assert len(found) == 1 + 7 + 7 + 6 * 6 + 1
    together = found[2]
    assert together[:5] == ["All groups together", "", "", "", ""]
    assert together[-2:] == ["40", "0.20"]
    last = found[-1]
    assert last[0] == "Natural resource-based – Complex product systems"
    assert last[1:4] == ["0.36", "0.00", "0.36"]
    assert last[-3:] == ["0.218", "20", ""]


def test_alpha_carries_its_caveat(comparisons) -> None:
    table = comparisons["reliability"]
    assert rows(table)[1] == [
        *("All clusters", "0.74", "39", "0.74", "40", "0.76", "40", "0.76", "40")
    ]
    assert any("sums that the authors defined" in note for note in table[1].notes)


def test_every_table_says_that_the_cases_were_chosen(comparisons) -> None:
    for cells, text in comparisons.values():
        page, tex = to_html(cells, text, ENVIRONMENT), to_latex(cells, text)
        for content in (page, tex):
            assert "chosen cases, not a random sample" in content
        body = tex.split(r"\toprule")[1].split(r"\bottomrule")[0]
        widths = {line.count("&") for line in body.splitlines() if "&" in line}
        assert len(widths) == 1


def test_what_is_missing_is_said_in_words() -> None:
    assert [figure(None), figure(float("nan")), figure("")] == ["not estimable"] * 3
    assert [p_value(None), interval(None, 1)] == ["not estimable"] * 2
    assert [p_value(Fraction(1, 1001)), p_value(0.0625)] == ["<0.001", "0.063"]
