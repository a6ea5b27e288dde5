"""The document of all exhibits: its chapters, and what they refer to."""

from __future__ import annotations

import pandas as pd
import pytest

from upgrading.exhibits.study_in_numbers import counted, overview
from upgrading.exhibits.tabulation import exhibits_of
from upgrading.publish.tables import Text, number_of
from upgrading.publish.typeset import Picture, report


@pytest.fixture(scope="module")
def text(exhibits, in_parts, study) -> str:
    association = pd.DataFrame(
        [
            ("up_product", "ce_index", scope, "primary", 0.3, 0.01, 0.2)
            for scope in ("pooled", "blocked")
        ],
        columns=["upgrading", "index", "scope", "family", "tau_b", "p", "p_adjusted"],
    )
    numbers = counted(
        {
            **{name: in_parts.plain(name) for name in ("cells", "errata", "claims")},
            "parts": in_parts.parts("cells", "errata"),
            **{
                f"sets_{edition}": pd.DataFrame({"set": ["efficiency"], "tau_b": [0.2], "p": [0.1]})
                for edition in ("printed", "corrected")
            },
            "by_degree": study.by_degree,
            "association": association,
            "survives": pd.DataFrame({"sign": ["positive"], "verdict_printed": ["open"]}),
            "field_study": pd.DataFrame({"agreement": ["agrees"], "robustness": ["stands"]}),
            "exports": pd.DataFrame({"source": ["a"], "verdict": ["exact"]}),
        }
    )
    told = exhibits[exhibits["exhibit"].isin(["table_05", "table_06"])]
    empty = told[told["exhibit"] == "table_06"].assign(exhibit="trade_wine", value="")
    cells = pd.concat([told, empty, exhibits_of([overview(numbers)])], ignore_index=True)
    texts = {
        name: Text(name, number_of(name), f"About {name}", ()) for name in cells["exhibit"].unique()
    }
    pictures = [Picture("trade_quadrants", "Quadrants", "alt", "/q.svg")]
    return report(cells, texts, pictures)


def test_the_numbers_of_the_study_come_first_then_the_report_s_tables(text) -> None:
    places = [
        text.index(f'= #"{heading}"')
        for heading in (
            *("The study in numbers", "The report’s tables", "Figures", "Trade statistics"),
            "Inference and further tables",
        )
    ]
    assert places == sorted(places)
    assert places[0] < text.index("<overview>") < places[1] < text.index("<table_06>") < places[2]
    assert text.count("<overview>") == 1
    assert places[3] < text.index("<trade_quadrants>") < places[4]


def test_it_refers_to_nothing_that_it_has_not(text) -> None:
    assert 'label("table_06")' in text
    assert 'label("table_10")' not in text
    assert 'label("trade_table_2")' not in text


def test_a_product_without_figures_is_left_out(text) -> None:
    assert "<trade_wine>" not in text
