"""How the script of the download calls UN Comtrade's own client, and keeps the answers.

The client (`comtradeapicall`) puts the key into the address it calls, prints what failed, address
included, and returns nothing. Here its output is caught, the key is taken out of all that leaves
this module, and a failure is an `Answer` that says so.
"""

import gzip
import io
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, quote_plus

import urllib3
from comtradeapicall import PreviewGet

from upgrading.config.trade import ALL
from upgrading.faults import DataFaults, Fault
from upgrading.trade.download import FIXED, WORLD_CODE
from upgrading.trade.download_answers import Answer
from upgrading.trade.download_requests import Request, named

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
