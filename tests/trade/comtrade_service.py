"""A local imitation of UN Comtrade's data API. Every figure it answers with is synthetic."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import urllib3

KEY = "a/secret+key=0f3b9"
"""With characters that an address must escape."""

SERVICE = "https://comtradeapi.un.org"
REPORTERS = ("484", "842", "156")
PARTNERS = ("0", "32", "76")

Reply = tuple[int, dict[str, str], bytes]


def error(status: int, message: str, **headers: str) -> Reply:
    """As the gateway of the service words it."""
    body = json.dumps({"statusCode": status, "message": message}).encode()
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, body


def record(year: str, code: str, reporter: str, partner: str, flow: str) -> dict[str, Any]:
    value = float(int(code) % 1000 + int(year) + int(reporter))
    return {
        "typeCode": "C",
        "freqCode": "A",
        "refPeriodId": int(f"{year}0101"),
        "refYear": int(year),
        "refMonth": 52,
        "period": year,
        "reporterCode": int(reporter),
        "reporterISO": None,
        "flowCode": flow,
        "partnerCode": int(partner),
        "partnerISO": None,
        "partner2Code": 0,
        "classificationCode": "H1",
        "cmdCode": code,
        "customsCode": "C00",
        "mosCode": "0",
        "motCode": 0,
        "qtyUnitCode": 8,
        "qty": None if reporter == "156" else value / 4,
        "isQtyEstimated": False,
        "netWgt": value / 4,
        "isNetWgtEstimated": False,
        "primaryValue": value,
        "legacyEstimationFlag": 0,
    }


class Service:
    """What was asked, what is answered: `replies` first, one per call, then records up to `cap`."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.replies: list[Reply] = []
        self.cap = 100_000
        self.address = ""

    def reply(self, path: str, query: dict[str, str]) -> Reply:
        self.asked.append({"path": path, **query})
        if query.get("subscription-key") != KEY:
            message = f"Access denied due to invalid subscription key {query['subscription-key']}."
            return error(401, message)
        if self.replies:
            return self.replies.pop(0)
        everybody, partners = ",".join(REPORTERS), ",".join(PARTNERS)
        records = [
            record(year, code, reporter, partner, query["flowCode"])
            for year in query["period"].split(",")
            for code in query["cmdCode"].split(",")
            for reporter in query.get("reportercode", everybody).split(",")
            for partner in query.get("partnerCode", partners).split(",")
        ][: min(self.cap, int(query["maxRecords"]))]
        body = {"elapsedTime": "0.01 secs", "count": len(records), "data": records, "error": ""}
        return 200, {}, json.dumps(body).encode()


@contextmanager
def serving() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            status, headers, body = service.reply(address.path, query)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    service.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def redirect(address: str, setattr: Callable[..., Any] = setattr) -> None:
    """Whatever this process asks of the service goes to `address`, and nothing goes elsewhere."""
    original = urllib3.PoolManager

    class Local(original):  # type: ignore[misc, valid-type]
        def request(self, method: str, url: str, *arguments: Any, **options: Any) -> Any:
            assert url.startswith(SERVICE), url
            return super().request(method, url.replace(SERVICE, address, 1), *arguments, **options)

    setattr(urllib3, "PoolManager", Local)
