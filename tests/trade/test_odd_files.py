"""Trade files as people and their programs leave them. Every row here is synthetic."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from reference import RAW

from trade.test_readers import (
    BULK,
    PLUS,
    QUANTITY,
    answer,
    bulk,
    legacy,
    noted,
    only,
    plus,
    read,
    refused,
    text,
)
from upgrading.files import delimited
from upgrading.trade.readers import cells
from upgrading.trade.readers.recognise import notes, read_any

MANGOES = frozenset(("080450",))


def semicolons(*values: str, mark: str = ";") -> str:
    """BACI's columns with these values, a row each."""
    rows = [mark.join(("1996", "76", "842", "080450", value, "1")) for value in values]
    return "\n".join([mark.join("tijkvq"), *rows])


# Figures that can be read in two ways


@pytest.mark.parametrize("mark", [";", "\t"])
@pytest.mark.parametrize("number", ["1.234", "1,234", "12.500", "999,000"])
def test_a_figure_that_can_be_read_in_two_ways_is_a_fault(mark: str, number: str) -> None:
    (fault,) = refused(semicolons(number, "500", number, mark=mark))
    assert str(fault) == (
        f'f.csv, line 2, "v": "{number}" can be read in two ways, as thousands or with decimals, '
        "and no other figure of the column tells which (2 rows); write figures as 1234 or 1234.5"
    )


@pytest.mark.parametrize("mark", [";", "\t", ","])
@pytest.mark.parametrize(
    ("proof", "number", "value"),
    [
        ("1.234.567", "1.234", 1234),
        ("1.234,5", "1.234", 1234),
        ("1.234,5", "2,5", 2.5),
        ("12.345.678,25", "1,234", 1.234),
        ("1,234,567", "1,234", 1234),
        ("1,234.5", "1,234", 1234),
        ("12.5", "1.234", 1.234),
        ("12.5", "1,234", 1234),
        ("0.123", "1.234", 1.234),
        ("1234.567", "1.234", 1.234),
        ("1.5E+03", "1.234", 1.234),
    ],
)
def test_the_other_figures_of_the_column_tell(
    mark: str, proof: str, number: str, value: float
) -> None:
    quoted = [f'"{cell}"' if mark == "," else cell for cell in (number, proof)]
    assert read(semicolons(*quoted, mark=mark))["value_usd"].iloc[0] == pytest.approx(value * 1000)


@pytest.mark.parametrize(
    ("number", "value"), [("1,5", 1.5), ("0,123", 0.123), ("1234,567", 1234.567)]
)
def test_decimal_commas_where_commas_do_not_separate(number: str, value: float) -> None:
    assert only(read(semicolons(number)))["value_usd"] == pytest.approx(value * 1000)


def test_where_commas_separate_a_point_is_one_of_decimals() -> None:
    assert only(read(semicolons("1.234", mark=",")))["value_usd"] == pytest.approx(1234)
    (fault,) = refused(semicolons('"1,234"', mark=","))
    assert "can be read in two ways" in fault.problem


def test_rows_of_other_products_tell_too() -> None:
    content = semicolons("1.234") + "\n1996;76;842;999999;1.234.567;1"
    flows, faults = read_any(content.encode(), "f.csv", products=MANGOES)
    assert faults == []
    assert only(flows)["value_usd"] == 1_234_000


def test_figures_that_contradict_one_another_are_no_numbers() -> None:
    faults = refused(semicolons("12.5", "12,5", "1.234"))
    assert {(fault.line, fault.problem.partition('" ')[2][:15]) for fault in faults} == {
        (3, "is not a number"),
        (4, "can be read in "),
    }


def test_figures_of_json_have_points() -> None:
    assert only(read(answer({"primaryValue": 1.234})))["value_usd"] == 1.234


# Codes


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("76.0", "76"),
        ("'076", "076"),
        ('="080450"', "080450"),
        ('"080450"', "080450"),
        (" 080450\u00a0", "080450"),
        ("9.40330E+05", "940330"),
        ("8.0450e+04", "80450"),
        ("9,40330E+05", "940330"),
        ("1.2345678E+07", "12345678"),
        # not to be told
        ("9.4E+05", "9.4E+05"),
        ("1E+05", "1E+05"),
        ("0804.50", "0804.50"),
        ("2501.00", "2501.00"),
        ("21111.01", "21111.01"),
        ("H0", "H0"),
        ("9.403305E+05", "9.403305E+05"),
    ],
)
def test_codes_as_programs_write_them(printed: str, code: str) -> None:
    assert cells.plain(printed) == code


ODD: tuple[dict[str, Any], ...] = (
    {"cmdCode": "080450.0"},
    {"cmdCode": "80450.0"},
    {"cmdCode": "8.0450E+04"},
    {"cmdCode": "'080450"},
    {"cmdCode": '="080450"'},
    {"classificationCode": "'H2"},
    {"classificationCode": "h2"},
    {"partnerCode": "251.0", "reporterCode": "484.0"},
    {"partnerCode": "'251"},
    {"refYear": "2002.0", "refMonth": "52.0", "motCode": "0.0", "partner2Code": "0.0"},
    {"qtyUnitCode": "8.0", "legacyEstimationFlag": "0.0", "mosCode": "0.0"},
    dict.fromkeys(("typeCode", "freqCode", "refMonth", "motCode", "customsCode", "mosCode"), "NA"),
    dict.fromkeys(("partner2Code", "isQtyEstimated", "isNetWgtEstimated", "partnerISO"), "NA"),
    {"flowCode": "0", "flowDesc": "Export"},
    {"flowCode": "", "flowDesc": "X"},
    {"flowCode": "NA", "flowDesc": "export"},
)


@pytest.mark.parametrize("change", ODD, ids=str)
def test_codes_that_can_be_read_are(change: dict[str, Any]) -> None:
    flows, faults = read_any(plus(change), "f.csv", products=MANGOES)
    assert faults == []
    flow = only(flows)
    breakdown = ["customs", "transport", "supply", "partner2", "quantity_estimated"]
    breakdown.append("net_weight_estimated")
    same = only(read(plus({})))
    pd.testing.assert_series_equal(flow.drop(breakdown), same.drop(breakdown))
    assert set(flow[["transport", "supply", "partner2"]]) <= {"0", ""}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("nan", "there is no code of goods"),
        ("", "there is no code of goods"),
        ("NA", "there is no code of goods"),
        ("9.4E+05", "is not a code of goods"),
        ("0804.50", "is not a code of goods"),
        ("H0", "is not a code of goods"),
        ("8045O", "is not a code of goods"),
    ],
)
def test_a_code_that_cannot_be_read_is_never_another_product(code: str, said: str) -> None:
    for content, column in (
        (plus({"cmdCode": code}), "cmdCode"),
        (answer({"cmdCode": code}), "cmdCode"),
        (legacy({"Commodity Code": code}), "Commodity Code"),
    ):
        flows, (fault,) = read_any(content, "f.csv", products=MANGOES)
        assert flows.empty
        assert fault.column == column
        assert said in fault.problem


@pytest.mark.parametrize(
    ("change", "column", "said"),
    [
        ({"partnerCode": "7x"}, "partnerCode", '"7x" is not the number of a country'),
        ({"reporterCode": "4.8E+02"}, "reporterCode", '"4.8E+02" is not the number'),
        ({"classificationCode": ""}, "classificationCode", '"" is not a classification'),
        ({"classificationCode": "2"}, "classificationCode", '"2" is not a classification'),
        ({"partnerCode": "NA", "partnerISO": "NA"}, "partnerCode", "the cell is empty"),
        ({"flowCode": "0", "flowDesc": "Transit"}, "flowCode", '"0" is not a flow'),
        ({"partnerCode": "76"}, "partnerCode", '"76" is the number of BRA, and the row names FRA'),
        ({"period": "200203", "refMonth": ""}, "period", "1 row of monthly figures"),
    ],
)
def test_codes_that_cannot_be_read_are_faults(
    change: dict[str, Any], column: str, said: str
) -> None:
    (fault,) = refused(plus(change))
    assert (fault.line, fault.column) == (2, column)
    assert fault.problem.startswith(said)


def test_a_flow_that_has_the_code_0_goes_by_its_name() -> None:
    changes = [
        {"Trade Flow Code": "0", "Trade Flow": word}
        for word in ("X", "Import", "Re-Export", "re-imports")
    ]
    assert list(read(legacy(*changes))["flow"]) == ["export", "import", "re_export", "re_import"]


# One source


def test_old_and_present_files_are_one_source() -> None:
    assert set(read(legacy({}))["source"]) == set(read(plus({}))["source"]) == {"comtrade"}


# JSON

LEGACY_RECORD = {
    **{"pfCode": "H2", "yr": 2002, "period": 2002, "rgCode": 2, "rgDesc": "Export", "rtCode": 484},
    **{"rt3ISO": "MEX", "ptCode": 251, "pt3ISO": "FRA", "cmdCode": "080450", "qtCode": 8},
    **{"TradeQuantity": 120, "NetWeight": 120, "TradeValue": 333, "estCode": 0},
}


@pytest.mark.parametrize("wrapped", [True, False])
def test_the_old_service_in_json_and_csv(wrapped: bool) -> None:
    status = {"validation": {"status": {"name": "Ok"}}, "dataset": [LEGACY_RECORD]}
    flow = only(read(json.dumps(status if wrapped else [LEGACY_RECORD])))
    row = {
        "Year": "2002",
        "Period": "2002",
        "Partner Code": "251",
        "Partner ISO": "FRA",
        "Commodity Code": "080450",
        "Classification": "H2",
        "Qty Unit Code": "8",
        "Qty": "120",
        "Netweight (kg)": "120",
        "Trade Value (US$)": "333",
    }
    of_csv = only(read(legacy(row)))
    pd.testing.assert_series_equal(flow.drop("line"), of_csv.drop("line"))
    csv = ",".join(LEGACY_RECORD) + "\n" + ",".join(map(str, LEGACY_RECORD.values()))
    pd.testing.assert_series_equal(only(read(csv)).drop("line"), of_csv.drop("line"))


def test_the_old_service_says_why_it_has_no_answer() -> None:
    status = {"name": "Error", "description": "Too many queries (synthetic)"}
    (fault,) = refused(json.dumps({"validation": {"status": status}, "dataset": []}))
    assert fault.problem == "the service answered with an error: Too many queries (synthetic)"


@pytest.mark.parametrize("between", ["", "\n", "\n\ufeff"])
def test_answers_and_records_joined_end_to_end_are_read(between: str) -> None:
    first, second = (answer({"refYear": year}).decode() for year in (2002, 2003))
    assert list(read(first + between + second)["year"]) == [2002, 2003]
    lines = [json.dumps(json.loads(one)["data"][0]) for one in (first, second)]
    assert list(read(between.join(lines))["line"]) == [1, 2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([["CTY_NAME", "I_COMMODITY"], ["MEXICO", "080450"]], "as the US Census answers"),
        ({"cmdCode": {"0": "080450"}}, "JSON without records that can be found"),
        ({"data": {"a": 1}}, '"data" is not a list'),
        ([1], "the record is not an object: 1"),
        ({"error": "x" * 200_000}, "the service answered with an error: xxx"),
    ],
)
def test_other_json_is_named(content: object, said: str) -> None:
    (fault,) = refused(json.dumps(content))
    assert said in fault.problem
    assert len(fault.problem) < 500


def test_json_nested_beyond_measure_is_a_fault() -> None:
    (fault,) = refused("[" * 100_000)
    assert "is not JSON that can be read" in fault.problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_marked_or_not(encoding: str) -> None:
    for content in (plus({"partnerDesc": "México"}), answer({"partnerDesc": "México"})):
        flow = only(read_any(content.decode().encode(encoding), "f.csv")[0])
        assert flow["value_usd"] == 333.25


@pytest.mark.ci
def test_many_records_on_one_line_are_read_with_their_notes() -> None:
    """What the download stores: 150 records have more characters than Python's `csv` takes."""
    for count in (2_000, 100_000):
        rows = [{"cmdCode": "999999"}] * (count - 1)
        content = answer(*rows, {"cmdCode": "080450"})
        assert content.count(b"\n") == 0 and len(content) > 1_000_000
        flows, faults = read_any(content, "f.json.gz", products=MANGOES)
        assert faults == []
        assert only(flows)["line"] == count
        assert notes(content, "f.json.gz", flows, MANGOES) == []


# Long rows and other kinds of files


def test_a_cell_beyond_measure_is_a_fault_in_words() -> None:
    content = f"t,i,j,k,v,q\n1996,76,842,080450,1,2\n1996,76,842,{'9' * 140_000},1,2\n"
    flows, (fault,) = read_any(content.encode(), "f.csv", products=MANGOES)
    assert str(fault) == (
        "f.csv, line 3: cannot be read as delimited text: a row of more than 100,000 characters, "
        "which no table of trade figures has; is this another kind of file, or did it lose its "
        "line breaks?"
    )
    assert len(flows) == 1
    (fault,) = refused("a,b," * 50_000)
    assert delimited.TOO_LONG in fault.problem
    (fault,) = refused(f"t,i,j,k,v,q\n1996,76,842,080450,{'x' * 90_000},2\n")
    assert len(fault.problem) < 200


def test_a_first_line_that_tells_excel_what_separates() -> None:
    flow = only(read("sep=;\r\n" + semicolons("1,5").replace("\n", "\r\n")))
    assert (flow["line"], flow["value_usd"]) == (3, 1500)
    assert only(read("sep=|\n" + semicolons("15", mark="|")))["value_usd"] == 15_000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook"),
        (b"\n<!DOCTYPE html><html>", "a web page or XML"),
        (b"PAR1\x15\x04", "a Parquet file"),
        (b"%PDF-1.4", "a PDF"),
    ],
)
def test_other_kinds_of_files_are_named(content: bytes, said: str) -> None:
    (fault,) = read_any(content, "f.csv")[1]
    assert fault.problem == f"{said}, no delimited text; save the table in it as CSV UTF-8"


def test_files_joined_end_to_end() -> None:
    again = plus({}) + b"\xef\xbb\xbf" + plus({"refYear": 2003})
    assert list(read(again)["line"]) == [2, 4]
    (fault,) = refused(plus({}) + legacy({}))
    assert fault.line == 3
    assert fault.problem == (
        "there is another header here (UN Comtrade, legacy CSV or JSON): files were joined end "
        "to end; give each separately"
    )
    (fault,) = refused(plus({}).rstrip() + plus({}))
    assert fault.line == 2
    assert "the header is repeated within this line" in fault.problem


def test_codes_of_four_digits_are_named_where_nothing_is_found() -> None:
    for content in (plus({"cmdCode": "804"}, {"cmdCode": "0805"}), answer({"cmdCode": "0804"})):
        assert noted(content, "080450") == [
            "f.csv: no flow of a configured product: its codes of goods have no more than 4 digits "
            "(0804, …), and the products are of six; download these"
        ]
    assert noted(plus({"cmdCode": "940330"}), "080450") == [
        "f.csv: no flow of a configured product"
    ]


@pytest.mark.parametrize(
    "count", [500, *(pytest.param(cap, marks=pytest.mark.full) for cap in (100_000, 250_000))]
)
def test_caps_of_answers_in_csv_and_json(count: int) -> None:
    for make in (plus, legacy, answer):
        column = "Commodity Code" if make is legacy else "cmdCode"
        head, row = make({column: "999999"}).decode(), make({column: "080450"}).decode()
        if make is answer:
            body = json.loads(head)["data"] * (count - 1) + json.loads(row)["data"]
            content = json.dumps(body)
        else:
            head, other = head.splitlines()
            content = "\n".join([head, *[other] * (count - 1), row.splitlines()[1]])
        flows, faults = read_any(content.encode(), "f", products=MANGOES)
        assert faults == []
        assert only(flows)["warning"].startswith(f"{count} records, at which UN Comtrade cuts")


# FAOSTAT


def test_faostat_items_by_the_cpc() -> None:
    bare = [name for name in BULK if name != "Item Code"]
    for printed in ("01316", "'01316", "1316", "01316.0"):
        content = bulk({"Item Code (CPC)": printed}, header=bare)
        flows, faults = read_any(content, "f.csv", products=["01316"])
        assert faults == []
        flow = only(flows)
        assert (flow["classification"], flow["product"]) == ("CPC", "01316")


def test_faostat_items_by_whichever_code_is_wanted_once() -> None:
    content = bulk({}, QUANTITY)
    for wanted, expected in (
        (["01316"], ("CPC", "01316")),
        (["571"], ("FCL", "571")),
        (["571", "01316"], ("FCL", "571")),
    ):
        flows, faults = read_any(content, "f.csv", products=wanted)
        assert faults == []
        flow = only(flows)
        assert (flow["classification"], flow["product"]) == expected
        assert (flow["value_usd"], flow["quantity"]) == (7000, 3000)


def test_faostat_code_of_the_cpc_that_may_have_lost_its_zero() -> None:
    bare = [name for name in BULK if name != "Item Code"]
    content = bulk({"Item Code (CPC)": "2111"}, header=bare)
    _, (fault,) = read_any(content, "f.csv", products=["02111"])
    assert fault.column == "Item Code (CPC)"
    assert "lost its leading zero" in fault.problem


@pytest.mark.parametrize("code", ["x", "", "5.7E+02"])
def test_faostat_item_that_has_no_code_is_no_other_item(code: str) -> None:
    bare = [name for name in BULK if name != "Item Code (CPC)"]
    _, (fault,) = read_any(bulk({"Item Code": code}, header=bare), "f.csv", products=["571"])
    assert fault.column == "Item Code"


def test_faostat_codes_that_went_through_a_data_frame() -> None:
    row = {"Area Code": "21.0", "Area Code (M49)": "76.0", "Item Code": "571.0"}
    content = bulk({**row, "Element Code": "5922.0", "Year": "1996.0"})
    pd.testing.assert_frame_equal(
        read_any(content, "f.csv", products=["571"])[0], read_any(bulk({}), "f.csv")[0]
    )
    (fault,) = refused(bulk({"Area Code": "x21"}))
    assert fault.problem == '"x21" is not the number of an area'


def test_of_the_shipped_figures_every_row_is_read_as_before() -> None:
    content = (RAW / "trade" / "faostat_exports.csv").read_bytes()
    flows = read(content.decode())
    assert set(flows["exporter"]) == {"BRA", "CHL", "COL", "NIC", "WLD"}
    assert len(text(PLUS)) > 0


@pytest.mark.parametrize("content", [legacy({}, {}), plus({}, {})], ids=["legacy", "plus"])
def test_a_shifted_row_is_one_fault(content: bytes) -> None:
    """Every cell from the sixth on stands one to the right."""
    head, row, last = content.decode().splitlines()
    places = last.split(",")
    shifted = ",".join([*places[:5], "x", *places[5:-1]])
    (fault,) = refused(f"{head}\n{row}\n{shifted}\n")
    assert fault.line == 3
    assert "cells do not fit their columns, first" in fault.problem
    assert fault.problem.endswith("; has the row a cell too many or too few?")
