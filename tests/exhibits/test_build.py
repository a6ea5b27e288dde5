from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest

from upgrading.cases.printed import SUMMARY_ROWS, decimals
from upgrading.exhibits.build import build, numbers_shown, precision
from upgrading.exhibits.tabulation import EXHIBIT_COLUMNS, exhibits_of
from upgrading.exhibits.values import Precision, Study


def cell(exhibits: pd.DataFrame, exhibit: str, row: str, column: str) -> pd.Series:
    found = exhibits[
        (exhibits["exhibit"] == exhibit) & (exhibits["row"] == row) & (exhibits["column"] == column)
    ]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize(
    ("text", "row_kind", "number_format", "expected"),
    [
        ("2.5", "body", "0.0", Precision(1)),
        ("1", "body", "0.0", Precision(1)),
        ("n.a.", "body", "0.0", Precision(1)),
        ("", "added", "0.00", Precision(2)),
        ("2.0", "body", "0.#", Precision(1, trim=True)),
        ("0.88", "body", "0.#", Precision(2, trim=True)),
        ("1", "body", "0.##", Precision(2, trim=True)),
        ("10,5", "total", "0.00", Precision(1)),
        ("1,86", "average", "0.0", Precision(2)),
        ("114", "total", "0.0", Precision(1, trim=True)),
    ],
)
def test_a_cell_is_shown_as_its_column_is_printed(text, row_kind, number_format, expected) -> None:
    assert precision(text, row_kind, number_format) == expected


def test_the_formats_of_columns_are_those_of_the_printed_tables(clean_cases, tables) -> None:
    """Always as many decimals, or up to as many, as the report prints in the column."""
    cells = clean_cases.cells
    body = cells[(cells["row_kind"] == "body") & cells["printed"].str.match(r"\d+[.,]?\d*$")]
    compared = 0
    for (exhibit, column), own in body.groupby(["exhibit", "column"]):
        # Tables 2 and 20 have counts, amounts, years and prices, each printed its own way
        if exhibit in {"table_02", "table_20"} or column.startswith("label_"):
            continue
        printed = set(own["printed"].map(decimals))
        only = len(printed) == 1 and printed != {0}
        places = "0" * max(printed) if only else "#" * max(printed | {1})
        assert tables[exhibit].number_format(column) == f"0.{places}", (exhibit, column)
        compared += 1
    assert compared > 80


def digits(exhibits: pd.DataFrame) -> dict[tuple[str, str, str], str]:
    """What every cell shows, by its place."""
    place = zip(exhibits["exhibit"], exhibits["line"], exhibits["position"], strict=True)
    return dict(zip(place, exhibits["shown"], strict=True))


@pytest.mark.parametrize("typed", ["1", "1.0", "1,00", "n.a."])
def test_how_a_cell_is_typed_changes_no_other_cell(
    clean_cases, tables, study: Study, exhibits, typed
) -> None:
    """A cell of every column at once: nothing else may be shown otherwise."""
    cells, before = clean_cases.cells, digits(exhibits)
    read = cells["row_kind"].eq("body") & cells["printed"].str.match(r"\d|n\.a\.")
    # Tables 2 and 20 have counts, years and amounts, which a score's digits would be at fault in
    numbers = cells[read & ~cells["exhibit"].isin({"table_02", "table_20"})]
    for nth in (0, -1):
        chosen = numbers.groupby(["exhibit", "column"]).nth(nth).index
        edited = cells.assign(printed=cells["printed"].where(~cells.index.isin(chosen), typed))
        after = digits(exhibits_of(build(edited, tables, study)))
        own = {
            (cells.at[n, "exhibit"], cells.at[n, "line"], cells.at[n, "position"]) for n in chosen
        }
        assert {place for place, shown in after.items() if shown != before[place]} <= own


def test_a_score_typed_without_a_decimal_changes_no_other_score(clean_cases, tables, study) -> None:
    """Bucaramanga’s functional upgrading, printed n.a. in a column of 0.0."""
    place = ("table_05", "garments_bucaramanga", "up_functional")
    cells = clean_cases.cells
    keys = zip(cells["exhibit"], cells["row"], cells["column"], strict=True)
    there = pd.Series([key == place for key in keys], index=cells.index)
    edited = cells.assign(printed=cells["printed"].where(~there, "1"))
    scored = study.clusters.assign(
        up_functional=study.clusters["up_functional"].where(
            study.clusters["cluster_id"] != place[1], Fraction(1)
        )
    )
    before = exhibits_of(build(cells, tables, study))
    after = exhibits_of(build(edited, tables, replace(study, clusters=scored)))
    assert cell(after, *place)["shown"] == "1.0"
    column = before[(before["exhibit"] == "table_05") & (before["column"] == "up_functional")]
    changed = column.index[column["shown"] != after.loc[column.index, "shown"]]
    # 0.75 of 14 clusters, which is not what is printed, and 0.767 of 15, which has no end
    assert set(column.loc[changed, "row"]) == {place[1], "total", "average"}


@pytest.mark.parametrize(
    ("place", "shown", "differs"),
    [
        # printed 9.5, 8.7, 6.8 and 6.19
        (("table_15", "software_blumenau", "ce_index"), "9.25", True),
        (("table_15", "average", "ce_index"), "8.45", True),
        (("table_07", "marble_espirito_santo", "ce_index"), "6.8", False),
        (("table_11", "average", "ce_index"), "5.97", True),
    ],
)
def test_a_quarter_is_whole_where_it_is_not_the_print_rounded(exhibits, place, shown, differs):
    found = cell(exhibits, *place)
    assert (found["shown"], found["differs"]) == (shown, differs)


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
    table = exhibits_of(build(clean_cases.cells, tables, larger))
    rows = list(table[table["exhibit"] == "table_03"]["row"].drop_duplicates())
    assert rows[rows.index("tiles_santa_catarina") + 1 :] == ["footwear_franca", "total", "average"]
    assert cell(table, "table_03", "footwear_franca", "label_1")["shown"] == "Franca (BRA)"
    assert cell(table, "table_03", "footwear_franca", "ce_index")["shown"] == "10.00"
    assert cell(table, "table_03", "total", "ce_index")["shown"] == "106.25"
    assert "footwear_franca" not in set(table[table["exhibit"] == "table_07"]["row"])


def test_scores_of_authors_change_no_digits_of_others(clean_cases, tables, study: Study) -> None:
    """A cluster added and scores revised, whatever their decimals: rows of others stay."""
    revised = study.clusters["cluster_id"] == "garments_bucaramanga"
    clusters = study.clusters.assign(
        up_functional=study.clusters["up_functional"].where(~revised, Fraction(5, 2)),
        up_product=study.clusters["up_product"].where(~revised, None),
    )
    added = clusters[revised].assign(cluster_id="footwear_franca", name="Franca")
    index = study.indices[study.indices["cluster_id"] == "garments_bucaramanga"]
    updated = replace(
        study,
        clusters=pd.concat([clusters, added], ignore_index=True),
        indices=pd.concat([study.indices, index.assign(cluster_id="footwear_franca")]),
    )
    before, after = (exhibits_of(build(clean_cases.cells, tables, one)) for one in (study, updated))
    assert cell(after, "table_05", "footwear_franca", "up_functional")["shown"] == "2.5"
    assert (
        cell(after, "table_03", "footwear_franca", "ce_index")["shown"]
        == (cell(before, "table_03", "garments_bucaramanga", "ce_index")["shown"])
    )
    place = ["exhibit", "row", "column"]
    merged = before.merge(after, on=[*place, "line"], suffixes=("", "_after"))
    others = merged[(merged["row_kind"] == "body") & (merged["row"] != "garments_bucaramanga")]
    assert len(others) > 1000
    assert (others["shown"] == others["shown_after"]).all()


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
