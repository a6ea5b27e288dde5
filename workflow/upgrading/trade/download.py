"""Downloading from UN Comtrade: what is asked, in which pieces, and what becomes of an answer.

The service cuts an answer off at a number of records, has no pages, and allows a key so many calls
a day. Nothing here knows the network, the time or a file: `download` is given what calls, waits and
stores. Annual exports or imports of goods only, in one cut of the data, so that nothing is in two
answers (`FIXED`).
"""

from __future__ import annotations

import gzip
import io
import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import quote, quote_plus

import urllib3
from comtradeapicall import PreviewGet

from upgrading.config.models import ALL
from upgrading.config.models import DownloadChoices as DownloadChoices
from upgrading.faults import DataFaults, Fault, raise_if_any
from upgrading.trade.products import Product
from upgrading.trade.readers import comtrade
from upgrading.trade.readers.records import records

# A request to UN Comtrade, and the name of the file that keeps its answer -------------------------
#
# The name says all that was asked, so that the files themselves are the record of what is there.


"""In place of a list of reporters: whoever reports."""

Cell = tuple[str, int, str, str]
"""Flow, year, code, reporter: what one figure of an answer is for, whatever the partner."""

_NAME: Final = re.compile(
    r"(?P<classification>H[S\d])_(?P<flow>[A-Z]+)_(?P<partners>world|all)_(?P<years>[\d+-]+)"
    r"_(?P<codes>[\d+]+)_(?P<reporters>all|[\d+]+)\.json\.gz"
)


def _shown_years(years: Iterable[int]) -> str:
    """Years as in `1990-1995+1998`."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return "+".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def _read_years(text: str) -> tuple[int, ...]:
    years: list[int] = []
    for run in text.split("+"):
        first, _, last = run.partition("-")
        years += range(int(first), int(last or first) + 1)
    return tuple(years)


@dataclass(frozen=True)
class Request:
    """One call: classification (`HS`), flow (`X`, `M`), partners (`world` or `all`), and lists.

    Years ascend; codes are of the classification; reporters are UN Comtrade's numbers, or `all`.
    """

    classification: str
    flow: str
    partners: str
    years: tuple[int, ...]
    codes: tuple[str, ...]
    reporters: tuple[str, ...]

    @property
    def name(self) -> str:
        """The file of its answer: `HS_X_world_1990-2001_940330_all.json.gz`."""
        years, codes = _shown_years(self.years), "+".join(self.codes)
        asked = (self.classification, self.flow, self.partners, years, codes)
        return f"{'_'.join(asked)}_{'+'.join(self.reporters)}.json.gz"

    @property
    def cells(self) -> frozenset[Cell]:
        """What its answer is about."""
        return frozenset(
            (self.flow, year, code, reporter)
            for year in self.years
            for code in self.codes
            for reporter in self.reporters
        )

    def meets(self, other: Request) -> bool:
        """Whether some trade would be in both answers, in whatever cut."""
        everybody = ALL in (*self.reporters, *other.reporters)
        return (
            self.flow == other.flow
            and not set(self.years).isdisjoint(other.years)
            and not set(self.codes).isdisjoint(other.codes)
            and (everybody or not set(self.reporters).isdisjoint(other.reporters))
        )

    def clashes_with(self, other: Request) -> bool:
        """Whether this answer holds part of the `other` in a way that cannot be taken out of it."""
        same = (self.classification, self.partners) == (other.classification, other.partners)
        some_of_all = ALL in other.reporters and ALL not in self.reporters
        return self.meets(other) and (some_of_all or not same)


def named(name: str) -> Request | None:
    """The request whose answer has this file name; `None` for any other file."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    text = found.groupdict()
    try:
        years = _read_years(text["years"])
    except ValueError:
        return None
    codes, reporters = tuple(text["codes"].split("+")), tuple(text["reporters"].split("+"))
    request = Request(
        text["classification"], text["flow"], text["partners"], years, codes, reporters
    )
    return request if request.name == name else None


def halves(request: Request) -> tuple[Request, Request] | None:
    """Two requests that together ask the same: by year, else by code, else by reporter.

    `None` if there is only one of each; `all` reporters cannot be told apart.
    """
    for field in ("years", "codes", "reporters"):
        values = getattr(request, field)
        if len(values) > 1:
            first, second = values[: len(values) // 2], values[len(values) // 2 :]
            return replace(request, **{field: first}), replace(request, **{field: second})
    return None


# An answer of UN Comtrade, and what it means when there are no records in it ----------------------


LATER: Final = "Run again later: what is stored is not asked again"


@dataclass(frozen=True)
class Answer:
    """What came back: HTTP status (`None` if nothing came), body, what went wrong on the way.

    `retry_after`: seconds that the service asks to wait. No field may hold the key.
    """

    status: int | None
    body: bytes = b""
    problem: str = ""
    retry_after: float | None = None

    @property
    def good(self) -> bool:
        """Whether records came."""
        return self.status == 200 and not self.problem

    @property
    def temporary(self) -> bool:
        """Whether the same request may succeed a little later."""
        refused = self.status is not None and 300 <= self.status < 500
        return not self.good and (not refused or self.status in (408, 429))

    @property
    def said(self) -> str:
        """Status and message in one line of at most 300 characters, for people."""
        text = self.body.decode("utf-8", "replace")
        try:
            message = json.loads(text)
        except ValueError:
            message = None
        if isinstance(message, dict):
            words = [message.get(name) for name in ("message", "error", "title", "detail")]
            text = next((word for word in words if isinstance(word, str) and word), "")
        where = "" if self.status is None else f"{self.status}: "
        return f"{where}{' '.join((self.problem or text).split())[:300]}".strip()


def fault(request: Request, problem: str) -> Fault:
    """What is wrong with a request or its answer."""
    return Fault(f"UN Comtrade, {request.name}", problem)


def refusal(request: Request, answer: Answer, attempts: int) -> Fault:
    """Why there are no records, and what to do about it."""
    if answer.status == 403 and "quota" in answer.said.lower():
        return fault(request, f"the key's calls are used up for now ({answer.said}). {LATER}")
    if answer.status in (401, 403):
        return fault(
            request,
            f"the key was refused ({answer.said}). Check the environment variable "
            "COMTRADE_API_KEY, and at UN Comtrade that the key is active for its data API",
        )
    if not answer.temporary:
        return fault(request, f"the request was refused ({answer.said})")
    times = f"{attempts} attempt{'s' * (attempts > 1)}"
    return fault(request, f"no usable answer after {times} ({answer.said}). {LATER}")


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


# How the script of the download calls UN Comtrade's own client, and keeps the answers -------------
#
# The client (`comtradeapicall`) puts the key into the address it calls, prints what failed,
# address included, and returns nothing. Here its output is caught, the key is taken out of all
# that leaves this module, and a failure is an `Answer` that says so.


KEY = "COMTRADE_API_KEY"


def key_from(environment: Mapping[str, str]) -> str:
    """The user's key. Raises `DataFaults` if there is none."""
    key = environment.get(KEY, "").strip()
    if not key:
        problem = (
            "this environment variable is not set, so nothing was asked of UN Comtrade. Set it to "
            "your key (free, from comtradedeveloper.un.org) and start again; see "
            "docs/comtrade_download.md"
        )
        raise DataFaults([Fault(KEY, problem)])
    return key


class _Connection:
    """What the client gets for its pool of connections: one attempt per call, the answer kept.

    Left alone, urllib3 would call up to four times where the key pays for every call, wait as long
    as a server likes, and the client would keep the status and the body as it came to itself.
    """

    def __init__(self) -> None:
        self.answer = Answer(None)

    def request(self, method: str, url: str, **arguments: Any) -> urllib3.BaseHTTPResponse:
        pool = urllib3.PoolManager()
        try:
            response = pool.request(method, url, retries=urllib3.Retry(0), **arguments)
        except urllib3.exceptions.HTTPError as error:
            reason = getattr(error, "reason", None) or error
            self.answer = Answer(None, problem=f"{type(reason).__name__}: {reason}")
            raise
        seconds = response.headers.get("Retry-After", "")
        retry_after = float(seconds) if seconds.isdecimal() else None
        self.answer = Answer(response.status, response.data, retry_after=retry_after)
        return response


@contextmanager
def _listening(connection: _Connection) -> Iterator[io.StringIO]:
    """Give the client the connection, catch what it prints, and keep urllib3 from logging."""
    library, log = PreviewGet.urllib3, logging.getLogger("urllib3")
    level, printed = log.level, io.StringIO()
    PreviewGet.urllib3 = SimpleNamespace(
        PoolManager=lambda: connection, exceptions=library.exceptions
    )
    log.setLevel(logging.CRITICAL)  # its debugging lines print whole addresses
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            yield printed
    finally:
        PreviewGet.urllib3 = library
        log.setLevel(level)


def _without(key: str, text: bytes) -> bytes:
    for form in (key, quote(key), quote(key, safe=""), quote_plus(key)):
        text = text.replace(form.encode(), b"[key]")
    return text


def calls(key: str, cap: int) -> Callable[[Request], Answer]:
    """A function that makes one call, for at most `cap` records. It never raises."""

    def ask(request: Request) -> Answer:
        connection, frame, failure = _Connection(), None, ""
        with _listening(connection) as printed:
            try:
                frame = PreviewGet.getFinalData(
                    key,
                    clCode=request.classification,
                    period=",".join(map(str, request.years)),
                    reporterCode=None if ALL in request.reporters else ",".join(request.reporters),
                    cmdCode=",".join(request.codes),
                    flowCode=request.flow,
                    partnerCode=WORLD_CODE if request.partners == "world" else None,
                    maxRecords=cap,
                    **FIXED,
                )
            except Exception as error:
                failure = f"{type(error).__name__}: {error}"
        answer = connection.answer
        problem = answer.problem
        if frame is None and answer.status in (None, 200) and not problem:
            problem = failure or printed.getvalue().strip() or "the client returned nothing"
        return replace(
            answer,
            body=_without(key, answer.body),
            problem=_without(key, problem.encode()).decode(),
        )

    return ask


def stored(folder: Path) -> list[Request]:
    """The requests whose answers are in the folder, by name; other files are passed over."""
    found = (named(path.name) for path in sorted(folder.glob("*.json.gz")))
    return [request for request in found if request]


def save(folder: Path, request: Request, body: bytes) -> None:
    """Keep an answer, gzipped. The file is there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{request.name}.part"
    try:
        part.write_bytes(gzip.compress(body, mtime=0))
        part.replace(folder / request.name)
    finally:
        part.unlink(missing_ok=True)
