"""What the page of a cluster says of it beside its sector group, and of the next degree."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from page_templates import ENVIRONMENT
from reference import REPORT_RULE

from upgrading.publish.site.cluster_pages import beside_group, to_next_degree
from upgrading.templating import macro
from upgrading.verdicts import WORDS
from upgrading.vocabulary import UPGRADING


def cluster(ce_index: str | None, product: str | None) -> dict[str, Fraction | None]:
    indices = dict.fromkeys(("eei", "jai", "ce_index"), ce_index and Fraction(ce_index))
    return {**indices, **dict.fromkeys(UPGRADING), "up_product": product and Fraction(product)}


def test_rank_and_mean_are_among_the_clusters_that_have_the_score() -> None:
    own = cluster("5", "2")
    peers = [own, cluster("9", "2"), cluster("8", None), cluster("2", "3")]
    rows = beside_group(own, peers, REPORT_RULE)
    index, product = rows["ce_index"], rows["up_product"]
    assert (index["value"], index["mean"], index["rank"]) == ("5", "6.00", "3 of 4")
    assert (product["mean"], product["rank"]) == ("2.33", "2 (shared) of 3")
    # 160 pixels from 0 to 12, and from 0 to 3
    assert (index["dot"], index["tick"]) == ("66.7", "80.0")
    assert product["dot"] == "106.7"


def test_what_is_not_scored_has_no_row() -> None:
    own = cluster(None, "1")
    assert [*beside_group(own, [own], REPORT_RULE)] == ["up_product"]


@pytest.mark.parametrize(
    ("index", "told"),
    [
        ("5", "lies exactly on the threshold for Low"),
        ("9.5", "lies exactly on the threshold for High"),
        ("4.25", "is 0.75 below the threshold for Low"),
        ("6", "is 1 above the threshold for Low"),
        ("9.25", "is 0.25 below the threshold for High"),
        ("10.5", "is 1 above the threshold for High"),
    ],
)
def test_how_far_it_is_from_the_next_degree(index: str, told: str) -> None:
    said = to_next_degree(Fraction(index), REPORT_RULE)
    scale = "Low is an index of up to 5, High one of 9.5 or more, Medium lies between"
    assert said == f"{scale}; its index {told}."


def test_without_an_index_nothing_is_said() -> None:
    assert to_next_degree(None, REPORT_RULE) == ""


def test_verdicts_of_both_editions_stand_there_where_they_differ() -> None:
    judged = macro(ENVIRONMENT, "judged")
    once, both = (
        " ".join(re.sub("<[^>]+>", "", str(judged(WORDS["open"], WORDS[name]))).split())
        for name in ("open", "supported")
    )
    assert once == "○ Open"
    assert both == "printed edition: ○ Open; corrected edition: ✓ Supported"
