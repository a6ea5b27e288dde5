"""Every row that a trade file has is in the clean flows, or counted with its value, or a fault."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiers import Tier

from trade.test_readers import (
    BULK,
    BULK_ROW,
    COMEX,
    EMBEDDED,
    LEGACY_22,
    LEGACY_35,
    LEGACY_ROW,
    MATRIX,
    PLUS,
    PLUS_ROW,
    WITS,
)
from upgrading.faults import DataFaults, Fault
from upgrading.trade import schema
from upgrading.trade.cleaning import CleaningChoices, clean
from upgrading.trade.large import rows as large_rows
from upgrading.trade.large import source
from upgrading.trade.large.source import connect
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.recognise import read_and_count
from upgrading.trade.readers.records import Reading, added
from upgrading.trade.schema import STEP_COLUMNS

WANTED = frozenset(("940330", "080450", "571", "564", "TOTAL"))
CHOICES = CleaningChoices(unchanged_codes=("*",))

ODD_CODES = ("940330.0", "nan", "'H0", "", "NA", "94033O", "9.40330E+05", " ", "9403 30")
ODD_AREAS = ("999", "nan", "XYZ", "", "ECS", "97", "ROM", "711", "76.0", "5100", "351")
ODD_VALUES: Mapping[str, float] = {"": 0, "x": 0, "-5": 0, "1e3": 1000, "NaN": 0, "inf": 0}
"""As they stand, and what they are where they can be read at all."""

Row = dict[str, Any]


def legacy(row: Row) -> list[Row]:
    cells = {"Reporter ISO": row["iso"], "Partner ISO": "", "Qty": row["quantity"]}
    cells |= {"Reporter Code": row["area"], "Partner Code": row["partner"], "Year": row["year"]}
    cells |= {"Commodity Code": row["code"], "Trade Value (US$)": row["value"]}
    return [LEGACY_ROW | cells | {"Period": row["year"], "dollars": 1}]


def plus(row: Row) -> list[Row]:
    cells = {"reporterISO": row["iso"], "partnerISO": "", "qty": row["quantity"]}
    cells |= {"reporterCode": row["area"], "partnerCode": row["partner"], "refYear": row["year"]}
    cells |= {"cmdCode": row["code"], "primaryValue": row["value"], "dollars": 1}
    return [PLUS_ROW | cells]


def faostat(row: Row) -> list[Row]:
    code = {"940330": "571", "080450": "564"}.get(row["code"], row["code"])
    cells = {"Area Code": row["area"], "Area Code (M49)": "", "Area": "", "Year": row["year"]}
    cells |= {"Reporter Country Code": row["area"], "Partner Country Code": row["partner"]}
    first = BULK_ROW | cells | {"Item Code": code, "Value": row["value"], "dollars": 1000}
    second = {"Element Code": "5910", "Unit": "t", "Value": row["quantity"], "dollars": 0}
    return [first, first | second]


def embedded(row: Row) -> list[Row]:
    item = {"940330": "wine", "080450": "mangoes_mangosteens_guavas", "220421": "apples"}
    first = {"item_slug": item.get(row["code"], row["code"]), "area_code_fao": row["area"]}
    first |= {"element": "export_value", "unit": "1000 USD", "year": row["year"]}
    first |= {"value": row["value"], "dollars": 1000}
    second = {"element": "export_quantity", "unit": "tonnes", "value": row["quantity"]}
    return [first, first | second | {"dollars": 0}] if row["partner"] == "842" else [first]


def comex(row: Row) -> list[Row]:
    code = f"{row['code']}00" if row["code"].isdecimal() else row["code"]
    cells = {"CO_ANO": row["year"], "CO_MES": "01", "CO_NCM": code, "CO_UNID": "10"}
    cells |= {"CO_PAIS": row["partner"], "SG_UF_NCM": row["area"], "QT_ESTAT": row["quantity"]}
    return [cells | {"KG_LIQUIDO": row["quantity"], "VL_FOB": row["value"], "dollars": 1}]


def wits(row: Row) -> list[Row]:
    partner = {"842": "USA", "276": "DEU"}.get(row["partner"], row["partner"])
    cells = {"ReporterISO3": row["iso"] or row["area"], "PartnerISO3": partner, "QtyUnit": "kg"}
    cells |= {"Year": row["year"], "ProductCode": row["code"], "TradeFlowName": "Export"}
    cells |= {"TradeValue in 1000 USD": row["value"], "Quantity": row["quantity"]}
    return [cells | {"dollars": 1000}]


def baci(row: Row) -> list[Row]:
    cells = {"t": row["year"], "i": row["area"], "j": row["partner"], "k": row["code"]}
    return [cells | {"v": row["value"], "q": row["quantity"], "dollars": 1000}]


PASCAL = [name[0].upper() + name[1:] for name in PLUS]

FORMS: dict[str, tuple[list[str], Any, str]] = {
    "comtrade legacy, 22 columns": (LEGACY_22, legacy, "Trade Value (US$)"),
    "comtrade legacy, 35 columns": (LEGACY_35, legacy, "Trade Value (US$)"),
    "comtrade plus": (PLUS, plus, "primaryValue"),
    "comtrade plus, Pascal case": (PASCAL, plus, "primaryValue"),
    "comtrade plus, JSON": (PLUS, plus, "primaryValue"),
    "faostat bulk": (BULK, faostat, "Value"),
    "faostat matrix": (MATRIX, faostat, "Value"),
    "faostat embedded": (EMBEDDED.split(","), embedded, "value"),
    "comex stat": (COMEX.split(";"), comex, "VL_FOB"),
    "wits": (WITS.split(", "), wits, "TradeValue in 1000 USD"),
    "baci": (["t", "i", "j", "k", "v", "q"], baci, "v"),
    "baci, by DuckDB": (["t", "i", "j", "k", "v", "q"], baci, "v"),
}
"""Header of each format, its rows of one flow, and the column of values."""


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Flows of some countries, partners, goods and years, each once; in some a cell is odd."""
    keys = st.tuples(
        st.sampled_from((("76", "BRA"), ("484", "MEX"), ("152", "CHL"))),
        st.sampled_from(("842", "276", "0")),
        st.sampled_from(("940330", "080450", "220421", "100630")),
        st.sampled_from(("1996", "1997")),
    )
    found = []
    for (area, iso), partner, code, year in draw(
        st.lists(keys, min_size=1, max_size=8, unique=True)
    ):
        value = draw(st.integers(0, 10**6))
        quantity = str(draw(st.integers(0, 999)))
        row = {"area": area, "iso": iso, "partner": partner, "code": code, "year": year}
        found.append(row | {"value": str(value), "worth": value, "quantity": quantity})
    for row in draw(st.lists(st.sampled_from(found), max_size=2)):
        match draw(st.sampled_from(("code", "area", "partner", "value", "shift", "quantity"))):
            case "code":
                row["code"] = draw(st.sampled_from(ODD_CODES))
            case "area":
                row |= {"area": draw(st.sampled_from(ODD_AREAS)), "iso": ""}
            case "partner":
                row["partner"] = draw(st.sampled_from(ODD_AREAS))
            case "value":
                row["value"] = draw(st.sampled_from(sorted(ODD_VALUES)))
                row["worth"] = ODD_VALUES[row["value"]]
            case "quantity":
                row["quantity"] = draw(st.sampled_from(("", "NA", "x", "0")))
            case "shift":
                row["shift"] = draw(st.integers(-10, 10))
    return found


def shifted(cells: list[str], by: int) -> list[str]:
    """The cells with one too many or too few at a place, and of the old number all the same."""
    place = abs(by) % len(cells)
    if by > 0:
        return [*cells[:place], "", *cells[place:-1]]
    return [*cells[:place], *cells[place + 1 :], ""] if by else cells


def written(form: str, flows: list[Row]) -> tuple[bytes, int, float]:
    """A file of the format, how many rows it has, and their value in US dollars."""
    header, make, _ = FORMS[form]
    lines = [(row, cells) for row in flows for cells in make(row)]
    worth = math.fsum(row["worth"] * cells["dollars"] for row, cells in lines)
    if form.endswith("JSON"):
        records = [{name: cells.get(name) for name in PLUS} for _, cells in lines]
        return json.dumps({"data": records, "error": ""}).encode(), len(lines), worth
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if form == "comex stat" else ",")
    writer.writerow(header)
    for row, cells in lines:
        by_name = {name.lower(): str(cell) for name, cell in cells.items()}
        plain = [by_name.get(name.lower(), "") for name in header]
        writer.writerow(shifted(plain, row.get("shift", 0)))
    return buffer.getvalue().encode(), len(lines), worth


def reading(form: str, content: bytes) -> Reading:
    """What the workflow makes of a file: flows of the products wanted, faults, the account."""
    if not form.endswith("DuckDB"):
        return read_and_count(content, "f.csv", products=WANTED)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        path.write_bytes(content)
        file, faults = source.recognised(path)
        assert file is not None, faults
        with connect(Path(folder) / "scratch", memory_mb=400, threads=2) as duck:
            if faults := large_rows.load(duck, file) or large_rows.repeated(duck, file):
                return Reading(schema.empty(), faults, large_rows.Counted().account())
            parts = large_rows.flows(duck, file, WANTED, Codes())
            flows = schema.conform(pd.concat([schema.empty(), *parts]))
            return Reading(flows, [], large_rows.counted(duck, WANTED).account())


def check(form: str, flows: list[Row]) -> None:
    """The invariant: a fault that names the line, or rows in = rows kept + rows counted."""
    content, met, worth = written(form, flows)
    try:
        found = reading(form, content)
        if found.faults:
            raise DataFaults(found.faults)
        kept, cleaning = clean(found.flows, CHOICES)
    except DataFaults as ended:
        assert all(fault.file == "f.csv" for fault in ended.faults)
        assert any(fault.line for fault in ended.faults), str(ended)
        return
    steps = pd.concat([found.account, cleaning], ignore_index=True)
    assert list(steps["rows_in"][1:]) == list(steps["rows_out"][:-1])
    assert steps["rows_in"].iloc[0] == met
    assert steps["rows_out"].iloc[-1] == len(kept)
    left_out = steps[steps["rows_out"] < steps["rows_in"]]
    assert (left_out["rows_in"] - left_out["rows_out"] == left_out["rows_affected"]).all()
    told = math.fsum([*kept["value_usd"], *left_out["value_usd_affected"]])
    if not any("shift" in row for row in flows):
        assert told == pytest.approx(worth)


@pytest.mark.parametrize("form", FORMS)
def test_every_row_is_kept_or_counted_with_its_value_or_a_fault(form: str, tier: Tier) -> None:
    quiet = [HealthCheck.too_slow]

    @settings(max_examples=tier.of(5, 20, 400), deadline=None, suppress_health_check=quiet)
    @given(rows())
    def holds(flows: list[Row]) -> None:
        check(form, flows)

    holds()


@pytest.mark.parametrize("form", FORMS)
def test_a_file_as_it_should_be_is_kept_and_counted_without_a_fault(form: str) -> None:
    """The property above does not hold by faults alone."""
    row = {"area": "76", "iso": "BRA", "partner": "842", "year": "1996", "quantity": "2"}
    wanted, other = (
        row | {"code": code, "value": value, "worth": int(value)}
        for code, value in (("080450", "5"), ("220421", "7"))
    )
    content, met, _ = written(form, [wanted, other])
    found = reading(form, content)
    assert found.faults == []
    first, second = found.account.itertuples(index=False)
    per_flow, dollars = met // 2, FORMS[form][1](other)[0]["dollars"]
    assert tuple(first) == ("other_products", "leave out", met, per_flow, 7 * dollars, per_flow)
    assert (second.step, second.rows_in, second.rows_out) == ("rows_joined", per_flow, 1)
    assert list(found.flows["value_usd"]) == [5 * dollars]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("cell", ["x", "-5", "1e999"])
def test_a_value_that_is_no_number_is_a_fault_in_rows_of_other_products_too(
    form: str, cell: str
) -> None:
    row = {"area": "76", "iso": "BRA", "partner": "842", "year": "1996", "quantity": "2"}
    content, _, _ = written(form, [row | {"code": "220421", "value": cell, "worth": 0}])
    fault, *_ = reading(form, content).faults
    assert (fault.file, fault.line) == ("f.csv", 1 if form.endswith("JSON") else 2)
    assert fault.column is not None and fault.column.lower() == FORMS[form][2].lower()


@pytest.mark.parametrize("form", ["wits", "comex stat", "baci", "baci, by DuckDB"])
@pytest.mark.parametrize("code", ["940330.7", "nan", "'H0", "94033O", "9403 30"])
def test_a_code_that_is_none_is_a_fault(form: str, code: str) -> None:
    row = {"area": "76", "iso": "BRA", "partner": "842", "year": "1996", "quantity": "2"}
    content, _, _ = written(form, [row | {"code": code, "value": "5", "worth": 5}])
    faults = reading(form, content).faults
    assert [fault.line for fault in faults] == [2]
    assert code in faults[0].problem


@pytest.mark.parametrize("partner", ["XYZ", "nan", "NA", "", "24x"])
def test_a_partner_of_comex_stat_that_is_no_number_is_a_fault(partner: str) -> None:
    row = {"area": "76", "iso": "BRA", "partner": partner, "year": "1996", "quantity": "2"}
    content, _, _ = written("comex stat", [row | {"code": "080450", "value": "5", "worth": 5}])
    (fault,) = reading("comex stat", content).faults
    assert (fault.line, fault.column) == (2, "CO_PAIS")
    assert fault.problem == f'"{partner}" is not the number of a country'
    numbered = [row | {"code": "080450", "value": "5", "worth": 5, "partner": "249.0"}]
    flows = reading("comex stat", written("comex stat", numbered)[0]).flows
    assert list(flows["importer"]) == ["comex:249"]


@pytest.mark.parametrize("form", ["baci", "baci, by DuckDB"])
def test_numbers_of_baci_may_be_printed_as_fractions_and_are_never_rounded(form: str) -> None:
    row = {"area": "76.0", "iso": "", "partner": "842.0", "year": "1996.0", "quantity": "2"}
    row |= {"code": "80450.0", "value": "5", "worth": 5}
    found = reading(form, written(form, [row])[0])
    assert found.faults == []
    ((product, exporter, importer, year),) = found.flows[
        ["product", "exporter", "importer", "year"]
    ].itertuples(index=False)
    assert (product, exporter, importer, year) == ("080450", "BRA", "USA", 1996)
    for name in ("area", "partner", "year", "code"):
        found = reading(form, written(form, [row | {name: row[name].replace(".0", ".6")}])[0])
        assert [fault.line for fault in found.faults] == [2], name


def test_figures_of_rows_passed_over_are_read_as_the_column_tells() -> None:
    """Points of thousands among semicolons, proved by a figure of another row."""
    line = "1996;01;{};10;249;{};01;0417902;5;5;{}"
    lines = [
        COMEX,
        line.format("08045020", "PE", "1.234.567"),
        line.format("94036000", "PE", "1.234"),
    ]
    found = read_and_count("\n".join(lines).encode(), "f.csv", products=WANTED)
    assert found.faults == []
    assert list(found.flows["value_usd"]) == [1_234_567]
    assert found.account["value_usd_affected"].iloc[0] == 1234
    (fault,) = read_and_count("\n".join([lines[0], lines[2]]).encode(), "f.csv", products=WANTED)[1]
    assert "can be read in two ways" in fault.problem


def test_accounts_of_several_files_add_up() -> None:
    assert tuple(added([]).columns) == STEP_COLUMNS
    one = read_and_count(written("wits", [])[0], "f.csv")
    assert [str(fault) for fault in one.faults] == ["f.csv: there is a header and no rows below it"]
    row = {"area": "76", "iso": "BRA", "partner": "842", "year": "1996", "quantity": "2"}
    parts = [
        reading(
            form, written(form, [row | {"code": "220421", "value": "7", "worth": 7}])[0]
        ).account
        for form in ("comtrade plus", "faostat bulk")
    ]
    assert list(added(parts).iloc[0]) == ["other_products", "leave out", 3, 3, 7007, 0]


@pytest.mark.parametrize("columns", ["", "SG_UF_NCM;CO_VIA;CO_URF;"])
def test_a_row_of_comex_stat_given_twice_is_refused_with_both_lines(columns: str) -> None:
    header = COMEX if columns else COMEX.replace("SG_UF_NCM;CO_VIA;CO_URF;", "")
    parts = "PE;01;0417902;" if columns else ""
    rows = [f"1996;{month};08045020;10;249;{parts}5;5;9" for month in ("01", "02", "1")]
    (fault,) = read_and_count("\n".join([header, *rows]).encode(), "f.csv").faults
    assert isinstance(fault, Fault)
    assert fault.line == 4
    assert "on line 2: it would count twice" in fault.problem
    other = f"1996;01;08045020;10;249;{parts.replace('PE', 'BA')}6;6;8"
    assert read_and_count("\n".join([header, rows[0], other]).encode(), "f.csv").faults == []
