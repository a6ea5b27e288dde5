"""What was read of a file, with its account; the JSON of a service to records, or to a sheet."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from upgrading.faults import Fault
from upgrading.files import delimited
from upgrading.trade import schema
from upgrading.trade.readers import cells
from upgrading.trade.readers.cells import Sheet
from upgrading.trade.schema import STEP_COLUMNS, Step, report

# What became of the rows of a trade file: the first steps of `results/trade/cleaning.csv` ---------
#
# Every row met is in the flows or counted here with its value. A row that cannot be read is a
# fault, and ends the run.


class Reading(NamedTuple):
    """The flows of a file, the faults of the rows that are not there, and the account of the rest.

    `account`: a row per step of reading (`schema.STEP_COLUMNS`), the same steps for every file.
    """

    flows: pd.DataFrame
    faults: list[Fault]
    account: pd.DataFrame


def account(met: int, passed: int, value: float, flows: int) -> pd.DataFrame:
    """The account of a file with `met` rows, of which `passed` were of goods not asked for.

    `value`: US dollars of these; `flows`: how many flows the other rows make. Rows that are joined
    in one flow (a value and its quantity, the months of a year) leave no dollar out.
    """
    kept = met - passed
    return report(
        [
            Step("other_products", "leave out", met, passed, value, kept),
            Step("rows_joined", "one row a flow", kept, kept - flows, 0.0, flows),
        ]
    )


def added(accounts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The account of several files together."""
    every = pd.concat([account(0, 0, 0.0, 0), *accounts])
    return every.groupby(["step", "choice"], sort=False, as_index=False).sum()[list(STEP_COLUMNS)]


def reading(sheet: Sheet, flows: pd.DataFrame, products: Iterable[str] | None) -> Reading:
    """The flows of `products` (`None`: all) among those that the sheet's readable rows make."""
    flows = schema.conform(flows)
    kept = flows if products is None else flows[flows["product"].isin(list(products))]
    others = flows.loc[flows.index.difference(kept.index), "value_usd"].dropna()
    value = sheet.passed_value() + math.fsum(others)
    rows = sheet.passed.rows
    counted = account(len(sheet.lines) + rows, rows + len(flows) - len(kept), value, len(kept))
    return Reading(kept.reset_index(drop=True), sheet.faults, counted)


_LISTS: Final = ("data", "dataset")
"""Under which an answer has its records: UN Comtrade's present service, and its old one."""

_WHERE: Final = 'a list of them, or one under "data"'


def is_json(content: bytes) -> bool:
    """Whether the content is JSON, as its first character says."""
    return content[:1000].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1] in (b"{", b"[")


def records(content: bytes, file: str) -> tuple[list[dict[str, Any]], list[Fault]]:
    """The records of an answer of the service, or of a bare list of records.

    Answers, or records, that stand one after another are read as one. Faults: no JSON, the answer
    is an error message, records that are no objects, none where they are expected.
    """
    try:
        values = list(_values(delimited.decoded(content)))
    except (ValueError, RecursionError) as error:
        return [], [Fault(file, f"is not JSON that can be read (cut off?): {error}")]
    if all(isinstance(value, dict) and not _is_answer(value) for value in values):
        if len(values) == 1 and any(isinstance(part, dict | list) for part in values[0].values()):
            shape = f"JSON without records that can be found: {_WHERE} is expected"
            return [], [Fault(file, f"{shape} (it has {', '.join(values[0])[:200]})")]
        values = [values]
    found: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for value in values:
        inside, wrong = _listed(value, file, len(found))
        found += inside
        faults += wrong
    return ([] if faults else found), faults


def _values(text: str) -> Iterable[Any]:
    """The JSON values that stand one after another. Raises `ValueError` or `RecursionError`."""
    decoder, text, at = json.JSONDecoder(), text.strip(), 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        yield value
        while at < len(text) and text[at] in " \t\r\n,\ufeff":
            at += 1


def _is_answer(value: dict[str, Any]) -> bool:
    return bool(value.keys() & {*_LISTS, "error", "message", "validation"})


def _listed(value: Any, file: str, before: int) -> tuple[list[dict[str, Any]], list[Fault]]:
    """The records of one answer; `before`: how many stand before it."""
    if isinstance(value, dict):
        under = next((name for name in _LISTS if name in value), "")
        message = value.get("error") or value.get("message") or _refusal(value)
        if message or not under:
            text = str(message or f'no records under "{_LISTS[0]}"')[:300]
            return [], [Fault(file, f"the service answered with an error: {text}")]
        value = value[under] or []
        if not isinstance(value, list):
            return [], [Fault(file, f'"{under}" is not a list of records')]
    if not isinstance(value, list):
        return [], [Fault(file, f"JSON without records: {_WHERE} is expected")]
    if value and all(isinstance(row, list) for row in value):
        names = ", ".join(map(str, value[0]))[:200]
        text = f"JSON with a list for each row ({names}), as the US Census answers; it is not read"
        return [], [Fault(file, f"{text}. Records are expected: {_WHERE}")]
    faults = [
        Fault(file, f"the record is not an object: {json.dumps(record)[:80]}", number)
        for number, record in enumerate(value, start=before + 1)
        if not isinstance(record, dict)
    ]
    return ([] if faults else value), faults


def _refusal(value: dict[str, Any]) -> str:
    """What the old service says of a request that it did not answer."""
    status = value.get("validation")
    status = status.get("status") if isinstance(status, dict) else None
    if not isinstance(status, dict) or str(status.get("name", "Ok")).lower() == "ok":
        return ""
    return str(status.get("description") or status["name"])


def text(value: object) -> str:
    """A value of a record as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()


def sheet(
    content: bytes, file: str, columns: Iterable[str], selection: cells.Selection | None
) -> cells.Sheet:
    """The named columns of a file of records or of a delimited one, as `cells.read` gives them.

    Lines count the records.
    """
    columns = list(columns)
    if not is_json(content):
        return cells.read(content, file, columns, selection)
    found, faults = records(content, file)
    wanted = {cells.key(name) for name in columns}
    printed = dict.fromkeys(name for record in found for name in record)
    names = {cells.key(name): name for name in printed if cells.key(name) in wanted}
    sought = map(cells.key, selection.names) if selection else ()
    code = next((names[name] for name in sought if name in names), None)
    kept, passed = [], cells.Passed()
    for line, record in enumerate(found, start=1):
        if selection is None or code is None or selection.accepts(text(record.get(code))):
            kept.append((line, record))
        else:
            keys = (next(filter(names.get, map(cells.key, one)), "") for one in selection.figure)
            figure, *kind = (text(record.get(names.get(key, ""))) for key in keys)
            passed.add(line, figure, tuple(kind), cells.DECIMALS)
    filled = {
        key: pd.Series([text(record.get(name)) for _, record in kept], dtype="str")
        for key, name in names.items()
    }
    lines = np.array([line for line, _ in kept], dtype=np.int64)
    return cells.Sheet(
        file,
        names,
        lines,
        filled,
        faults,
        rows=len(found),
        passed=passed,
        selection=selection,
    )
