"""Words of the trade page."""

from __future__ import annotations

import re
from typing import get_args

from reference import ROOT

from upgrading.config.models import OutlierRule
from upgrading.publish.site.trade_page import STEPS

TRADE = ROOT / "workflow" / "upgrading" / "trade"


def test_every_step_of_cleaning_is_explained() -> None:
    named = set()
    for file in TRADE.rglob("*.py"):
        found = re.findall(r'\b(?:counted|without|Step)\(\s*"(\w+)"', file.read_text("utf-8"))
        named |= set(found)
    assert len(named) > 10
    assert named | {f"outliers_{rule}" for rule in get_args(OutlierRule)} == set(STEPS)
