"""What is told of a claim: over how many clusters, of which clusters, and in which words."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from upgrading.parts import Name, Passage, text_of


@pytest.fixture(scope="module")
def judged(in_parts) -> pd.DataFrame:
    return in_parts.claims.set_index("claim_id")


@pytest.mark.parametrize(
    ("claim", "n"),
    [
        ("an-software-information", "5"),
        ("cp-specialised-labour", "9"),
        ("tm-product-process-widespread", "15"),
        ("nr-table-7-mean-external-economies", "11"),
        ("tm-chipilo-lacks-efficiency", "1"),
        # which countries and products there are is no score
        ("sm-field-study-countries", ""),
        ("sm-group-software", ""),
    ],
)
def test_n_is_the_number_of_clusters_whose_scores_decide(judged, claim, n) -> None:
    """To ask of a sector group is to look at the sector of all forty, and rests on its own."""
    assert judged.loc[claim, "n"] == n


def test_a_cluster_that_a_finding_hangs_on_is_not_what_it_is_about() -> None:
    told = text_of("of ", Name("a_1"), ", but not when leaving out ", Name("b_1", aside=True))
    assert Passage((told,)).named == {"a_1"}


def test_a_statement_of_one_cluster_is_about_no_other(judged, clean_cases) -> None:
    """Chipilo is compared with the other clusters of Table 2."""
    clusters = {*clean_cases.printed_clusters["cluster_id"]}
    row = judged.loc["tm-chipilo-very-recent"]
    assert row["evidence"].named & clusters == {"furniture_chipilo"}


def test_a_computed_quantity_says_what_it_is_computed_from(judged) -> None:
    told = [str(one) for one in judged["evidence"]]
    assert not [one for one in told if re.search(r"[-−+/×÷] \)|\( [-−+/×÷]|: [-−+/×÷] ", one)]


def test_what_cannot_be_tested_is_not_reversed(judged) -> None:
    untested = judged[judged["verdict"] == "not_testable"]
    assert len(untested)
    assert not (untested["turned_by"] + untested["fragility"]).any()


def test_of_a_difference_what_decides_stands_first(judged) -> None:
    told = judged.loc[judged["basis"] == "difference", "evidence"]
    first = [str(one.texts[0]) for one in told if one.texts]
    assert any("by permutation" in str(one) for one in told)
    for passage in told:
        for text in passage.texts:
            words = "".join(map(str, text))
            if "by permutation" in words:
                assert words.startswith("by permutation p = ")
    assert first


def test_the_share_of_specifications_says_of_which_sign(judged) -> None:
    told = " ".join(map(str, judged["evidence"]))
    assert "specifications with this sign" not in told
    for sign in ("a positive sign", "a negative sign", "the sign asserted"):
        assert f"of specifications with {sign}" in told


def test_statements_that_are_no_repeats_differ_in_words(judged) -> None:
    same = judged["claim"].duplicated(keep=False)
    repeated = {*judged["repeats"]} - {""}
    for claim_id in judged.index[same]:
        assert judged.loc[claim_id, "repeats"] or claim_id in repeated, claim_id
