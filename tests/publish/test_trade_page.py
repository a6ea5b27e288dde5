"""Words of the trade page."""

from __future__ import annotations

import re
from typing import get_args

from reference import ROOT

from upgrading.config.models import (
    CoarseProducts,
    Details,
    Estimated,
    OutlierRule,
    Partners,
    QuantityChoice,
    ReExports,
    Unspecified,
)
from upgrading.publish.site.trade_page import STEPS, choice_in_words

TRADE = ROOT / "workflow" / "upgrading" / "trade"


def test_every_step_of_cleaning_is_explained() -> None:
    named = set()
    for file in TRADE.rglob("*.py"):
        found = re.findall(r'\b(?:counted|without|Step)\(\s*"(\w+)"', file.read_text("utf-8"))
        named |= set(found)
    assert len(named) > 10
    assert named | {f"outliers_{rule}" for rule in get_args(OutlierRule)} == set(STEPS)


CHOICES = (Details, ReExports, Partners, Unspecified, CoarseProducts, Estimated, QuantityChoice)


def test_no_choice_is_told_by_a_name_of_the_program() -> None:
    names = [name for choice in CHOICES for name in get_args(choice)]
    told = [choice_in_words("any", name) for name in names]
    assert len(told) > 12
    assert not [words for words in told if "_" in words]
    assert choice_in_words("regions", "fao > 5000, fao:351, comtrade:97, EUR") == (
        "codes FAO above 5000, FAO 351, UN Comtrade 97, EUR"
    )
