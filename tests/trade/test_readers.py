"""The readers of trade files. Every row here is synthetic: invented for the test that holds it."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping, Sequence

import pandas as pd
import pytest
from reference import RAW

from upgrading.cases import countries
from upgrading.faults import Fault
from upgrading.trade import schema
from upgrading.trade.readers import cells, codes
from upgrading.trade.readers.formats import faostat_embedded
from upgrading.trade.readers.recognise import (
    READERS,
    nearest,
    notes,
    read_any,
    recognise,
    why_empty,
)

_LEGACY_22 = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,"
    "Trade Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,"
    "Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,Netweight (kg),Trade Value (US$),Flag"
)
LEGACY_22 = _LEGACY_22.split(",")
LEGACY_35 = [
    *LEGACY_22[:14],
    *("2nd Partner Code", "2nd Partner", "2nd Partner ISO", "Customs Proc. Code", "Customs"),
    *("Mode of Transport Code", "Mode of Transport", *LEGACY_22[14:19]),
    *("Alt Qty Unit Code", "Alt Qty Unit", "Alt Qty", "Netweight (kg)", "Gross weight (kg)"),
    *("Trade Value (US$)", "CIF Trade Value (US$)", "FOB Trade Value (US$)", "Flag"),
]
LEGACY_ROW = {
    "Classification": "H1",
    "Year": "1996",
    "Period": "1996",
    "Aggregate Level": "6",
    "Trade Flow Code": "2",
    "Trade Flow": "Export",
    "Reporter Code": "484",
    "Reporter": "Mexico",
    "Reporter ISO": "MEX",
    "Partner Code": "842",
    "Partner": "USA",
    "Partner ISO": "USA",
    "Commodity Code": "940330",
    "Commodity": 'Furniture, "office", wooden',
    "Qty Unit Code": "5",
    "Qty Unit": "Number of items",
    "Qty": "40",
    "Netweight (kg)": "900",
    "Trade Value (US$)": "5000",
    "Flag": "0",
}

_PLUS = (
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,"
    "flowCode,flowDesc,partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,"
    "classificationCode,classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,"
    "aggrLevel,isLeaf,customsCode,customsDesc,mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,"
    "isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,"
    "isNetWgtEstimated,grossWgt,isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,"
    "legacyEstimationFlag,isReported,isAggregate"
)
PLUS = _PLUS.split(",")
PLUS_ROW: dict[str, object] = {
    "typeCode": "C",
    "freqCode": "A",
    "refPeriodId": 20020101,
    "refYear": 2002,
    "refMonth": 52,
    "period": "2002",
    "reporterCode": 484,
    "reporterISO": "MEX",
    "reporterDesc": "Mexico",
    "flowCode": "X",
    "flowDesc": "Export",
    "partnerCode": 251,
    "partnerISO": "FRA",
    "partnerDesc": "France",
    "partner2Code": 0,
    "classificationCode": "H2",
    "cmdCode": "080450",
    "cmdDesc": "Guavas, mangoes, synthetic",
    "customsCode": "C00",
    "mosCode": "0",
    "motCode": 0,
    "qtyUnitCode": 8,
    "qtyUnitAbbr": "kg",
    "qty": 120.5,
    "isQtyEstimated": False,
    "netWgt": 120.5,
    "isNetWgtEstimated": False,
    "primaryValue": 333.25,
    "legacyEstimationFlag": 0,
}

_BULK = (
    "Area Code,Area Code (M49),Area,Item Code,Item Code (CPC),Item,Element Code,Element,Year Code,"
    "Year,Unit,Value,Flag,Note"
)
BULK = _BULK.split(",")
MATRIX = [
    *("Reporter Country Code", "Reporter Country Code (M49)", "Reporter Countries"),
    *("Partner Country Code", "Partner Country Code (M49)", "Partner Countries"),
    *BULK[3:],
]
BULK_ROW = {
    "Area Code": "21",
    "Area Code (M49)": "'076",
    "Area": "Brazil",
    "Item Code": "571",
    "Item Code (CPC)": "'01316",
    "Item": "Mangoes, guavas and mangosteens",
    "Element Code": "5922",
    "Element": "Export value",
    "Year Code": "1996",
    "Year": "1996",
    "Unit": "1000 USD",
    "Value": "7.00",
    "Flag": "A",
}
QUANTITY = {"Element Code": "5910", "Element": "Export quantity", "Unit": "t", "Value": "3.00"}

COMEX = "CO_ANO;CO_MES;CO_NCM;CO_UNID;CO_PAIS;SG_UF_NCM;CO_VIA;CO_URF;QT_ESTAT;KG_LIQUIDO;VL_FOB"
WITS = (
    "ReporterISO3, ReporterName, PartnerISO3, PartnerName, Year, ProductCode, TradeFlowName, "
    "TradeFlowCode, TradeValue in 1000 USD, NetWeight in KGM, Quantity, QtyUnit"
)
EMBEDDED = "item_slug,area_code_fao,area,element,unit,year,value"

NEW_COUNTRIES = (
    b"country_code,country_name,country_iso2,country_iso3\n"
    b"4,Afghanistan,AF,AFG\n516,Namibia,NA,NAM\n842,USA,US,USA\n490,Other Asia,N/A,N/A\n"
)
OLD_COUNTRIES = (
    b'"country_code","country_name_abbreviation","country_name_full","iso_2digit_alpha",'
    b'"iso_3digit_alpha"\n4,"Afghan.","Afghanistan","AF","AFG"\n516,"Namib.","Namibia","NA","NAM"\n'
)


def text(header: Sequence[str], *rows: Mapping[str, object], quote: bool = True) -> str:
    """A comma-separated file: rows by column name, what a row does not name is empty."""
    lines = [",".join(header)]
    for row in rows:
        values = [str(row.get(name, "")) for name in header]
        lines.append(",".join('"' + v.replace('"', '""') + '"' if quote else v for v in values))
    return "\n".join(lines) + "\n"


def legacy(*changes: Mapping[str, object], header: Sequence[str] = LEGACY_22) -> bytes:
    return text(header, *({**LEGACY_ROW, **change} for change in changes)).encode()


def plus(*changes: Mapping[str, object]) -> bytes:
    return text(PLUS, *({**PLUS_ROW, **change} for change in changes)).encode()


def answer(*changes: Mapping[str, object]) -> bytes:
    """What the API answers: numbers and nulls, every field there."""
    data = [{**dict.fromkeys(PLUS), **PLUS_ROW, **change} for change in changes]
    return json.dumps(
        {"elapsedTime": "0.1 secs", "count": len(data), "data": data, "error": ""}
    ).encode()


def bulk(*changes: Mapping[str, object], header: Sequence[str] = BULK) -> bytes:
    return text(header, *({**BULK_ROW, **change} for change in changes)).encode()


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(content: bytes | str, file: str = "f.csv", **tables: bytes) -> pd.DataFrame:
    """The flows of a file without fault."""
    flows, faults = read_any(
        content.encode() if isinstance(content, str) else content, file, tables
    )
    assert faults == []
    assert flows.dtypes.to_dict() == schema.empty().dtypes.to_dict()
    return flows


def refused(content: bytes | str, file: str = "f.csv") -> list[Fault]:
    return read_any(content.encode() if isinstance(content, str) else content, file)[1]


def only(flows: pd.DataFrame) -> pd.Series:
    assert len(flows) == 1
    return flows.iloc[0]


ALL = {
    "comtrade_legacy": legacy({}),
    "comtrade_plus": plus({}),
    "baci": b"t,i,j,k,v,q\n1996,76,842,80450,1.5,2\n",
    "faostat_bulk": bulk({}),
    "faostat_embedded": f"{EMBEDDED}\nwine,40,Chile,export_value,1000 USD,1996,3\n".encode(),
    "comex_stat": f"{COMEX}\n1996;01;08045020;10;249;PE;01;0417902;5;5;9\n".encode(),
    "wits": f"{WITS}\nMEX,Mexico,USA,United States,1996,940330,Export,6,1,2,3,kg\n".encode(),
}
"""One row in every format."""

SOURCES = {form: form.partition("_")[0] if form.startswith("comtrade") else form for form in ALL}
"""What the flows of a format have as their source: UN Comtrade's two are one."""


# Schema


def test_empty_frame_has_the_schema() -> None:
    assert list(schema.empty().columns) == list(schema.COLUMNS)
    assert schema.conform(schema.empty()).empty


def test_conform_fills_what_a_format_does_not_have_and_refuses_other_columns() -> None:
    frame = pd.DataFrame({name: [1] for name in schema.REQUIRED})
    row = only(schema.conform(frame))
    assert row["product"] == "1"
    assert row["warning"] == ""
    assert pd.isna(row["quantity"]) and pd.isna(row["quantity_estimated"])
    assert not row["aggregate"]
    with pytest.raises(ValueError, match="no column colour"):
        schema.conform(frame.assign(colour=1))
    with pytest.raises(ValueError, match="without year"):
        schema.conform(frame.drop(columns="year"))


# Recognising and unpacking


@pytest.mark.parametrize("source", ALL)
def test_every_format_is_recognised_by_its_header_whatever_the_file_is_called(source: str) -> None:
    flow = only(read(ALL[source], "export (3).txt"))
    assert flow["source"] == SOURCES[source]
    assert (flow["file"], flow["line"]) == ("export (3).txt", 2)
    assert [reader.ID for reader in READERS] == list(SOURCES.values())


@pytest.mark.parametrize("source", ALL)
def test_columns_are_found_by_name_in_any_order_and_case(source: str) -> None:
    separator = ";" if source == "comex_stat" else ","
    lines = ALL[source].decode().splitlines()
    if source == "comtrade_legacy":
        lines = [line.replace('"Furniture, ""office"", wooden"', "Furniture") for line in lines]
    if source in ("comtrade_plus", "faostat_bulk"):
        lines = [line.replace(", ", " ") for line in lines]
    header, row = (line.split(separator) for line in lines)
    mixed = [name.swapcase() for name in reversed(header)]
    turned = separator.join(mixed) + "\n" + separator.join(reversed(row)) + "\n"
    pd.testing.assert_frame_equal(read(turned), read(ALL[source]))


@pytest.mark.parametrize("source", ALL)
def test_gz_and_zip_are_told_by_their_first_bytes(source: str) -> None:
    plain = read(ALL[source], "a.csv")
    pd.testing.assert_frame_equal(read(gzip.compress(ALL[source]), "a.csv"), plain)
    inside = read(zipped(data=ALL[source]), "a.csv")
    assert only(inside)["file"] == "a.csv/data"
    pd.testing.assert_frame_equal(inside.assign(file="a.csv"), plain)
    packed = read(zipped(data=gzip.compress(ALL[source])), "a.zip")
    assert len(packed) == 1


@pytest.mark.parametrize("source", ALL)
@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\n\r\n"])
def test_a_byte_order_mark_and_blank_lines_are_passed_over(source: str, mark: bytes) -> None:
    flow = only(read(mark + ALL[source].replace(b"\n", b"\r\n") + b"\r\n\r\n"))
    assert flow["source"] == SOURCES[source]
    assert flow["line"] == (2 if mark.startswith(b"\xef") else 4)


def test_utf_16_as_spreadsheets_write_it() -> None:
    content = ALL["baci"].decode().replace(",", "\t").encode("utf-16")
    assert only(read(content))["product"] == "080450"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \n\n", zipped(**{"a.csv": b""})])
def test_an_empty_file_is_a_fault(content: bytes) -> None:
    (fault,) = refused(content)
    assert fault.problem == "the file is empty"


@pytest.mark.parametrize("source", ALL)
def test_a_header_without_rows_is_a_fault(source: str) -> None:
    header = ALL[source].splitlines()[0]
    flows, (fault,) = read_any(header, "f.csv")
    assert fault.problem == "there is a header and no rows below it"
    assert list(flows.columns) == list(schema.COLUMNS)


def test_an_unknown_file_names_the_formats_and_the_nearest_header() -> None:
    (fault,) = refused("t,i,j,k,v\n1996,76,842,80450,1\n")
    assert "no known format has this header: t, i, j, k, v." in fault.problem
    assert 'Nearest is CEPII BACI, of which it lacks "q".' in fault.problem
    for reader in READERS:
        assert reader.NAME in fault.problem
    (fault,) = refused("colour,taste\nred,sweet\n")
    assert "Nearest" not in fault.problem
    assert recognise(["colour"]) is None
    assert nearest(["t", "i"])[0].ID == "baci"


def test_an_archive_that_is_broken_or_a_workbook_says_so() -> None:
    (fault,) = refused(gzip.compress(ALL["baci"])[:-9])
    assert "cannot be unpacked" in fault.problem
    (fault,) = refused(zipped(**{"data.csv": ALL["baci"]})[:-30])
    assert "cannot be unpacked" in fault.problem
    (fault,) = refused(zipped(**{"[Content_Types].xml": b"<x/>"}), "book.xlsx")
    assert fault.problem == "an Excel workbook; save its sheet as CSV UTF-8"
    (fault,) = refused(zipped(), "none.zip")
    assert fault.problem == "the archive is empty"


def test_an_archive_may_hold_years_tables_and_papers() -> None:
    years = {
        "BACI_HS92_Y1995_V1.csv": b"t,i,j,k,v,q\n1995,4,516,010110,1,1\n",
        "BACI_HS92_Y1996_V1.csv": b"t,i,j,k,v,q\n1996,516,4,010110,1,1\n",
    }
    papers = {"Readme.txt": b"Read me, please\n", "country_codes.csv": NEW_COUNTRIES}
    flows = read(zipped(**years, **papers), "baci.zip")
    assert list(flows["exporter"]) == ["AFG", "NAM"]
    assert list(flows["year"]) == [1995, 1996]


def test_a_file_in_an_archive_that_is_nearly_a_known_one_is_not_passed_over() -> None:
    broken = b"t,i,j,k,v\n1996,4,4,010110,1\n"
    flows, (fault,) = read_any(zipped(**{"good.csv": ALL["baci"], "bad.csv": broken}), "a.zip")
    assert len(flows) == 1
    assert fault.file == "a.zip/bad.csv"


def test_a_code_table_alone_is_no_trade_file() -> None:
    (fault,) = refused(NEW_COUNTRIES, "country_codes.csv")
    assert "a code table (BACI countries), no trade figures" in fault.problem


def test_a_table_that_is_not_known_is_a_fault() -> None:
    _, (fault,) = read_any(ALL["baci"], "f.csv", {"t.csv": b"colour,taste\nred,sweet\n"})
    assert fault.file == "t.csv"
    assert "BACI countries (country_code, country_iso3)" in fault.problem


# Rows that cannot be read


def test_faults_of_several_rows_and_columns_are_all_reported_with_line_column_and_text() -> None:
    content = "t,i,j,k,v,q\n1996,76,842,080450,1.5,2\n96,76,842,080450,a lot,-2\n1996,,842,,1,1\n"
    flows, faults = read_any(content.encode(), "b.csv")
    assert only(flows)["line"] == 2
    assert {str(fault) for fault in faults} == {
        'b.csv, line 3, "t": "96" is not a year',
        'b.csv, line 3, "v": "a lot" is not a number such as 1234.5',
        'b.csv, line 3, "q": "-2" is negative',
        'b.csv, line 4, "i": the cell is empty',
        'b.csv, line 4, "k": the cell is empty',
    }


def test_a_row_of_another_width_is_reported_and_the_rest_read() -> None:
    content = "t,i,j,k,v,q\n1996,76,842,080450\n1996,76,842,080450,1,2,3\n1996,76,842,080450,1,2\n"
    flows, (short, long) = read_any(content.encode(), "b.csv")
    assert only(flows)["line"] == 4
    assert str(short) == (
        'b.csv, line 2: 4 cells where the header has 6 (the row: "1996, 76, 842, 080450")'
    )
    assert str(long) == 'b.csv, line 3: 7 cells where the header has 6 (over: "3")'


def test_a_quotation_mark_that_is_not_closed_is_reported_where_it_opens() -> None:
    content = 't,i,j,k,v,q\n1996,76,842,"080450,1,2\n1996,76,842,080450,1,2\n'
    assert [str(fault) for fault in refused(content)] == [NOT_CLOSED.format(2)]


NOT_CLOSED = (
    "f.csv, line {}: a quotation mark that is not closed opens here; close it, or write it twice "
    "where it is part of the text"
)


def test_a_quotation_mark_that_the_next_row_closes_is_no_row() -> None:
    """Both rows together are as wide as the header: the first would get the other's value."""
    rows = [
        LEGACY_ROW | {"Year": "1996", "Trade Value (US$)": value} for value in ("11", "22", "33")
    ]
    lines = text(LEGACY_22, *rows, quote=False).splitlines()
    words = LEGACY_ROW["Commodity"]
    for number, start in ((1, '"'), (2, '"'), (3, '"')):
        end = "" if number == 1 else '"'
        lines[number] = lines[number].replace(words, f"{start}Furniture{end}")
    flows, faults = read_any("\n".join(lines).encode(), "f.csv")
    assert [str(fault) for fault in faults] == [NOT_CLOSED.format(2)]
    assert list(flows["line"]) == [4]
    assert list(flows["value_usd"]) == [33]


def test_a_quotation_mark_that_is_never_closed_is_told_where_it_opens_in_a_long_file() -> None:
    """The rest of the file is more than a cell may hold, and it is of products not asked for."""
    rows = ["1996,76,842,080450,1,2"] * 20_000
    rows[4] = '1996,76,842,999999,"1,2'
    content = "\n\nt,i,j,k,v,q\n" + "\n".join(rows)
    flows, faults = read_any(content.encode(), "f.csv", products=["080450"])
    assert [str(fault) for fault in faults] == [NOT_CLOSED.format(8)]
    assert list(flows["line"]) == [4, 5, 6, 7]


def test_a_quotation_mark_in_the_last_line_or_the_header() -> None:
    last = 't,i,j,k,v,q\n1996,76,842,080450,1,2\n1996,76,842,080450,1,"2'
    assert [str(fault) for fault in refused(last)] == [NOT_CLOSED.format(3)]
    first = 't,i,j,k,v,"q\n1996,76,842,080450,1,2\n'
    assert [str(fault) for fault in refused(first)] == [NOT_CLOSED.format(1)]


def test_quotation_marks_within_a_cell_are_text() -> None:
    content = legacy({"Commodity": 'Boards, 5" wide'}, {"Commodity": 'Wood, "raw",\nin "logs"'})
    assert len(read(content)) == 2


def test_a_line_break_within_quotes_does_not_move_the_line_numbers() -> None:
    content = legacy({"Commodity": "Wood\nen"}, {"Year": "x", "Period": "x"})
    (fault,) = refused(content)
    assert (fault.line, fault.column) == (4, "Year")


def test_many_faults_of_one_kind_are_counted_after_the_first() -> None:
    rows = "1996,76,842,080450,none,\n1996,76,842,080450,x,\n" * 15
    faults = refused("t,i,j,k,v,q\n" + rows)
    not_numbers = [fault for fault in faults if "figure" not in fault.problem]
    assert len(not_numbers) == 15
    faults = refused("t,i,j,k,v,q\n" + "1996,76,842,080450,x,\n" * 30)
    assert len(faults) == cells.LISTED + 1
    assert str(faults[-1]) == 'f.csv, "v": and 10 more rows with such a fault, down to line 31'
    faults = refused("t,i,j,k,v,q\n" + "1996,76\n" * 30)
    assert faults[cells.LISTED].problem == "and 10 more such faults, down to line 31"


def test_a_column_that_stands_twice_is_a_fault() -> None:
    (fault,) = refused("t,i,j,k,v,q,v\n1996,76,842,080450,1,2,3\n")
    assert str(fault) == 'f.csv, line 1, "v": the column appears twice in the header'


@pytest.mark.parametrize("number", ["1,5", "1_000", "inf", "0x1A", "1.2.3", "true"])
def test_what_is_no_plain_number_is_refused(number: str) -> None:
    (fault,) = refused(f't,i,j,k,v,q\n1996,76,842,080450,"{number}",2\n')
    assert fault.problem == f'"{number}" is not a number such as 1234.5'


def test_numbers_in_scientific_notation_are_read() -> None:
    assert only(read("t,i,j,k,v,q\n1996,76,842,080450,1.5e3,2E-1\n"))["value_usd"] == 1.5e6


# UN Comtrade, legacy


@pytest.mark.parametrize("header", [LEGACY_22, LEGACY_35])
def test_legacy_row(header: Sequence[str]) -> None:
    assert len(header) in (22, 35)
    more = {"Customs Proc. Code": "C00", "Mode of Transport Code": "0", "2nd Partner Code": "0"}
    flow = only(read(legacy(more, header=header)))
    assert (flow["classification"], flow["product"], flow["year"]) == ("H1", "940330", 1996)
    assert (flow["exporter"], flow["importer"], flow["reporter"]) == ("MEX", "USA", "MEX")
    assert (flow["flow"], flow["value_usd"], flow["net_weight_kg"]) == ("export", 5000, 900)
    assert (flow["quantity"], flow["quantity_unit"]) == (40, "items")
    breakdown = [flow[name] for name in ("customs", "transport", "partner2", "supply")]
    assert breakdown == (["C00", "0", "0", ""] if len(header) == 35 else [""] * 4)


def test_legacy_flows_and_who_exports() -> None:
    flows = read(legacy(*({"Trade Flow Code": code} for code in "1234")))
    assert list(flows["flow"]) == ["import", "export", "re_export", "re_import"]
    assert list(flows["exporter"]) == ["USA", "MEX", "MEX", "USA"]
    assert set(flows["reporter"]) == {"MEX"}
    (fault,) = refused(legacy({"Trade Flow Code": "5"}))
    assert (fault.line, fault.column) == (2, "Trade Flow Code")


@pytest.mark.parametrize(
    ("flag", "quantity", "weight"),
    [("0", False, False), ("2", True, False), ("4", False, True), ("6", True, True)],
)
def test_legacy_flag_of_estimates(flag: str, quantity: bool, weight: bool) -> None:
    flow = only(read(legacy({"Flag": flag})))
    assert (flow["quantity_estimated"], flow["net_weight_estimated"]) == (quantity, weight)


def test_legacy_flag_that_is_empty_is_unknown_and_one_that_is_no_number_a_fault() -> None:
    flow = only(read(legacy({"Flag": ""})))
    assert pd.isna(flow["quantity_estimated"]) and pd.isna(flow["net_weight_estimated"])
    (fault,) = refused(legacy({"Flag": "e"}))
    assert fault.column == "Flag"


def test_a_zero_net_weight_is_missing() -> None:
    flows = read(legacy({"Netweight (kg)": "0"}, {"Netweight (kg)": ""}))
    assert flows["net_weight_kg"].isna().all()


def test_a_zero_quantity_of_a_value_is_missing_one_of_no_value_is_not() -> None:
    flows = read(legacy({"Qty": "0"}, {"Qty": "0", "Trade Value (US$)": "0"}))
    assert flows["quantity"].isna().tolist() == [True, False]
    assert flows["quantity_unit"].tolist() == ["", "items"]


@pytest.mark.parametrize(
    ("code", "unit", "factor"),
    [
        ("-1", "", None),
        ("1", "", None),
        ("2", "m2", 1),
        ("3", "1000 kWh", 1),
        ("4", "m", 1),
        ("5", "items", 1),
        ("6", "pairs", 1),
        ("7", "l", 1),
        ("8", "kg", 1),
        ("9", "items", 1000),
        ("10", "packs", 1),
        ("11", "items", 12),
        ("12", "m3", 1),
        ("13", "carat", 1),
        ("77", "bunches", 1),
    ],
)
def test_unit_codes(code: str, unit: str, factor: int | None) -> None:
    flow = only(read(legacy({"Qty Unit Code": code, "Qty Unit": "Bunches"})))
    assert flow["quantity_unit"] == unit
    assert pd.isna(flow["quantity"]) if factor is None else flow["quantity"] == 40 * factor


@pytest.mark.parametrize(
    ("code", "iso", "country"),
    [
        ("842", "", "USA"),
        ("251", "", "FRA"),
        ("757", "", "CHE"),
        ("076", "", "BRA"),
        ("76", "BRA", "BRA"),
        ("516", "NAM", "NAM"),
        ("490", "", "comtrade:490"),
        ("490", "S19", "comtrade:490"),
        ("899", "_X ", "comtrade:899"),
        ("837", "X1", "comtrade:837"),
        ("838", "", "comtrade:838"),
        ("9999", "", "comtrade:9999"),
    ],
)
def test_comtrade_codes_that_are_not_iso(code: str, iso: str, country: str) -> None:
    flow = only(read(legacy({"Partner Code": code, "Partner ISO": iso})))
    assert flow["importer"] == country
    assert not flow["aggregate"]


@pytest.mark.parametrize(
    ("code", "iso", "country"),
    [("0", "WLD", "WLD"), ("0", "", "WLD"), ("0", "W00", "WLD"), ("97", "EUN", "comtrade:97")],
)
def test_comtrade_sums_of_countries_are_marked(code: str, iso: str, country: str) -> None:
    flow = only(read(legacy({"Partner Code": code, "Partner ISO": iso})))
    assert flow["importer"] == country
    assert flow["aggregate"]


def test_a_row_without_a_partner_is_a_fault() -> None:
    (fault,) = refused(legacy({"Partner Code": "", "Partner ISO": ""}))
    assert (fault.column, fault.problem) == ("Partner Code", "the cell is empty")


def test_a_value_that_is_missing_is_a_fault() -> None:
    (fault,) = refused(legacy({"Trade Value (US$)": ""}))
    assert (fault.line, fault.column) == (2, "Trade Value (US$)")


def test_hs_codes_get_their_leading_zero_back_sitc_codes_do_not() -> None:
    flows = read(
        legacy(
            {"Commodity Code": "80450"},
            {"Commodity Code": "804"},
            {"Commodity Code": "8"},
            {"Commodity Code": "TOTAL"},
            {"Commodity Code": "05797", "Classification": "S3"},
        )
    )
    assert list(flows["product"]) == ["080450", "0804", "08", "TOTAL", "05797"]


def test_legacy_monthly_rows_are_refused_in_one_fault() -> None:
    flows, (fault,) = read_any(legacy({}, {"Period": "199601"}, {"Period": "199602"}), "m.csv")
    assert only(flows)["line"] == 2
    assert (fault.line, fault.column) == (3, "Period")
    assert "2 rows of monthly figures (first: 199601)" in fault.problem


# UN Comtrade Plus


def test_plus_row() -> None:
    flow = only(read(plus({})))
    assert (flow["classification"], flow["product"], flow["year"]) == ("H2", "080450", 2002)
    assert (flow["exporter"], flow["importer"], flow["flow"]) == ("MEX", "FRA", "export")
    assert (flow["value_usd"], flow["quantity"], flow["quantity_unit"]) == (333.25, 120.5, "kg")
    assert [flow[c] for c in ("customs", "transport", "supply", "partner2")] == ["C00", *"000"]
    assert not flow["quantity_estimated"] and not flow["net_weight_estimated"]


def test_plus_pascal_case_latin_1_with_a_comma_after_every_row_but_the_header() -> None:
    header = [name[0].upper() + name[1:] for name in PLUS]
    row = {name[0].upper() + name[1:]: value for name, value in PLUS_ROW.items()}
    row["ReporterDesc"] = "México"
    lines = text(header, row, {**row, "RefYear": 2003}).splitlines()
    content = "\n".join([lines[0], *(line + "," for line in lines[1:])]).encode("latin-1")
    flows = read(content)
    assert list(flows["year"]) == [2002, 2003]
    careful = read(plus({}, {"refYear": 2003}))
    pd.testing.assert_frame_equal(flows, careful)


def test_plus_json_of_the_api_is_the_same_as_its_csv() -> None:
    from_json, from_csv = read(answer({}), "a"), read(plus({}), "a")
    assert (from_json["line"][0], from_csv["line"][0]) == (1, 2)
    pd.testing.assert_frame_equal(from_json.drop(columns="line"), from_csv.drop(columns="line"))


def test_plus_json_lines_count_records_and_a_bare_list_is_read_too() -> None:
    records = json.loads(answer({}, {}))["data"]
    flows = read(json.dumps(records))
    assert list(flows["line"]) == [1, 2]
    (fault,) = refused(answer({}, {"primaryValue": None}))
    assert (fault.line, fault.column) == (2, "primaryValue")


def test_plus_json_without_descriptions_goes_by_the_countries_numbers() -> None:
    flow = only(read(answer({"reporterISO": None, "partnerISO": None, "partnerCode": 757})))
    assert (flow["exporter"], flow["importer"]) == ("MEX", "CHE")
    world = only(read(answer({"partnerISO": None, "partnerCode": 0})))
    assert (world["importer"], world["aggregate"]) == ("WLD", True)


def test_plus_world_is_w00() -> None:
    flow = only(read(plus({"partnerCode": 0, "partnerISO": "W00"})))
    assert (flow["importer"], flow["aggregate"]) == ("WLD", True)


def test_plus_numbers_that_went_through_a_data_frame() -> None:
    flow = only(read(answer({"reporterCode": 484.0, "refYear": 2002.0, "motCode": 0.0})))
    assert (flow["exporter"], flow["year"], flow["transport"]) == ("MEX", 2002, "0")


def test_plus_answers_that_are_errors_or_cut_off() -> None:
    (fault,) = refused(b'{"statusCode": 401, "message": "Access denied (synthetic)"}')
    assert fault.problem == "the service answered with an error: Access denied (synthetic)"
    (fault,) = refused(b'{"elapsedTime": "0", "count": 0, "data": [], "error": "Too many"}')
    assert "Too many" in fault.problem
    (fault,) = refused(answer({})[:-40])
    assert "is not JSON that can be read" in fault.problem
    (fault,) = refused(b'{"data": [1]}')
    assert (fault.line, fault.problem) == (1, "the record is not an object: 1")
    (fault,) = refused(b'{"data": {"a": 1}}')
    assert "not a list" in fault.problem
    (fault,) = refused(b'[{"colour": "red"}]')
    assert "no known format" in fault.problem


def test_plus_answer_without_trade_is_empty_and_no_fault_but_says_so() -> None:
    nothing = b'{"elapsedTime": "0", "count": 0, "data": [], "error": ""}'
    for content in (nothing, gzip.compress(nothing), zipped(a=nothing, b=b"[]")):
        assert read(content).empty
        assert why_empty(content).startswith("an answer of UN Comtrade without records")
    for content in (answer({}), zipped(a=nothing, b=answer({})), legacy({})):
        assert why_empty(content) == "no flow of a configured product"


@pytest.mark.parametrize("code", ["94O330", "0804.50", "AG", "X", "08 04"])
@pytest.mark.parametrize("products", [None, ["080450"]])
def test_a_code_of_goods_with_other_letters_is_a_fault(
    code: str, products: list[str] | None
) -> None:
    for content, column in (
        (plus({"cmdCode": code}, {}), "cmdCode"),
        (answer({"cmdCode": code}, {}), "cmdCode"),
        (legacy({"Commodity Code": code}, {"Commodity Code": "080450"}), "Commodity Code"),
    ):
        flows, faults = read_any(content, "f.csv", products=products)
        (fault,) = faults
        assert fault.column == column
        assert fault.problem == (
            f'"{code}" is not a code of goods (digits; TOTAL, AG2, AG4 or AG6 for sums)'
        )
        assert list(flows["product"]) == ["080450"]


@pytest.mark.parametrize("code", ["TOTAL", "AG2", "AG6", "9999AA", "99", "0804502000"])
def test_the_letters_that_un_comtrade_uses_are_none(code: str) -> None:
    assert only(read(plus({"cmdCode": code})))["product"] == code
    assert read_any(plus({"cmdCode": code}), "f.csv", products=["080450"])[1] == []


def test_another_nomenclature_may_have_letters() -> None:
    assert only(read(plus({"cmdCode": "S1A", "classificationCode": "S3"})))["product"] == "S1A"


def test_plus_answer_of_as_many_records_as_the_cap_warns() -> None:
    full = read(answer(*({"cmdCode": str(100000 + n)} for n in range(500))))
    assert full["warning"].str.startswith("500 records, at which UN Comtrade cuts").all()
    assert only(read(answer({})))["warning"] == ""


def test_plus_estimates() -> None:
    flows = read(
        plus(
            {"isQtyEstimated": "True", "isNetWgtEstimated": "true"},
            {"isQtyEstimated": "", "isNetWgtEstimated": "", "legacyEstimationFlag": 4},
            {"isQtyEstimated": "", "isNetWgtEstimated": "", "legacyEstimationFlag": ""},
        )
    )
    assert flows["quantity_estimated"].tolist() == [True, False, pd.NA]
    assert flows["net_weight_estimated"].tolist() == [True, True, pd.NA]
    (fault,) = refused(plus({"isQtyEstimated": "perhaps"}))
    assert fault.problem == '"perhaps" is neither true nor false'


def test_plus_flows() -> None:
    flows = read(plus(*({"flowCode": code} for code in ("M", "X", "RX", "RM", "DX", "FM"))))
    assert list(flows["flow"]) == [
        *schema.FLOWS[1::-1],
        *schema.FLOWS[2:],
        "comtrade:DX",
        "comtrade:FM",
    ]
    assert list(flows["exporter"]) == ["FRA", "MEX", "MEX", "FRA", "MEX", "FRA"]


@pytest.mark.parametrize("change", [{"refMonth": 3, "period": "200203"}, {"freqCode": "M"}])
def test_plus_monthly_rows_are_refused_in_one_fault(change: dict[str, object]) -> None:
    flows, (fault,) = read_any(plus(change, change, {}), "m.csv")
    assert only(flows)["line"] == 4
    assert "2 rows of monthly figures" in fault.problem


def test_plus_services_are_refused() -> None:
    (fault,) = refused(plus({"typeCode": "S"}))
    assert '1 row not of goods (typeCode "S", not C)' in fault.problem


# BACI


def test_baci_row_in_thousands_and_tonnes() -> None:
    flow = only(read("t,i,j,k,v,q\n1996,76,842,080450,1.5,2.25\n", "BACI_HS92_Y1996_V1.csv"))
    assert (flow["exporter"], flow["importer"], flow["reporter"]) == ("BRA", "USA", "BRA")
    assert (flow["value_usd"], flow["quantity"], flow["quantity_unit"]) == (1500, 2250, "kg")
    assert (flow["net_weight_kg"], flow["flow"]) == (2250, "export")
    assert flow["classification"] == "HS92"
    assert "not well suited to unit values" in flow["warning"]
    assert pd.isna(flow["quantity_estimated"])


def test_baci_vintage_stands_in_the_file_name_alone() -> None:
    assert only(read(ALL["baci"], "BACI.csv"))["classification"] == "HS"
    assert only(read(ALL["baci"], "baci_hs17_y2020.csv"))["classification"] == "HS17"


@pytest.mark.parametrize("missing", ["NA", "", '""', '"           NA"', '"   "', "0"])
def test_baci_quantities_that_are_missing(missing: str) -> None:
    flow = only(read(f"t,i,j,k,v,q\r\n1996,76,842,080450,1.5,{missing}\r\n"))
    assert pd.isna(flow["quantity"]) and pd.isna(flow["net_weight_kg"])
    assert flow["quantity_unit"] == ""


def test_baci_quantities_quoted_and_padded() -> None:
    content = '"t","i","j","k","v","q"\r\n1996,76,842,80450,1.5,"        2.250"\r\n'
    flow = only(read(content))
    assert (flow["quantity"], flow["product"]) == (2250, "080450")


@pytest.mark.parametrize(
    "table", [NEW_COUNTRIES, OLD_COUNTRIES, gzip.compress(NEW_COUNTRIES, mtime=0)]
)
def test_baci_country_tables_of_both_generations_and_namibias_na(table: bytes) -> None:
    flow = only(read("t,i,j,k,v,q\n1996,516,4,080450,1,2\n", countries=table))
    assert (flow["exporter"], flow["importer"]) == ("NAM", "AFG")
    known, faults = codes.read({"c.csv": OLD_COUNTRIES})
    assert faults == []
    assert known.baci["516"] == codes.Country("NAM", "NA", "Namibia")


def test_baci_partners_that_are_no_country() -> None:
    rows = "".join(f"1996,{code},842,080450,1,2\n" for code in ("490", "899", "837", "838"))
    flows = read("t,i,j,k,v,q\n" + rows, countries=NEW_COUNTRIES)
    assert list(flows["exporter"]) == [f"comtrade:{code}" for code in (490, 899, 837, 838)]
    assert set(flows["exporter"].str.partition(":")[2]) <= set(countries.COMTRADE_NOT_COUNTRIES)


def test_baci_product_table_keeps_leading_zeros() -> None:
    known, faults = codes.read({"p.csv": b'code,description\n80450,"Guavas, mangoes"\n'})
    assert faults == []
    assert known.products == {"080450": "Guavas, mangoes"}


# FAOSTAT


def test_faostat_value_and_quantity_become_one_flow() -> None:
    flow = only(read(bulk(QUANTITY, {})))
    assert (flow["exporter"], flow["importer"], flow["product"]) == ("BRA", "WLD", "571")
    assert (flow["classification"], flow["flow"], flow["year"]) == ("FCL", "export", 1996)
    assert (flow["value_usd"], flow["quantity"], flow["quantity_unit"]) == (7000, 3000, "kg")
    assert (flow["net_weight_kg"], flow["line"]) == (3000, 3)
    assert not flow["aggregate"]
    assert not flow["quantity_estimated"]


def test_faostat_one_without_the_other() -> None:
    alone = only(read(bulk(QUANTITY)))
    assert pd.isna(alone["value_usd"]) and alone["quantity"] == 3000
    alone = only(read(bulk({})))
    assert pd.isna(alone["quantity"]) and alone["quantity_unit"] == ""
    assert pd.isna(alone["quantity_estimated"])


def test_faostat_imports() -> None:
    flow = only(read(bulk({"Element Code": "5622"}, {**QUANTITY, "Element Code": "5610"})))
    assert (flow["flow"], flow["exporter"], flow["importer"]) == ("import", "WLD", "BRA")
    assert flow["reporter"] == "BRA"


@pytest.mark.parametrize("apostrophe", ["'", ""])
def test_faostat_m49_codes_with_and_without_apostrophe(apostrophe: str) -> None:
    chile = {"Area Code": "40", "Area Code (M49)": f"{apostrophe}152", "Area": "Chile"}
    flow = only(read(bulk(chile)))
    assert flow["exporter"] == "CHL"


@pytest.mark.parametrize(
    ("area", "m49", "name"),
    [
        ("5000", "'001", "WLD"),
        ("5100", "'002", "fao:5100"),
        ("5815", "'199", "fao:5815"),
        ("351", "'159", "fao:351"),
    ],
)
def test_faostat_areas_that_are_sums(area: str, m49: str, name: str) -> None:
    flow = only(read(bulk({"Area Code": area, "Area Code (M49)": m49, "Area": "A sum"})))
    assert (flow["exporter"], flow["aggregate"]) == (name, True)


def test_faostat_area_without_iso_code_keeps_faos() -> None:
    assert only(read(bulk({"Area Code": "62", "Area Code (M49)": "'230"})))["exporter"] == "fao:62"


@pytest.mark.parametrize(
    ("code", "m49", "name", "column", "title"),
    [
        ("21", "", "Chile", "Area Code", '"21" is the code of Brazil (BRA)'),
        ("5000", "", "Chile", "Area Code", '"5000" is the code of World (WLD)'),
        ("40", "'152", "WORLD", "Area Code", '"40" is the code of Chile (CHL)'),
        ("", "'604", "Chile", "Area Code (M49)", '"\'604" is the code of Peru (PER)'),
        ("21", "'152", "Brazil", "Area Code (M49)", '"\'152" is the code of Chile (CHL)'),
        ("", "'384", "Chile", "Area Code (M49)", '"\'384" is the code of CIV'),
    ],
)
def test_faostat_code_of_another_area_than_the_one_named(code, m49, name, column, title) -> None:
    row = {"Area Code": code, "Area Code (M49)": m49, "Area": name}
    here = [one for one in BULK if row.get(one, "x")]
    faults = refused(bulk(row, {**row, **QUANTITY}, header=here))
    told = [fault for fault in faults if fault.column == column]
    problem = f'{title}, and the row names "{name}"; code and name must be of the same area'
    assert [fault.line for fault in told] == [2, 3]
    assert {fault.problem for fault in told} == {problem}


@pytest.mark.parametrize(
    ("code", "m49", "name"),
    [
        ("19", "'068", "Bolivia (Plurinational State of)"),
        ("21", "'076", "Brasil"),
        ("21", "'076", "BRAZIL"),
        ("107", "'384", "Cote d'Ivoire"),
        # codes that are not known contradict no name
        ("5100", "'002", "Brazil"),
        ("9999", "", "Chile"),
    ],
)
def test_faostat_names_that_contradict_no_code(code: str, m49: str, name: str) -> None:
    assert len(read(bulk({"Area Code": code, "Area Code (M49)": m49, "Area": name}))) == 1


def test_faostat_matrix_tells_a_partner_of_another_name() -> None:
    row = {"Reporter Country Code": "40", "Reporter Countries": "Chile"}
    row |= {"Partner Country Code": "21", "Partner Countries": "Peru"}
    (fault,) = refused(bulk(row, header=MATRIX))
    assert (fault.line, fault.column) == (2, "Partner Country Code")
    assert 'the code of Brazil (BRA), and the row names "Peru"' in fault.problem


def test_faostat_code_of_the_table_of_areas_beside_another_name() -> None:
    areas = b"Area Code,M49 Code,Area\n999,'604,Peru\n"
    bare = [name for name in BULK if "(" not in name]
    content = bulk({"Area Code": "999", "Area": "Chile"}, header=bare)
    assert refused(content) == []
    _, (fault,) = read_any(content, "f.csv", {"areas.csv": areas})
    assert '"999" is the code of Peru (PER), and the row names "Chile"' in fault.problem


def test_faostat_trade_matrix() -> None:
    row = {
        "Reporter Country Code": "40",
        "Reporter Country Code (M49)": "'152",
        "Partner Country Code": "231",
        "Partner Country Code (M49)": "'840",
    }
    imported = {"Element Code": "5622", "Value": "8"}
    flows = read(bulk(row, {**row, **QUANTITY}, {**row, **imported}, header=MATRIX))
    assert list(flows["flow"]) == ["export", "import"]
    assert list(flows["exporter"]) == ["CHL", "USA"]
    assert list(flows["importer"]) == ["USA", "CHL"]
    assert list(flows["reporter"]) == ["CHL", "CHL"]
    assert flows["quantity"].fillna(-1).tolist() == [3000, -1]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig"])
def test_faostat_in_latin_1_and_utf_8(encoding: str) -> None:
    content = bulk({"Area": "Côte d'Ivoire", "Area Code": "107", "Area Code (M49)": "'384"})
    assert only(read(content.decode().encode(encoding)))["exporter"] == "CIV"


def test_faostat_flags_of_estimates() -> None:
    rows = [
        {**QUANTITY, "Flag": flag, "Year": year}
        for flag, year in (("A", 1996), ("E", 1997), ("I", 1998), ("", 1999))
    ]
    assert read(bulk(*rows))["quantity_estimated"].tolist() == [False, True, True, False]
    assert "estimated" in only(read(bulk({"Flag": "E"})))["warning"]
    bare = [name for name in BULK if name != "Flag"]
    assert pd.isna(only(read(bulk(QUANTITY, header=bare)))["quantity_estimated"])


@pytest.mark.parametrize(
    ("element", "unit", "kept"),
    [
        ("5910", "tonnes", ("kg", 3000)),
        ("5908", "An", ("items", 3)),
        ("5909", "1000 An", ("items", 3000)),
    ],
)
def test_faostat_units(element: str, unit: str, kept: tuple[str, float]) -> None:
    flow = only(read(bulk({**QUANTITY, "Element Code": element, "Unit": unit})))
    assert (flow["quantity_unit"], flow["quantity"]) == kept
    assert pd.isna(flow["net_weight_kg"]) == (unit != "tonnes")


def test_faostat_zeros_of_value_and_quantity_are_figures_a_missing_value_is_not() -> None:
    flow = only(read(bulk({"Value": "0"}, {**QUANTITY, "Value": "0"})))
    assert (flow["value_usd"], flow["quantity"]) == (0, 0)
    assert pd.isna(flow["net_weight_kg"])
    assert pd.isna(only(read(bulk({"Value": "", "Flag": "M"})))["value_usd"])


def test_faostat_other_elements_and_units_are_refused() -> None:
    (fault,) = refused(bulk({}, {"Element Code": "5510"}, {"Element Code": "5510"}))
    assert fault.line == 3
    assert '2 rows of elements that are not trade (first: "5510")' in fault.problem
    (fault,) = refused(bulk({"Unit": "1000 SLC"}))
    assert fault.column == "Unit"
    (fault,) = refused(bulk({**QUANTITY, "Unit": "hl"}))
    assert fault.column == "Unit"


@pytest.mark.parametrize("value", ["7.00", "8"])
def test_faostat_rows_twice_are_a_fault_alike_or_not(value: str) -> None:
    flows, faults = read_any(bulk({}, {"Value": value}, QUANTITY), "f.csv")
    assert [str(fault) for fault in faults] == [
        f'f.csv, line {line}, "Value": "{text}": another row has a figure for the same flow and '
        "year, too"
        for line, text in ((2, "7.00"), (3, value))
    ]
    assert pd.isna(only(flows)["value_usd"])


def test_faostat_older_files_without_m49_take_the_table_of_areas_in_the_archive() -> None:
    bare = [name for name in BULK if "(" not in name]
    areas = b"Area Code,M49 Code,Area\n999,'076,Brazil\n"
    flags = b"Flag,Description\nA,Official figure\n"
    data = bulk({"Area Code": "999"}, header=bare)
    members = {"data.csv": data, "areas.csv": areas, "flags.csv": flags}
    assert only(read(zipped(**members), "t.zip"))["exporter"] == "BRA"
    assert only(read(members["data.csv"]))["exporter"] == "fao:999"


@pytest.mark.parametrize(
    ("code", "area", "group"),
    [
        ("21", "BRA", False),
        ("41", "CHN", False),
        ("351", "fao:351", True),
        ("231", "USA", False),
        ("5207", "fao:5207", True),
        ("15", "fao:15", False),
    ],
)
def test_faostat_older_files_without_m49_keep_their_countries(
    code: str, area: str, group: bool
) -> None:
    bare = [name for name in BULK if "(" not in name]
    flow = only(read(bulk({"Area Code": code, "Area": "As printed"}, header=bare)))
    assert (flow["exporter"], flow["aggregate"]) == (area, group)


def test_faostat_with_a_column_per_year_is_told_from_the_table_of_areas() -> None:
    header = [*BULK[:8], "Unit", "Y1996", "Y1996F"]
    (fault,) = refused(text(header, BULK_ROW))
    assert "FAOSTAT trade, normalized" in fault.problem
    assert 'lacks "Year", "Value"' in fault.problem


def test_faostat_as_its_web_page_exports_it() -> None:
    header = [*("Domain Code", "Domain", "Area Code (M49)", "Area"), *BULK[6:8], *BULK[4:6]]
    header += ["Year Code", "Year", "Unit", "Value", "Flag", "Flag Description"]
    sums = [
        {"Area Code (M49)": code, "Area": name}
        for code, name in (("1", "World"), ("002", "Africa"))
    ]
    flows = read(bulk({}, *sums, header=header))
    assert list(flows["exporter"]) == ["BRA", "WLD", "m49:2"]
    assert list(flows["aggregate"]) == [False, True, True]
    assert set(flows["classification"] + flows["product"]) == {"CPC01316"}


# The embedded FAOSTAT figures


def test_embedded_figures() -> None:
    rows = [
        "wine,40,Chile,export_quantity,tonnes,1996,2",
        "wine,5000,World,export_value,1000 USD,1996,50",
        "wine,40,Chile,export_value,1000 USD,1996,3",
    ]
    flows = read("\n".join([EMBEDDED, *rows]))
    assert list(flows["exporter"]) == ["WLD", "CHL"]
    assert list(flows["aggregate"]) == [True, False]
    chile = flows.iloc[1]
    assert (chile["product"], chile["classification"], chile["importer"]) == ("564", "FCL", "WLD")
    assert (chile["value_usd"], chile["quantity"], chile["line"]) == (3000, 2000, 4)
    assert pd.isna(chile["quantity_estimated"])


def test_embedded_faults() -> None:
    rows = [
        "beer,40,Chile,export_value,1000 USD,1996,3",
        "wine,40,Chile,exports,1000 USD,1996,3",
        "wine,40,Chile,export_value,tonnes,1996,3",
        "grapes,40,Chile,export_value,1000 USD,1996,3",
        "grapes,40,Chile,export_value,1000 USD,1996,3",
        "grapes,40,Chile,export_value,1000 USD,1997,",
    ]
    faults = refused("\n".join([EMBEDDED, *rows]))
    assert [(fault.line, fault.column) for fault in sorted(faults, key=lambda f: f.line or 0)] == [
        (2, "item_slug"),
        (3, "element"),
        (4, "unit"),
        (5, "value"),
        (6, "value"),
        (7, "value"),
    ]


def test_embedded_code_of_another_area_than_the_one_named() -> None:
    rows = [f"wine,{area},export_value,1000 USD,1996,3" for area in ("21,Chile", "40,Chile")]
    (fault,) = refused("\n".join([EMBEDDED, *rows]))
    assert (fault.line, fault.column) == (2, "area_code_fao")
    assert fault.problem == (
        '"21" is the code of Brazil (BRA), and the row names "Chile"; code and name must be of '
        "the same area"
    )


def test_embedded_figures_need_no_name_of_the_area() -> None:
    header = EMBEDDED.replace("area,", "")
    assert only(read(f"{header}\nwine,40,export_value,1000 USD,1996,3"))["exporter"] == "CHL"


def noted(content: bytes | str, *products: str) -> list[str]:
    """What is said of a file without fault, of which these products are wanted."""
    content = content.encode() if isinstance(content, str) else content
    flows, faults = read_any(content, "f.csv", products=products)
    assert faults == []
    return notes(content, "f.csv", flows, products)


def test_embedded_item_that_is_nearly_a_products_is_told_and_no_other() -> None:
    items = ("apples", "aples", "aples", "pineapples", "sugar_beet", "Wine", "grape")
    rows = [f"{item},21,Brazil,export_value,1000 USD,1996,3" for item in items]
    content = "\n".join([EMBEDDED, *rows])
    told = (
        'f.csv, line {}, "item_slug": "{}" is not an item of a configured product, and its rows '
        'are passed over; did you mean "{}"?'
    )
    assert noted(content, "515", "560") == [
        told.format(3, "aples", "apples"),
        told.format(8, "grape", "grapes"),
    ]
    (empty, wine) = noted(content, "564")
    assert empty == "f.csv: no flow of a configured product"
    assert wine == told.format(7, "Wine", "wine")
    (packed,) = notes(zipped(a=content.encode()), "f.zip", read(ALL["wits"]), ["515"])
    assert packed.startswith('f.zip/a, line 3, "item_slug": "aples"')


def test_embedded_area_that_is_not_known_is_told_once() -> None:
    areas = ("999,Nowhere", "5000,World", "40,Chile")
    rows = [
        f"wine,{area},export_value,1000 USD,{year},3" for area in areas for year in (1996, 1997)
    ]
    (note,) = noted("\n".join([EMBEDDED, *rows]), "564")
    assert note == (
        'f.csv, line 2: "999" is not a known country; its 2 flows (6,000 USD) are those of '
        "fao:999, and of no other country (trade.code_tables takes tables of countries)"
    )


def test_quantities_without_a_value_are_told_by_product() -> None:
    rows = [
        "wine,40,Chile,export_quantity,tonnes,1996,2",
        "wine,40,Chile,export_quantity,tonnes,1997,2",
        "grapes,40,Chile,export_value,1000 USD,1996,3",
        "grapes,40,Chile,export_quantity,tonnes,1996,2",
    ]
    (note,) = noted("\n".join([EMBEDDED, *rows]), "564", "560")
    assert note == (
        "f.csv, line 2: product 564 has 2 flows of a quantity without a value: no unit value comes "
        "of that, and no other flow is replaced"
    )
    (note,) = noted(bulk(QUANTITY), "571")
    assert note.startswith("f.csv, line 2: product 571 has 1 flow of a quantity without a value:")


@pytest.mark.parametrize("source", ALL)
def test_of_a_file_as_it_should_be_nothing_is_said(source: str) -> None:
    assert noted(ALL[source], *read(ALL[source])["product"]) == []


def test_of_the_shipped_figures_nothing_is_said() -> None:
    content = (RAW / "trade" / "faostat_exports.csv").read_bytes()
    assert noted(content, *faostat_embedded.ITEMS.values()) == []


# Comex Stat


def comex(*rows: str, header: str = COMEX) -> bytes:
    return "\n".join([header, *rows]).encode("latin-1")


def test_comex_months_states_and_eight_digits_are_summed_to_years_and_six() -> None:
    content = comex(
        '"1996";"01";"08045020";"10";"249";"PE";"01";"0417902";5;5;9',
        '"1996";"02";"08045010";"10";"249";"BA";"04";"0417902";7;7;11',
        '"1996";"02";"08045010";"10";"063";"BA";"04";"0417902";1;1;1',
        '"1997";"12";"08045010";"10";"249";"BA";"04";"0417902";1;1;1',
    )
    flows = read(content)
    assert list(flows["product"]) == ["080450"] * 3
    assert list(flows["importer"]) == ["comex:249", "comex:63", "comex:249"]
    assert set(flows["exporter"]) == {"BRA"}
    assert list(flows["value_usd"]) == [20, 1, 1]
    assert list(flows["quantity"]) == list(flows["net_weight_kg"]) == [12, 1, 1]
    assert list(flows["line"]) == [2, 4, 5]
    assert list(flows["classification"]) == ["NCM"] * 3
    assert "2 of the year's 12 months" in flows["warning"][0]


def test_comex_whole_years_do_not_warn() -> None:
    rows = [f"1996;{n:02};08045020;10;249;PE;01;0417902;5;5;9" for n in range(1, 13)]
    assert only(read(comex(*rows)))["warning"] == ""


def test_comex_countries_by_brazils_own_table() -> None:
    table = (
        '"CO_PAIS";"CO_PAIS_ISON3";"CO_PAIS_ISOA3";"NO_PAIS"\n'
        '"249";"840";"USA";"Estados Unidos"\n"994";"999";"ZZZ";"A Designar, país"\n'
    ).encode("latin-1")
    content = comex(
        "1996;01;08045020;10;249;PE;01;0417902;5;5;9",
        "1996;01;08045020;10;994;PE;01;0417902;5;5;9",
    )
    assert list(read(content, pais=table)["importer"]) == ["USA", "comex:994"]


def test_comex_imports_by_their_columns_or_the_name_of_the_file() -> None:
    row = "1996;01;08045020;10;249;PE;01;0417902;5;5;9"
    for content, file in (
        (comex(row + ";1;1", header=COMEX + ";VL_FRETE;VL_SEGURO"), "f.csv"),
        (comex(row), "data/raw/trade/IMP_1996.csv"),
    ):
        flow = only(read(content, file))
        assert (flow["flow"], flow["exporter"], flow["importer"]) == ("import", "comex:249", "BRA")


def test_comex_units_are_never_mixed() -> None:
    flow = only(
        read(
            comex(
                "1996;01;94033000;11;249;RS;01;0417902;5;50;9",
                "1996;01;94033010;10;249;RS;01;0417902;60;60;9",
            )
        )
    )
    assert pd.isna(flow["quantity"]) and flow["quantity_unit"] == ""
    assert (flow["net_weight_kg"], flow["value_usd"]) == (110, 18)
    assert "quantities in 2 units are not added" in flow["warning"]


def test_comex_units_that_differ_by_a_factor_are_one() -> None:
    flow = only(
        read(
            comex(
                "1996;01;94033000;11;249;RS;01;0417902;5;0;9",
                "1996;02;94033000;12;249;RS;01;0417902;2;0;9",
            )
        )
    )
    assert (flow["quantity"], flow["quantity_unit"]) == (2005, "items")
    assert pd.isna(flow["net_weight_kg"])


def test_comex_faults_and_a_leading_zero_that_was_lost() -> None:
    assert only(read(comex("1996;1;8045020;10;249;PE;01;0417902;5;5;9")))["product"] == "080450"
    faults = refused(comex("1996;13;0804;99;249;PE;01;0417902;5;5;9"))
    assert {fault.column for fault in faults} == {"CO_MES", "CO_NCM", "CO_UNID"}


# WITS


def wits(*rows: str, header: str = WITS) -> str:
    return "\n".join([header, *rows])


def test_wits_row_in_thousands() -> None:
    flow = only(
        read(wits("MEX, Mexico, USA, US, 1996, 940330, Export, 6, 1.5, 20, 4, Number of items"))
    )
    assert (flow["exporter"], flow["importer"], flow["flow"]) == ("MEX", "USA", "export")
    assert (flow["value_usd"], flow["net_weight_kg"]) == (1500, 20)
    assert (flow["quantity"], flow["quantity_unit"]) == (4, "items")
    assert (flow["classification"], flow["product"]) == ("HS", "940330")


def test_wits_flows_world_and_lost_zeros() -> None:
    flows = read(
        wits(
            "MEX,Mexico,WLD,World,1996,80450,Gross Imp.,5,1,0,0,Kg",
            "MEX,Mexico,USA,United States,1996,080450,Re-Export,8,1,2,2,Kg",
            "MEX,Mexico,UNS,Unspecified,1996,080450,Gross Exports,6,1,2,2,Kg",
        )
    )
    assert list(flows["flow"]) == ["import", "re_export", "export"]
    assert list(flows["exporter"]) == ["WLD", "MEX", "MEX"]
    assert list(flows["aggregate"]) == [True, False, False]
    assert set(flows["product"]) == {"080450"}
    assert flows["net_weight_kg"].isna().tolist() == [True, False, False]
    (fault,) = refused(wits("MEX,Mexico,USA,USA,1996,080450,Transit,8,1,2,2,Kg"))
    assert fault.column == "TradeFlowName"


def test_wits_nomenclature_where_it_is_given() -> None:
    row = "S3,MEX,Mexico,USA,United States,1996,05797,Export,6,1,2,2,Kg"
    flow = only(read(wits(row, header=f"Nomenclature,{WITS}")))
    assert (flow["classification"], flow["product"]) == ("S3", "05797")


# Names of columns and countries


def test_names_are_compared_by_their_letters_and_digits() -> None:
    assert cells.key("Trade Value (US$)") == cells.key("trade.value..us..") == "tradevalueus"
    assert cells.missing(["a", "B b"], (("A",), ("bb", "c"), ("d", "e"))) == ["d"]


def test_numeric_country_codes() -> None:
    assert len(set(countries.ALPHA_3.values())) == len(countries.ALPHA_3)
    assert len(countries.ALPHA_3) == 249 + 6
    some = {"4": "AFG", "76": "BRA", "484": "MEX", "840": "USA", "250": "FRA", "756": "CHE"}
    assert some.items() <= countries.ALPHA_3.items()
    assert codes.number("'004") == "4"
    assert codes.number("000") == "0"
    assert codes.number("") == ""
