"""Downloading from UN Comtrade: what is asked, in which pieces, and what becomes of an answer.

The service cuts an answer off at a number of records, has no pages, and allows a key so many calls
a day. Nothing here knows the network, the time or a file: `download` is given what calls, waits and
stores. Annual exports or imports of goods only, in one cut of the data, so that nothing is in two
answers (`FIXED`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from upgrading.config.trade import ALL
from upgrading.config.trade import DownloadChoices as DownloadChoices
from upgrading.faults import DataFaults, Fault, raise_if_any
from upgrading.trade.download_answers import LATER, Answer, fault, refusal
from upgrading.trade.download_requests import Request, halves
from upgrading.trade.products import Product
from upgrading.trade.readers import comtrade
from upgrading.trade.readers.records import records

CONFIG: Final = "config/config.yaml"

FIXED: Final[Mapping[str, Any]] = {
    "typeCode": "C",
    "freqCode": "A",
    "partner2Code": "0",
    "customsCode": "C00",
    "motCode": "0",
    "includeDesc": False,
}
"""What every request has in common, by the client's names: annual figures of goods, and totals over
second partners, customs procedures and modes of transport. The mode of supply is a matter of
services and no parameter of the client."""

WORLD_CODE: Final = "0"

YEARS_PER_REQUEST: Final = 12
"""Periods that the service takes in one request."""
CODES_PER_REQUEST: Final = 10
REPORTERS_PER_REQUEST: Final = 20
"""Few enough for a file's name to list them all."""

ATTEMPTS: Final = 5
RETRY_PAUSE: Final = 5.0
"""Seconds before the second attempt; doubled before each further one."""
LONGEST_WAIT: Final = 300.0
"""Seconds; a service that asks for a longer wait is left alone until a later run."""


Ask = Callable[[Request], Answer]


def _batches(values: Sequence[Any], size: int) -> list[tuple[Any, ...]]:
    return [tuple(values[start : start + size]) for start in range(0, len(values), size)]


def wanted(listed: Mapping[str, Product], choices: DownloadChoices) -> list[Request]:
    """All requests that the choices come to, in the order of the products, stored or not.

    Products go by their codes of the Harmonized System; one without any (software) is passed over.
    Raises `DataFaults`: a product that is not listed, a first year after the last.
    """
    names = list(listed) if choices.products == (ALL,) else choices.products
    faults = [
        Fault(CONFIG, f'trade.download.products: "{name}" is not in config/trade_products.yaml')
        for name in names
        if name not in listed
    ]
    if choices.first_year > choices.last_year:
        years = f"first_year ({choices.first_year}) is after last_year ({choices.last_year})"
        faults.append(Fault(CONFIG, f"trade.download: {years}"))
    raise_if_any(faults)
    return [
        Request(choices.classification, flow, choices.partners, years, codes, reporters)
        for flow in choices.flows
        for name in dict.fromkeys(names)
        for codes in _batches(listed[name].codes.get("HS", ()), CODES_PER_REQUEST)
        for years in _batches(range(choices.first_year, choices.last_year + 1), YEARS_PER_REQUEST)
        for reporters in _batches(choices.reporters, REPORTERS_PER_REQUEST)
    ]


def outstanding(requests: Iterable[Request], stored: Iterable[Request]) -> list[Request]:
    """What of `requests` no stored answer holds, in as few requests as their shape allows.

    An answer to one request may serve part of another, as when years have been added since. No
    result overlaps with what is stored. Raises `DataFaults` for a stored answer that holds part of
    what is asked in another cut (all partners for World, single reporters for all): read side by
    side, the two would have flows in common.
    """
    found = list(requests)
    kept = list(stored)
    raise_if_any(
        Fault(
            old.name, f"is stored, and holds part of what is asked now ({new.name}) in another cut."
        )
        for old in kept
        if (new := next((new for new in found if old.clashes_with(new)), None))
    )
    have = {cell for old in kept for cell in old.cells}
    rest = []
    for request in found:
        years: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
        for year in request.years:
            lacking: dict[tuple[str, ...], list[str]] = {}
            for code in request.codes:
                reporters = tuple(
                    one
                    for one in request.reporters
                    if have.isdisjoint((request.flow, year, code, who) for who in (one, ALL))
                )
                lacking.setdefault(reporters, []).append(code)
            for reporters, codes in lacking.items():
                if reporters:
                    years.setdefault((tuple(codes), reporters), []).append(year)
        rest += [
            replace(request, years=tuple(some), codes=codes, reporters=reporters)
            for (codes, reporters), some in years.items()
        ]
    return rest


def parts(request: Request, records: int) -> tuple[Request, Request]:
    """The two requests to ask in place of one whose answer was cut off at `records`.

    Raises `DataFaults` if it is one year, one code and one reporter, or all of them at once.
    """
    pair = halves(request)
    if pair:
        return pair
    way_out = "name the reporters in trade.download.reporters"
    if request.reporters != (ALL,):
        way_out = "set trade.download.partners to world, or take the figure from a bulk file"
    raise DataFaults(
        [
            fault(
                request,
                f"{records} records came, at which UN Comtrade cuts an answer off, and one year of "
                f"one product cannot be split further; nothing of it is stored. {way_out}",
            )
        ]
    )


class _Line:
    """The calls of one run: paced, counted, and repeated where that may help."""

    def __init__(
        self,
        choices: DownloadChoices,
        ask: Ask,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        tell: Callable[[str], None],
    ) -> None:
        self._choices = choices
        self._ask, self._clock, self._sleep, self._tell = ask, clock, sleep, tell
        self._calls = 0
        self._free_at: float | None = None

    def _call(self, request: Request, left: int) -> Answer:
        if self._calls >= self._choices.calls_per_run:
            made = f"{self._calls} call{'s' * (self._calls != 1)}"
            raise DataFaults(
                [
                    Fault(
                        "UN Comtrade",
                        f"stopped after {made} (trade.download.calls_per_run in "
                        f"{CONFIG}) with {left} or more to go. {LATER}",
                    )
                ]
            )
        if self._free_at is not None and (wait := self._free_at - self._clock()) > 0:
            self._sleep(wait)
        self._calls += 1
        answer = self._ask(request)
        self._free_at = self._clock() + self._choices.pause
        return answer

    def answer(self, request: Request, left: int) -> Answer:
        """A good answer; raises `DataFaults` if there is none to be had."""
        for attempt in range(1, ATTEMPTS + 1):
            answer = self._call(request, left)
            if answer.good:
                return answer
            wait = max(RETRY_PAUSE * 2 ** (attempt - 1), answer.retry_after or 0)
            if not answer.temporary or wait > LONGEST_WAIT or attempt == ATTEMPTS:
                break
            self._tell(f"{request.name}: {answer.said}; again in {wait:.0f} s")
            self._sleep(wait)
        raise DataFaults([refusal(request, answer, attempt)])


def download(
    requests: Sequence[Request],
    choices: DownloadChoices,
    *,
    ask: Ask,
    store: Callable[[Request, bytes], None],
    clock: Callable[[], float],
    sleep: Callable[[float], None],
    tell: Callable[[str], None],
) -> None:
    """Ask every request and store its answer's body; an answer that is cut off is asked in halves.

    `ask` makes one call; `clock` gives seconds of any origin, `sleep` waits seconds; `tell` gets a
    line for every answer and every failed attempt. Statuses 408, 429 and 5xx, and calls to which no
    readable answer came, are repeated with a growing pause, as long as the service asks for if that
    is longer. Raises `DataFaults`: a key or request refused, no answer after all attempts, an error
    in place of records, an answer cut off that cannot be split, `calls_per_run` reached. What is
    stored by then is good.
    """
    line = _Line(choices, ask, clock, sleep, tell)
    waiting = list(reversed(requests))
    while waiting:
        request = waiting.pop()
        answer = line.answer(request, len(waiting) + 1)
        found, faults = records(answer.body, f"UN Comtrade, {request.name}")
        raise_if_any(faults)
        if len(found) >= choices.records_per_call or len(found) in comtrade.KEY_CAPS:
            first, second = parts(request, len(found))
            waiting += [second, first]
            tell(f"{request.name}: cut off at {len(found)} records, to be asked in two parts")
        else:
            store(request, answer.body)
            tell(f"{request.name}: {len(found)} records")
