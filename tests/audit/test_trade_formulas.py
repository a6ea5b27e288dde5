"""How a trade number comes about, evaluated as written, gives the number."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import pandas as pd
import pytest
from reference import ROOT
from step_run import value
from test_trade_exhibits import findings
from tiers import few_in_quick
from trade.comtrade_csv import Path, legacy
from trade.run_steps import PRODUCTS, config, measured

from upgrading.exhibits.tabulation import FORMULA_COLUMNS, exhibits_of, formulas_of
from upgrading.exhibits.trade import Measured, raw_lines, tables
from upgrading.trade.classes import Window
from upgrading.trade.measures import MeasureChoices
from upgrading.trade.products import competitors


@pytest.fixture(scope="module")
def found(shipped, clean_cases):
    """The shipped figures: cells, formulas, flows."""
    return told(shipped, clean_cases)


def told(world, clean_cases, **choices):
    trade = config()
    listed = world_products()
    own = findings(world, clean_cases, **choices)
    made = tables(own, listed)
    measures = MeasureChoices.from_config(
        {**trade["measures"], **choices, "competitors": competitors(listed)}
    )
    flows = world.frame("flows")
    measured = Measured(own, flows, listed, Window(**trade["window"]), measures)
    return exhibits_of(made), formulas_of(made, measured), flows


def world_products():
    return value(str(PRODUCTS), "config/trade_products.yaml")


def evaluated(formula: str) -> Fraction:
    """`100 × ((1 + 2) / 2 − 1)` as exact arithmetic."""
    assert re.fullmatch(r"[\d. +×/()−e-]+", formula), formula
    code = re.sub(r"\d+(?:\.\d+)?(?:e-?\d+)?", lambda number: f"Fraction('{number[0]}')", formula)
    return eval(code.replace("×", "*").replace("−", "-"), {"Fraction": Fraction})


def values_of(exhibits: pd.DataFrame) -> dict[str, str]:
    filled = exhibits[exhibits["value"] != ""]
    places = filled["exhibit"] + "/" + filled["row"] + "/" + filled["column"]
    return dict(zip(places, filled["value"], strict=True))


def agreeing(exhibits: pd.DataFrame, formulas: pd.DataFrame) -> int:
    """How many formulas give, evaluated as written, the value in the cell; all must."""
    values, checked = values_of(exhibits), 0
    for row in formulas[formulas["formula"] != ""].itertuples():
        value = float(evaluated(row.formula))
        place = f"{row.exhibit}/{row.row}/{row.column}"
        assert math.isclose(value, float(values[place]), rel_tol=1e-9, abs_tol=1e-9), row
        checked += 1
    return checked


def test_every_number_has_one(found) -> None:
    exhibits, formulas, _ = found
    assert tuple(formulas.columns) == FORMULA_COLUMNS
    places = formulas["exhibit"] + "/" + formulas["row"] + "/" + formulas["column"]
    values = values_of(exhibits)
    assert [place for place in places if place in values] == list(values)
    assert (formulas["words"] != "").all()
    without = formulas.loc[formulas["formula"] == "", ["exhibit", "column"]]
    texts = {
        "trade_summary": (
            *("share_change_interval", "relative_unit_value_change_interval"),
            *("class", "replicates_in_class", "robustness"),
        ),
        "trade_table_2": ("printed", "printed_year", "verdict", "years_that_fit", "nearest_year"),
        "trade_field_study": ("class", "up_product", "agreement"),
    }
    assert set(map(tuple, without.to_numpy())) == {
        (exhibit, column) for exhibit, columns in texts.items() for column in columns
    }


def test_a_text_that_numbers_decide_names_them(found) -> None:
    _, formulas, _ = found
    known = formulas.set_index(["exhibit", "row", "column"]).sort_index()
    row = "apples_santa_catarina_exports_1996"
    name = next(row_ for _, row_, _ in known.index if row_.startswith(row))
    print_ = known.loc[("trade_table_2", name, "printed")]
    assert print_["inputs"] == "table_02/apples_santa_catarina/exports_1996"
    nearest = known.loc[("trade_table_2", name, "nearest_year")]
    assert re.fullmatch(
        r"trade_apples/faostat_embedded_bra_\d{4}/value_usd_mill", nearest["inputs"]
    )
    kind = known.loc[("trade_summary", "mangoes_bra_faostat_embedded", "class")]
    place = "trade_summary/mangoes_bra_faostat_embedded"
    assert kind["inputs"] == f"{place}/share_change; {place}/relative_unit_value_change"
    assert "up to 5 % (share)" in kind["words"]
    # a product without figures has a printed figure, and nothing else
    awaited = known.loc[("trade_table_2", "salmon_austral_region_exports_2002")]
    assert list(awaited.index) == ["printed", "printed_year"]


def test_evaluated_as_written_it_gives_the_value(found) -> None:
    exhibits, formulas, _ = found
    assert agreeing(exhibits, formulas) > 1000


@pytest.mark.parametrize(
    "comparator", few_in_quick(["world_including", "median_exporter"], ["median_exporter"])
)
def test_under_another_comparator_too(tmp_path, clean_cases, comparator) -> None:
    """Invented furniture of five exporters, the world their sum."""
    name = "furniture_office"
    files = {"synthetic.csv": legacy({name: Path(shares=(0.04, 0.03), unit_values=(10, 8))})}
    trade = config()
    few = {"comparators": [comparator], "tolerances": [0], "years": [2], "shortest": 5}
    measures = {**trade["measures"], "comparator": comparator}
    world = measured(tmp_path, files, {"robustness": few, "measures": measures})
    for frame in ("exports", "offsets", "field_study"):
        (tmp_path / f"{frame}.csv").write_text(EMPTY[frame], encoding="utf-8")
    exhibits, formulas, _ = told(world, clean_cases, comparator=comparator)
    assert agreeing(exhibits, formulas) > 100
    relative = formulas[formulas["column"] == "relative_unit_value"]
    assert (relative["formula"] == "").all() == (comparator == "median_exporter")


EMPTY = {
    "exports": "source,row,column,printed,printed_year,exporter,products,value_usd_mill,"
    "relative_difference,verdict,years_that_fit,nearest_year\n",
    "offsets": "source,printed_year,offset,figures,fitting,median_relative_difference\n",
    "field_study": "product,cluster_id,exporter,source,base,end,share_change,"
    "relative_unit_value_change,class,robustness,up_product,agreement\n",
}


def test_inputs_are_numbers_of_the_tables(found) -> None:
    exhibits, formulas, _ = found
    values = values_of(exhibits)
    inputs = {place for text in formulas["inputs"] for place in text.split("; ") if place}
    printed = {place for place in inputs if place.startswith("table_02/")}
    assert len(printed) == 17  # every export figure that Table 2 prints
    assert inputs - printed <= set(values)


def test_a_figure_names_the_raw_line_that_it_is_on(found) -> None:
    """The value in thousands of dollars stands on the line of the file that the words name."""
    _, formulas, _ = found
    raw = (ROOT / "data/raw/trade/faostat_exports.csv").read_text(encoding="utf-8").splitlines()
    chosen = formulas[
        (formulas["exhibit"] == "trade_mangoes") & (formulas["column"] == "value_usd_mill")
    ]
    assert len(chosen) == 16
    for row in chosen.itertuples():
        place = re.search(r"data/raw/trade/faostat_exports\.csv|faostat_exports\.csv", row.words)
        assert place
        numbers = re.findall(r"\d+", row.words.rpartition("line")[2])
        year = row.row.rpartition("_")[2]
        line = raw[int(numbers[0]) - 1]
        assert "Brazil" in line and f",{year}," in line
        dollars = evaluated(row.formula.split(" / ")[0])
        assert f",{dollars / 1000}" in line or f"{float(dollars / 1000)}" in line


def test_many_lines_are_counted_and_few_are_named() -> None:
    flows = pd.DataFrame({"file": "a.csv", "line": [3, 7, 8, 9]})
    assert raw_lines(flows) == "a.csv, lines 3, 7 to 9"
    assert raw_lines(flows[:1]) == "a.csv, line 3"
    assert raw_lines(flows.assign(line=pd.NA)) == ""
    assert raw_lines(pd.DataFrame({"file": "a.csv", "line": range(13)})) == "13 lines of a.csv"
