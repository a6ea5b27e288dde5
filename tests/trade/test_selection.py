"""Reading some products alone. Every row here is synthetic."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from trade.test_readers import COMEX, EMBEDDED, QUANTITY, WITS, answer, bulk, legacy, plus
from upgrading.trade.readers.recognise import read_any

CODES = ("080450", "940330", "220421")


def _codes(make: Callable[..., bytes], column: str, *codes: str) -> bytes:
    return make(*({column: code} for code in codes))


FILES: dict[str, tuple[bytes, str]] = {
    # leading zeros lost or not: both are the product 080450
    "comtrade_legacy": (_codes(legacy, "Commodity Code", "80450", *CODES, "TOTAL"), "080450"),
    "comtrade_plus": (_codes(plus, "cmdCode", "80450", *CODES, "08"), "080450"),
    "comtrade_plus_json": (_codes(answer, "cmdCode", "80450", *CODES), "080450"),
    "baci": (
        b"t,i,j,k,v,q\n1996,76,842,80450,1,2\n1996,4,8,080450,3,NA\n1996,4,8,940330,5,6\n",
        "080450",
    ),
    "faostat_bulk": (bulk({}, QUANTITY, {"Item Code": "515"}), "571"),
    "faostat_cpc": (
        bulk({}, QUANTITY, {"Item Code (CPC)": "'01341"}).replace(b"Item Code,", b"Other,", 1),
        "01316",
    ),
    "faostat_embedded": (
        f"{EMBEDDED}\nwine,40,Chile,export_value,1000 USD,1996,3\n"
        "apples,40,Chile,export_value,1000 USD,1996,4\n".encode(),
        "564",
    ),
    # six digits of eight; the file has all months, the product not
    "comex_stat": (
        "\n".join(
            [COMEX, "1996;01;8045020;10;249;PE;01;0417902;5;5;9"]
            + [f"1996;{n:02};94033000;11;249;PE;01;0417902;5;5;9" for n in range(2, 13)]
        ).encode(),
        "080450",
    ),
    "wits": (
        f"{WITS}\nMEX,Mexico,USA,USA,1996,80450,Export,6,1,2,3,kg\n"
        "MEX,Mexico,USA,USA,1996,940330,Export,6,1,2,3,kg\n".encode(),
        "080450",
    ),
}


@pytest.mark.parametrize("form", FILES)
def test_a_selection_is_the_whole_filtered(form: str) -> None:
    content, product = FILES[form]
    whole, faults = read_any(content, "f.csv")
    assert faults == []
    expected = whole[whole["product"] == product].reset_index(drop=True)
    assert 0 < len(expected) < len(whole)
    found, faults = read_any(content, "f.csv", products=[product])
    assert faults == []
    pd.testing.assert_frame_equal(found, expected)
    everything, faults = read_any(content, "f.csv", products=set(whole["product"]))
    assert faults == []
    pd.testing.assert_frame_equal(everything, whole)


@pytest.mark.parametrize("form", FILES)
def test_a_selection_that_the_file_does_not_have_is_empty_and_no_fault(form: str) -> None:
    flows, faults = read_any(FILES[form][0], "f.csv", products=["000000"])
    assert flows.empty
    assert faults == []


def test_of_other_products_width_code_and_value_are_to_be_sound_and_nothing_else() -> None:
    rows = ["x,4,8,940330,1,z", "1996,4,8,080450,1,1,9", "1996,4,8,080450,y,1"]
    content = "\n".join(["t,i,j,k,v,q", *rows, "1996,4,8,940330,x,1", ""]).encode()
    _, faults = read_any(content, "f.csv", products=["080450"])
    assert [(fault.line, fault.column) for fault in faults] == [(3, None), (4, "v"), (5, "v")]
    flows, faults = read_any(content, "f.csv", products=["220421"])
    assert flows.empty
    assert [(fault.line, fault.column) for fault in faults] == [(3, None), (4, "v"), (5, "v")]


def test_a_row_that_has_no_product_is_reported() -> None:
    content = b"t,i,j,k,v,q\n1996,4,8\n1996,4,8,080450,1,1\n"
    flows, (fault,) = read_any(content, "f.csv", products=["080450"])
    assert fault.line == 2
    assert len(flows) == 1


def test_the_cap_of_the_api_counts_all_records() -> None:
    content = _codes(answer, "cmdCode", *["940330"] * 499, "080450")
    flows, _ = read_any(content, "f.json", products=["080450"])
    assert len(flows) == 1
    assert flows["warning"].iloc[0].startswith("500 records")
    assert flows["line"].iloc[0] == 500


def test_months_of_the_file_are_counted_not_those_of_the_product() -> None:
    flows, _ = read_any(FILES["comex_stat"][0], "f.csv", products=["080450"])
    assert list(flows["warning"]) == [""]
