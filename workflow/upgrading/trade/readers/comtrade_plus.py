"""UN Comtrade Plus: CSV in camelCase or PascalCase, and the JSON that its API answers with."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
import pandas as pd

from upgrading.faults import Fault
from upgrading.trade.readers import cells, comtrade
from upgrading.trade.readers.account import Reading, reading
from upgrading.trade.readers.codes import Codes

ID: Final = "comtrade_plus"
NAME: Final = "UN Comtrade Plus, CSV or JSON"
HEADER: Final[cells.Header] = (
    ("refYear",),
    ("reporterCode",),
    ("flowCode",),
    ("partnerCode",),
    ("classificationCode",),
    ("cmdCode",),
    ("qtyUnitCode",),
    ("qty",),
    ("netWgt",),
    ("primaryValue",),
)
_ALSO: Final = (
    "typeCode",
    "freqCode",
    "refMonth",
    "reporterISO",
    "partnerISO",
    "partner2Code",
    "customsCode",
    "mosCode",
    "motCode",
    "qtyUnitAbbr",
    "isQtyEstimated",
    "isNetWgtEstimated",
    "legacyEstimationFlag",
)

CAPS: Final = (500, 100_000)
"""Records at which the API cuts an answer off: preview, and with a free key."""

_TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False}


def matches(header: Sequence[str]) -> bool:
    """Whether a file with this header, or records with these fields, are in this format."""
    return not cells.missing(header, HEADER)


def is_json(content: bytes) -> bool:
    """Whether the content is JSON, as its first character says."""
    return content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def records(content: bytes, file: str) -> tuple[list[dict[str, object]], list[Fault]]:
    """The records of an answer of the API, or of a bare list of records.

    Faults: no JSON, the answer is an error message, a record that is not an object.
    """
    try:
        answer = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        return [], [Fault(file, f"is not JSON that can be read (cut off?): {error}")]
    if isinstance(answer, dict):
        message = answer.get("error") or answer.get("message")
        if message or "data" not in answer:
            text = str(message or 'no records under "data"')
            return [], [Fault(file, f"the service answered with an error: {text}")]
        answer = answer["data"] or []
    if not isinstance(answer, list):
        return [], [Fault(file, '"data" is not a list of records')]
    faults = [
        Fault(file, f"the record is not an object: {json.dumps(record)[:80]}", number)
        for number, record in enumerate(answer, start=1)
        if not isinstance(record, dict)
    ]
    return ([] if faults else answer), faults


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a code that went through pandas: 842.0
    return str(value).strip()


def _sheet(content: bytes, file: str, products: Collection[str] | None) -> tuple[cells.Sheet, int]:
    """The rows or records of these products, and how many records of JSON there are in all."""
    selection = comtrade.selection("cmdCode", products, "primaryValue")
    wanted = [*(names[0] for names in HEADER), *_ALSO]
    if not is_json(content):
        return cells.read(content, file, wanted, selection), 0
    found, faults = records(content, file)
    keys = {cells.key(name) for name in wanted}
    printed = dict.fromkeys(name for record in found for name in record)
    names = {cells.key(name): name for name in printed if cells.key(name) in keys}
    code = names.get(cells.key("cmdCode"))
    kept, passed = [], cells.Passed()
    for line, record in enumerate(found, start=1):
        if selection is None or code is None or selection.accepts(_text(record.get(code))):
            kept.append((line, record))
        else:
            value = record.get(names.get(cells.key(selection.value), ""))
            passed.add(line, _text(value), (), cells.DECIMALS)
    columns = {
        key: pd.Series([_text(record.get(name)) for _, record in kept], dtype="str")
        for key, name in names.items()
    }
    lines = np.array([line for line, _ in kept], dtype=np.int64)
    sheet = cells.Sheet(file, names, lines, columns, faults, passed=passed, selection=selection)
    return sheet, len(found)


def _truth(sheet: cells.Sheet, column: str, legacy: pd.Series) -> pd.Series:
    text = sheet.text(column).str.lower()
    sheet.refuse(~text.isin([*_TRUTHS, ""]), column, '"{}" is neither true nor false')
    return text.map(_TRUTHS).astype("boolean").fillna(legacy)


def read(
    content: bytes, file: str, codes: Codes, products: Collection[str] | None = None
) -> Reading:
    """Flows of a CSV file or a JSON answer (`upgrading.trade.schema`); `codes` are not needed.

    Values are US dollars (`primaryValue`), quantities in the row's own unit. Countries go by their
    ISO code, or by their number where the API was asked for no descriptions. An answer with exactly
    as many records as the API's caps gets a warning. Faults: services, monthly figures, and what
    cannot be read as in the legacy format. An answer without records is empty, and no fault.
    """
    sheet, records_in_all = _sheet(content, file, products)
    kind, frequency = sheet.text("typeCode").str.upper(), sheet.text("freqCode").str.upper()
    sheet.refuse_together(
        ~kind.isin(["C", ""]), "typeCode", '{rows} that are not goods (typeCode "{}", not C)'
    )
    month = sheet.text("refMonth")
    annual = month.isin(["52", "0", ""])
    sheet.refuse_together(~annual, "refMonth", comtrade.MONTHLY)
    sheet.refuse_together(annual & ~frequency.isin(["A", ""]), "freqCode", comtrade.MONTHLY)
    year = sheet.year("refYear")
    value = sheet.number("primaryValue", required=True)
    weight = sheet.number("netWgt")
    quantity, unit = comtrade.quantities(
        sheet.number("qty"), sheet.text("qtyUnitCode"), sheet.text("qtyUnitAbbr"), value
    )
    who = {}
    for side in ("reporter", "partner"):
        code, iso3 = sheet.text(f"{side}Code"), sheet.text(f"{side}ISO")
        comtrade.refuse_nobody(sheet, code, iso3, f"{side}Code")
        who[side] = comtrade.areas(code, iso3)
    classification = sheet.text("classificationCode")
    legacy_quantity, legacy_weight = comtrade.estimated(sheet, "legacyEstimationFlag")
    traders = comtrade.traders(
        sheet, sheet.text("flowCode"), "flowCode", who["reporter"][0], who["partner"][0]
    )
    cap = records_in_all if records_in_all in CAPS else 0
    flows = traders.assign(
        source=ID,
        file=file,
        line=sheet.lines,
        classification=classification,
        product=comtrade.goods(sheet, "cmdCode", classification),
        year=year,
        value_usd=value,
        quantity=quantity,
        quantity_unit=unit,
        net_weight_kg=weight.where(weight > 0),
        quantity_estimated=_truth(sheet, "isQtyEstimated", legacy_quantity),
        net_weight_estimated=_truth(sheet, "isNetWgtEstimated", legacy_weight),
        customs=sheet.text("customsCode"),
        transport=sheet.text("motCode"),
        supply=sheet.text("mosCode"),
        partner2=sheet.text("partner2Code"),
        aggregate=who["reporter"][1] | who["partner"][1],
        warning=f"{cap} records, at which UN Comtrade cuts an answer off: some may be missing"
        if cap
        else "",
    )
    return reading(sheet, sheet.readable(flows), products)
