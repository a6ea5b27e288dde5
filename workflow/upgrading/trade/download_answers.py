"""An answer of UN Comtrade, and what it means when there are no records in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from upgrading.faults import Fault
from upgrading.trade.download_requests import Request

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
