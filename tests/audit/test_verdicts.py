"""The audit of the report: every printed number has a verdict, and the known slips are found."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from reference import REPORT_RULE

from upgrading.audit.run import Audit
from upgrading.audit.verdicts import CELL_COLUMNS
from upgrading.vocabulary import SECTOR_GROUPS

AUDITED = [f"table_{n:02}" for n in range(2, 20)] + [f"annex_table_{n}" for n in range(1, 9)]


@pytest.fixture(scope="module")
def verdict(found):
    frame = found.cells.set_index(["exhibit", "row", "column"])
    return lambda *key: frame.loc[key]


def test_every_printed_number_and_degree_has_one_verdict(found, clean_cases) -> None:
    """Counted apart from the audit: a cell with a digit in it, or a degree."""
    cells = clean_cases.cells
    figures = cells[
        cells["exhibit"].isin(AUDITED)
        & cells["row_kind"].isin(["body", "total", "average"])
        & ~cells["column"].str.startswith("label_")
        & (cells["printed"].str.contains(r"\d") | (cells["column"] == "ce_degree"))
        & (cells["printed"].str.strip() != "")
    ]
    key = ["exhibit", "row", "column"]
    assert list(map(tuple, figures[key].to_numpy())) == list(
        map(tuple, found.cells[key].to_numpy())
    )
    assert not found.cells.duplicated(key).any()
    assert tuple(found.cells.columns) == CELL_COLUMNS


def test_verdicts_and_kinds_use_the_words_of_the_contract(found) -> None:
    assert set(found.cells["kind"]) == {"input", "repeated", "derived"}
    assert set(found.cells["verdict"]) <= {
        "exact",
        "rounded",
        "truncated",
        "explained",
        "unexplained",
        "source",
    }
    inputs = found.cells["kind"] == "input"
    assert set(found.cells.loc[inputs, "verdict"]) == {"source"}
    assert "source" not in set(found.cells.loc[~inputs, "verdict"])


@pytest.mark.parametrize(
    ("exhibit", "row", "column", "expected"),
    [
        ("annex_table_1", "average", "ee_labour_market", "truncated"),  # 35.5/15, printed 2.36
        ("table_07", "marble_espirito_santo", "ce_index", "rounded"),  # 6.75, printed 6.8
        ("table_13", "average", "up_process", "rounded"),  # 24/9, printed 2.67
        ("table_14", "low", "up_product", "truncated"),  # 8/3, printed 2.66
        ("table_15", "software_blumenau", "eei", "rounded"),  # 9.5, printed 10
        ("table_03", "furniture_chipilo", "ce_index", "exact"),  # 6 and 4
        ("table_09", "apples_santa_catarina", "up_process", "source"),
        ("table_10", "high", "up_process", "explained"),
        ("table_06", "low", "up_process", "explained"),
        ("table_06", "medium", "up_process", "unexplained"),
        ("table_16", "software_blumenau", "ce_degree", "explained"),
        ("annex_table_1", "average", "ee_information", "explained"),
        ("table_11", "average", "jai", "explained"),
    ],
)
def test_verdicts_by_hand(verdict, exhibit, row, column, expected) -> None:
    assert verdict(exhibit, row, column)["verdict"] == expected


def erratum(found, root: str):
    rows = found.errata[found.errata["root"].str.contains(root, regex=False)]
    assert len(rows)
    return rows.iloc[0]


def test_apples_are_found_to_read_three_with_the_relations_that_agree(found) -> None:
    row = erratum(found, "table_09/apples_santa_catarina/up_process")
    assert row["class"] == "misprinted cell"
    assert row["evidence"].startswith("2 should read 3: this reconciles 4 printed relations")
    for place in ("up_sum = 6", "total, up_process = 28", "2.55", "table_10, high, up_process"):
        assert place in row["evidence"]
    assert "table_10/high/up_process" in row["cells"]
    assert (
        "mean up_process, degree High, natural_resource_based: 2.75 → 3.00" in row["consequences"]
    )


def test_the_low_row_of_table_6_is_two_of_its_three_clusters(found, verdict) -> None:
    text = verdict("table_06", "low", "up_product")["explanation"]
    assert "1 of 7 subsets" in text
    assert text.endswith("that of garments_torreon and furniture_chipilo")
    hint = verdict("table_06", "medium", "up_product")["explanation"]
    assert re.search(r"\d+ of 1023 subsets .* \(a hint only\)", hint)
    # one subset of two clusters, not two of one
    assert hint.endswith("one of them that of textiles_itajai and furniture_sao_bento_do_sul")


def test_table_11_holds_the_averages_of_table_7(found) -> None:
    row = erratum(found, "table_11/average/eei; table_11/average/jai")
    assert row["class"] == "copied from another table"
    assert "9.00 and 7.36 are the average of table_07" in row["evidence"]


def test_grim_refuses_736_for_nine_clusters(verdict) -> None:
    assert "GRIM" in verdict("table_11", "average", "jai")["explanation"]


def test_software_indices_rest_on_rounded_external_economies(found) -> None:
    rows = found.errata[found.errata["class"] == "rounded before use"]
    row = rows[rows["root"].str.contains("table_15/")].iloc[0]
    assert "table_15/software_blumenau/ce_index" in row["cells"]
    assert "degree of software_blumenau: High → Medium" in row["consequences"]


def test_chipilos_slip_is_traced_to_its_degree(found) -> None:
    row = erratum(found, "annex_table_2/furniture_chipilo/jai")
    assert row["class"] == "slip"
    assert "2 + 1 + 0 + 1) gives 4" in row["evidence"]
    assert "degree of furniture_chipilo: Medium → Low" in row["consequences"]
    assert "table_03/total/jai" in row["cells"]


def test_an_average_of_a_wrong_column_is_exact_by_what_is_printed(found, verdict) -> None:
    """114 / 15 = 7.6 with Guadalajara's 8, which should be 9; 115 / 15 would be truncated."""
    row = erratum(found, "annex_table_1/footwear_guadalajara/eei")
    assert row["class"] == "slip"
    for place in (
        "table_03/average/eei",
        "annex_table_1/average/eei",
        "table_18/traditional_manufacturing/eei",
        "table_17/traditional_manufacturing/eei",
    ):
        assert place in row["cells"]
        assert row["erratum"] in verdict(*place.split("/"))["explanation"]
    assert verdict("table_03", "average", "eei")["verdict"] == "truncated"
    assert verdict("table_17", "traditional_manufacturing", "eei")["verdict"] == "explained"
    assert not found.errata["root"].str.contains("table_03/average/eei").any()


def test_an_average_that_counts_what_is_missing_is_no_proof_of_truncation(found, verdict) -> None:
    """Table 5, functional: 10.5 / 15 = 0.7 exactly; 10.5 / 14 = 0.75."""
    for place in (
        ("table_05", "average", "up_functional"),
        ("table_19", "traditional_manufacturing", "up_functional"),
    ):
        told = verdict(*place)["explanation"]
        assert "missing treated as zero: counting what is not available as 0 gives 0.7" in told
        assert "rounded before use" not in told


@pytest.mark.parametrize(
    ("exhibit", "part", "convention"),
    [
        ("annex_table_1", "", "truncated"),
        ("annex_table_3", "", "rounded (half up or half to even)"),
        ("table_03", "", "no figure shows whether"),
        ("table_05", "", "truncated"),
        ("table_07", "", "rounded half up"),  # 3.25 printed 3.3
        ("table_09", "", "rounded (half up or half to even)"),
        ("table_14", "", "truncated"),
        ("table_18", "traditional_manufacturing", "truncated"),
        ("table_18", "natural_resource_based", "rounded (half up or half to even)"),
        ("annex_table_6", "", "rounded (half up or half to even)"),
    ],
)
def test_conventions_of_the_tables(found, exhibit, part, convention) -> None:
    rows = found.conventions.set_index(["exhibit", "part"])
    assert rows.loc[(exhibit, part), "convention"].startswith(convention)


def test_no_text_of_the_audit_has_more_digits_than_a_reader_needs(found) -> None:
    """Two decimals more than are printed: 1.8214 for 1.7, not 1.82142857143."""
    told = [*found.cells["explanation"], *found.conventions["convention"]]
    for column in ("evidence", "alternatives", "consequences", "believed"):
        told += list(found.errata[column])
    assert not [text for text in map(str, told) if re.search(r"\d\.\d{5}", text)]


def test_annex_table_6_shows_one_decimal(found) -> None:
    rows = found.conventions.set_index("exhibit")
    assert "means with 1 decimal" in rows.loc["annex_table_6", "convention"]


def test_every_erratum_accounts_for_cells_that_are_there(found) -> None:
    cells = {"/".join(key) for key in found.cells[["exhibit", "row", "column"]].to_numpy()}
    for _, row in found.errata.iterrows():
        named = row["cells"].split("; ")
        assert set(named) <= cells
        assert row["count"] == len(named)
        assert row["evidence"]
        assert row["consequences"]


def test_every_explained_cell_names_its_erratum(found) -> None:
    explained = found.cells[found.cells["verdict"] == "explained"]
    numbers = set(found.errata["erratum"])
    for text in explained["explanation"]:
        named = re.match(r"\[([E\d, ]+)\] ", text)
        assert named, text
        assert set(named[1].split(", ")) <= numbers


def test_parts_of_the_conventions_are_sector_groups(found) -> None:
    assert set(found.conventions["part"]) <= {"", *SECTOR_GROUPS}


def test_a_degree_that_the_rule_does_not_give_is_said_to_be_missing(clean_cases, tables) -> None:
    """Bucaramanga has a component that is not available."""
    rule = replace(REPORT_RULE, not_available="exclude")
    editions = {
        "printed": clean_cases.printed_clusters,
        "corrected": clean_cases.corrected_clusters,
    }
    found = Audit(
        (), clean_cases.cells, editions, clean_cases.profiles, clean_cases.stages, tables, rule
    ).cells
    row = found[
        (found["exhibit"] == "table_03")
        & (found["row"] == "garments_bucaramanga")
        & (found["column"] == "ce_degree")
    ].iloc[0]
    assert (row["computed"], row["verdict"]) == ("", "unexplained")
    assert "no degree" in str(row["explanation"])
