"""A request to UN Comtrade, and the name of the file that keeps its answer.

The name says all that was asked, so that the files themselves are the record of what is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from upgrading.config.trade import ALL

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
