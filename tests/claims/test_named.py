"""Statements as pages show them: each names what it is about, wherever it stands."""

from __future__ import annotations

import re

import pytest
import yaml
from reference import ROOT

POINTING = re.compile(
    r"(They|It|This|These|Those|Such|Its|Their|Here|There they)\b"
    r"|(None|Some|Most|All|Many|Few|One) of (these|them|the clusters have local)\b"
    r"|In (none|some|most|all) of (these|them)\b"
    r"|The (section|industry|region|area|sector|cluster|clusters|three clusters)\b(?! of| in| that)"
)
"""How a statement begins that hangs on what stands before it in the report."""

SAID = [
    (claim, " ".join(entry["says"].split()))
    for file in sorted((ROOT / "config" / "claims").glob("[0-9]*.yaml"))
    for place in yaml.safe_load(file.read_text(encoding="utf-8")).values()
    for claim, entry in place.items()
]


@pytest.mark.parametrize(
    "text", ["They grow melons.", "Its governance is mixed.", "The cluster declined."]
)
def test_what_points_back_is_found(text: str) -> None:
    assert POINTING.match(text)


def test_every_statement_names_its_subject() -> None:
    assert len(SAID) > 600
    assert [(claim, text) for claim, text in SAID if POINTING.match(text)] == []


def test_no_statement_speaks_of_these_or_of_that_group() -> None:
    pointing = re.compile(r"\b(of|in|for) (these|this) (clusters?|group|industries|industry)\b")
    assert [(claim, text) for claim, text in SAID if pointing.search(text)] == []
