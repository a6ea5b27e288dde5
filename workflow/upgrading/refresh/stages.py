"""The stages of the study that are recomputed, what they cost, and for how many inputs they are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from upgrading.present.study_facts import PARTS
from upgrading.refresh.inference_study import UNITS

Stage: TypeAlias = str
"""`cases`, `trade`, `claims`, `verdicts`, one of `inference_study.UNITS`, the curve of a relation
(`CURVE` and its row), or a part of the study in numbers (`part_stage`)."""

CURVE: Final = "curve of "

_PART: Final = "in numbers: "

_HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {row: heading for heading, part in PARTS.items() for row in part.rows}
)
"""Parts of the study in numbers, by row."""

_COSTLY: Final = frozenset({"verdicts", *UNITS})
_COSTLY_FRAMES: Final = frozenset({"cells", "errata", "association", "survives"})

FEW: Final = 10
"""Up to so many inputs are told apart in a costly stage, which takes two evaluations for each, of
up to `taking_part.ALL_SETS` one for every set of them."""

FEW_OF_CURVES: Final = 2
"""The same of the curves, of which an evaluation takes up to a dozen seconds."""


def part_stage(row: str) -> Stage | None:
    """The stage of a row of the study in numbers."""
    return _PART + _HEADINGS[row] if row in _HEADINGS else None


def heading_of(stage: Stage) -> str | None:
    """The heading of the part of the study in numbers that a stage is; `None` if it is none."""
    return stage.removeprefix(_PART) if stage.startswith(_PART) else None


def needs(stage: Stage) -> tuple[str, ...]:
    """The frames that a part of the study in numbers is counted from; none of another stage."""
    heading = heading_of(stage)
    return PARTS[heading].needs if heading else ()


def costly(stage: Stage) -> bool:
    """Whether a stage takes half a second and more: it is recomputed for a few inputs only."""
    return (
        stage in _COSTLY or stage.startswith(CURVE) or not _COSTLY_FRAMES.isdisjoint(needs(stage))
    )


def few(stage: Stage) -> int:
    """Up to how many inputs are told apart in a costly stage."""
    return FEW_OF_CURVES if stage.startswith(CURVE) or "survives" in needs(stage) else FEW
