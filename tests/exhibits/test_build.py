from fractions import Fraction

import pandas as pd
import pytest

from upgrading.exhibits.build import EXHIBIT_COLUMNS, build, numbers_shown, precision
from upgrading.exhibits.values import Precision, Study
from upgrading.printed import SUMMARY_ROWS


def cell(exhibits: pd.DataFrame, exhibit: str, row: str, column: str) -> pd.Series:
    found = exhibits[
        (exhibits["exhibit"] == exhibit) & (exhibits["row"] == row) & (exhibits["column"] == column)
    ]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize(
    ("strings", "expected"),
    [
        (["6.5", "8.0", "12.0"], Precision(1)),
        (["2", "1,5", "n.a."], Precision(1, trim=True)),
        (["10", "8"], Precision(1, trim=True)),
        (["0.88", "1", "1.5"], Precision(2, trim=True)),
        (["1,86"], Precision(2)),
    ],
)
def test_precision_is_read_off_the_printed_column(strings, expected) -> None:
    assert precision(strings) == expected


@pytest.mark.parametrize(
    ("exhibit", "row", "column", "shown", "differs"),
    [
        ("table_03", "footwear_guadalajara", "eei", "9.0", True),
        ("table_03", "textiles_medellin", "ce_index", "6.25", False),
        ("table_05", "average", "up_product", "1.87", True),  # printed 1,86: cut, not rounded
        ("table_06", "medium", "up_process", "2.0", True),
        ("table_07", "marble_espirito_santo", "ce_index", "6.8", False),  # 6.75
        ("table_09", "apples_santa_catarina", "up_process", "3", True),
        ("table_10", "high", "up_process", "3.00", False),
        ("table_14", "high", "up_product", "–", False),
        ("table_15", "software_blumenau", "eei", "9.5", True),
        ("table_15", "software_blumenau", "ce_degree", "Medium", True),
        ("table_05", "garments_bucaramanga", "ce_degree", "Medium", False),  # printed Médium
        ("annex_table_1", "garments_bucaramanga", "ee_information", "n.a.", False),
        ("annex_table_6", "electronics_jalisco", "jai", "3.38", False),
        ("table_19", "traditional_manufacturing", "up_intersectoral", "–", True),
        ("table_18", "specialised_suppliers", "ja_backward", "1", True),
        ("table_02", "salmon_austral_region", "firms", "65 + 150", False),
        ("table_02", "salmon_austral_region", "direct_jobs", "29,000", False),
        ("table_02", "furniture_chipilo", "indirect_jobs", "..", False),
        ("table_20", "price_us_kg", "globalization", "2.8–4.5", False),
        ("table_20", "years", "initial_learning", "1978–1985", False),
        ("table_04", "footwear_campina_grande", "gov_market", "n.a.", False),
    ],
)
def test_recomputed_beside_printed(exhibits, exhibit, row, column, shown, differs) -> None:
    found = cell(exhibits, exhibit, row, column)
    assert (found["shown"], found["differs"]) == (shown, differs)


def test_every_printed_cell_is_there_in_the_printed_order(exhibits, clean_cases) -> None:
    assert tuple(exhibits.columns) == EXHIBIT_COLUMNS
    place = ["exhibit", "line", "position", "row", "column", "printed"]
    pd.testing.assert_frame_equal(
        exhibits[place].reset_index(drop=True), clean_cases.cells[place], check_dtype=False
    )


def test_a_total_that_the_report_leaves_blank_stays_blank(exhibits) -> None:
    assert cell(exhibits, "annex_table_3", "total", "eei")["shown"] == ""


def test_means_carry_their_count(exhibits) -> None:
    assert cell(exhibits, "table_06", "medium", "up_functional")["count"] == 9
    assert cell(exhibits, "table_17", "natural_resource_based", "eei")["count"] == 11


def test_an_added_cluster_follows_the_last_of_its_group(clean_cases, tables, study: Study) -> None:
    added = study.clusters.iloc[[5]].assign(cluster_id="footwear_franca", name="Franca")
    index = study.indices.iloc[[5]].assign(cluster_id="footwear_franca")
    larger = Study(
        **{
            **vars(study),
            "clusters": pd.concat([study.clusters, added], ignore_index=True),
            "indices": pd.concat([study.indices, index], ignore_index=True),
        }
    )
    table = build(clean_cases.cells, tables, larger)
    rows = list(table[table["exhibit"] == "table_03"]["row"].drop_duplicates())
    assert rows[rows.index("tiles_santa_catarina") + 1 :] == ["footwear_franca", "total", "average"]
    assert cell(table, "table_03", "footwear_franca", "label_1")["shown"] == "Franca (BRA)"
    assert cell(table, "table_03", "footwear_franca", "ce_index")["shown"] == "10.00"
    assert cell(table, "table_03", "total", "ce_index")["shown"] == "106.25"
    assert "footwear_franca" not in set(table[table["exhibit"] == "table_07"]["row"])


def test_numbers_shown_lists_every_number_once(exhibits) -> None:
    numbers = numbers_shown(exhibits)
    key = ["exhibit", "row", "column"]
    assert not numbers.duplicated(key).any()
    assert numbers.equals(numbers.sort_values([*key, "value", "shown"], ignore_index=True))
    computed = exhibits[exhibits["value"].str.fullmatch(r"[\d. ]+")]
    assert len(numbers) == sum(len(value.split()) for value in computed["value"])
    firms = numbers[numbers["row"] == "salmon_austral_region"].set_index("column")["value"]
    assert (firms["firms"], firms["firms_2"]) == ("65", "150")


def test_totals_and_averages_agree_with_the_rows_above_them(exhibits) -> None:
    """An identity of the built tables: each total is the sum of its column, exactly."""
    figures = exhibits[exhibits["value"].str.fullmatch(r"[\d.]+")]
    for (exhibit, column), cells in figures.groupby(["exhibit", "column"]):
        by_kind = cells.groupby("row_kind")["value"].apply(list).to_dict()
        if not SUMMARY_ROWS.keys() & by_kind.keys():
            continue
        body = [Fraction(value) for value in by_kind["body"]]
        if "total" in by_kind:
            assert Fraction(by_kind["total"][0]) == sum(body), (exhibit, column)
        if "average" in by_kind:
            gap = abs(Fraction(by_kind["average"][0]) - sum(body) / len(body))
            assert gap < Fraction(1, 10**9), (exhibit, column)
