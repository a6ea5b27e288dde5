"""Claims on Mexican furniture, put to trade files in which every figure is invented."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import pytest
from judged import judged
from trade.comtrade_csv import Path, baci, legacy
from trade.run_steps import measured

from upgrading.claims.evidence import Evidence
from upgrading.claims.quantities import number
from upgrading.claims.readings import Claim
from upgrading.claims.trade_readings import (
    both_fall,
    exports_are,
    exports_reach,
    exports_rise,
    not_among_first,
    reads_as,
    shares_below,
    shares_fall,
    unit_values_fall_in_most,
)
from upgrading.trade.classes import CLASS_COLUMNS, DOWNGRADING, WITHDRAWING, ClassChoices
from upgrading.trade.evidence import NO_TRADE, TradeEvidence
from upgrading.trade.measures import UNIT_VALUE_COLUMNS

FALL, OFFICE, OTHER = (
    "tm-mexican-furniture-shares-fall",
    "tm-mexican-office-furniture",
    "tm-mexican-other-furniture",
)

FALLING = Path(shares=(0.04, 0.03), unit_values=(10, 8))

ALL_FALL = {
    "furniture_office": Path(shares=(0.05, 0.0485), unit_values=(10, 6)),
    "furniture_kitchen": FALLING,
    "furniture_bedroom": FALLING,
    "furniture_other": FALLING,
}
"""Office furniture: share 3 % down, within the tolerance, unit value 40 % down."""

THREE_FALL = {
    "furniture_office": Path(shares=(0.05, 0.046), unit_values=(10, 6)),
    "furniture_kitchen": FALLING,
    "furniture_bedroom": FALLING,
    "furniture_other": Path(shares=(0.04, 0.05), unit_values=(10, 8)),
}
"""Office furniture: share 8 % down, beyond the tolerance and still slight."""

RISING = dict.fromkeys(ALL_FALL, Path(shares=(0.30, 0.36), unit_values=(10, 12)))

UNDECIDED = {FALL: "conflicting", OFFICE: "not_testable", OTHER: "conflicting"}
"""Two of them say what the other denies; without figures nothing decides."""


def evidence(trade: TradeEvidence) -> Evidence:
    nothing = pd.DataFrame()
    return Evidence(nothing, nothing, nothing, {}, trade)


def trade_of(folder, **files: bytes) -> TradeEvidence:
    names = {"legacy": "synthetic.csv", "baci": "BACI_HS92_Y1996_V000000.csv"}
    contents = {names[kind]: content for kind, content in files.items()}
    world = measured(folder, contents)
    return TradeEvidence(world.frame("upgrading"), world.frame("unit_values"), ClassChoices())


@pytest.fixture(scope="session")
def on_furniture(claims) -> dict[str, Claim]:
    return {one.claim_id: one for one in claims if one.claim_id in {FALL, OFFICE, OTHER}}


@pytest.fixture
def verdicts(on_furniture) -> Callable[[TradeEvidence], dict[str, str]]:
    return lambda trade: {
        name: judged(claim, evidence(trade))[0] for name, claim in on_furniture.items()
    }


def test_there_are_three_claims_and_each_says_what_it_needs(on_furniture) -> None:
    assert len(on_furniture) == 3
    assert all("HS 940330" in claim.needs for claim in on_furniture.values())


def test_a_world_in_which_all_four_products_fall(tmp_path, on_furniture, verdicts) -> None:
    trade = trade_of(tmp_path, legacy=legacy(ALL_FALL))
    assert verdicts(trade) == {
        FALL: "contradicted",  # four fall
        OFFICE: "supported",
        OTHER: "supported",
    }
    changed = trade.row("comtrade", "furniture_office", "MEX")
    # 0.0485 / 0.05 − 1 and 6 / 10 − 1, whatever the file's values and weights
    assert changed["share_change"] == pytest.approx(-0.03)
    assert changed["relative_unit_value_change"] == pytest.approx(-0.4)
    told = str(judged(on_furniture[FALL], evidence(trade))[1])
    assert "falls in three of four: no (UN Comtrade: falls in 4 of 4: furniture_office" in told
    assert "share -3.0 %, relative unit value -40.0 % (1996 to 2002)" in told


def test_a_world_in_which_three_products_fall(tmp_path, verdicts) -> None:
    """The share of three falls and that of the fourth does not: then not all others fall."""
    trade = trade_of(tmp_path, legacy=legacy(THREE_FALL))
    assert verdicts(trade) == {
        FALL: "supported",
        OFFICE: "supported",
        OTHER: "contradicted",  # not in all three
    }


def test_a_world_that_contradicts_every_claim(tmp_path, on_furniture, verdicts) -> None:
    trade = trade_of(tmp_path, legacy=legacy(RISING))
    assert set(verdicts(trade).values()) == {"contradicted"}
    (modest,) = on_furniture[FALL].readings
    assert "share +20.0 %" in modest.test(evidence(trade)).evidence


def test_sources_that_part_decide_nothing_and_are_both_told(tmp_path, on_furniture) -> None:
    trade = trade_of(tmp_path, legacy=legacy(ALL_FALL), baci=baci(RISING))
    for claim in on_furniture.values():
        verdict, passage = judged(claim, evidence(trade))
        told = str(passage)
        if claim.claim_id == FALL:
            # four fall in one source and none in the other: in neither do three
            assert verdict == "contradicted"
        else:
            undecided = "conflicting" if claim.conflicts_with else "not_testable"
            assert verdict == undecided, claim.claim_id
            assert f"Needed: {claim.needs}" in told
        assert "CEPII BACI: " in told
        assert "UN Comtrade: " in told


def test_sources_that_agree_decide(tmp_path, verdicts) -> None:
    both = trade_of(tmp_path, legacy=legacy(ALL_FALL), baci=baci(ALL_FALL))
    assert both.sources(list(ALL_FALL), "MEX") == ["baci", "comtrade"]
    assert verdicts(both)[OFFICE] == "supported"


def test_without_files_nothing_is_testable(on_furniture) -> None:
    for claim in on_furniture.values():
        verdict, passage = judged(claim, evidence(NO_TRADE))
        told = str(passage)
        assert verdict == ("conflicting" if claim.conflicts_with else "not_testable")
        assert "not estimable (no data supplied on furniture_" in told
        assert f"; Needed: {claim.needs}" in told


def test_the_shipped_figures_say_nothing_of_furniture(shipped, verdicts) -> None:
    trade = TradeEvidence(shipped.frame("upgrading"), shipped.frame("unit_values"), ClassChoices())
    assert verdicts(trade) == UNDECIDED


def test_estimated_weights_are_no_evidence(tmp_path, verdicts) -> None:
    trade = trade_of(tmp_path, legacy=legacy(ALL_FALL, mexican_flag="6"))
    assert verdicts(trade) == UNDECIDED


def test_one_product_that_is_lacking_leaves_the_claims_on_all_open(
    tmp_path, on_furniture, verdicts
) -> None:
    three = {name: path for name, path in ALL_FALL.items() if name != "furniture_other"}
    found = verdicts(trade_of(tmp_path, legacy=legacy(three)))
    assert found == UNDECIDED | {OFFICE: "supported"}


# Readings one by one, on changes written down here ---------------------------------------------


def hand(
    changes: dict[str, tuple[float, float]], shares: dict[str, dict[str, float]] | None = None
) -> TradeEvidence:
    """Changes of share and relative unit value of A by product; shares in 2002 by product."""
    upgrading = pd.DataFrame(
        [("s", "A", product, 1996, 2002, *pair, "") for product, pair in changes.items()],
        columns=list(CLASS_COLUMNS),
    )
    unit_values = pd.DataFrame(
        [
            {"source": "s", "exporter": exporter, "product": product, "year": year}
            | {"market_share": share}
            for product, of in (shares or {}).items()
            for exporter, share in of.items()
            for year in (1996, 2002)
        ],
        columns=list(UNIT_VALUE_COLUMNS),
    )
    return TradeEvidence(upgrading, unit_values, ClassChoices())


def asked(trade: TradeEvidence, test) -> bool | None:
    return test(evidence(trade)).holds


@pytest.mark.parametrize(
    ("changes", "word", "holds"),
    [
        ((-0.10, -0.20), DOWNGRADING, True),  # both limits belong to it
        ((-0.11, -0.20), DOWNGRADING, False),
        ((-0.11, -0.01), WITHDRAWING, True),
        ((-0.10, -0.19), DOWNGRADING, False),  # neither word
        ((0.01, -0.50), DOWNGRADING, False),
        ((-0.50, 0.01), WITHDRAWING, False),
    ],
)
def test_the_two_words(changes, word, holds) -> None:
    assert asked(hand({"p": changes}), reads_as(["p"], "A", word)) is holds


def test_a_fall_of_exactly_the_tolerance_is_none() -> None:
    trade = hand({"p": (-0.05, 0.0), "q": (-0.051, 0.0)})
    pq = ["p", "q"]
    assert asked(trade, shares_fall(pq, "A", 1, beyond_tolerance=True)) is True
    assert asked(trade, shares_fall(pq, "A", 2)) is True
    assert asked(trade, shares_fall(pq, "A", 1)) is False


def test_both_fall_where_the_share_falls_needs_one_that_does() -> None:
    none_falls = hand({"p": (0.1, -0.1), "q": (0.0, -0.1)})
    one_falls = hand({"p": (0.1, -0.1), "q": (-0.1, -0.1)})
    one_stays = hand({"p": (0.0, -0.1), "q": (-0.1, -0.1)})
    pq = ["p", "q"]
    assert asked(one_stays, both_fall(pq, "A", where_share_falls=True)) is True
    assert asked(none_falls, both_fall(pq, "A", where_share_falls=True)) is False
    assert asked(one_falls, both_fall(pq, "A", where_share_falls=True)) is True
    assert asked(one_falls, both_fall(pq, "A", where_share_falls=False)) is False


@pytest.mark.parametrize(
    ("changes", "holds"),
    [((-0.1, -0.1, 0.1), True), ((-0.1, 0.0, 0.1), False), ((-0.1, 0.1), False), ((-0.1,), True)],
)
def test_most_is_more_than_half(changes, holds) -> None:
    trade = hand({f"p{place}": (0.0, change) for place, change in enumerate(changes)})
    products = list(trade.upgrading["product"])
    assert asked(trade, unit_values_fall_in_most(products, "A")) is holds


@pytest.mark.parametrize(
    ("shares", "holds"),
    [
        ({"A": 0.1, "B": 0.3, "C": 0.4, "D": 0.2}, True),  # place 4 of 4
        ({"A": 0.2, "B": 0.3, "C": 0.4, "D": 0.1}, False),  # place 3
        ({"A": 0.2, "B": 0.3, "C": 0.3, "D": 0.2}, False),  # third together with D
        ({"A": 0.1, "B": 0.4, "C": 0.5}, None),  # three exporters: the last is third, too
        ({"A": 0.1, "B": 0.4, "C": 0.5, "D": math.nan}, None),
    ],
)
def test_places_among_exporters(shares, holds) -> None:
    trade = hand({"p": (0.0, 0.0)}, {"p": shares})
    assert asked(trade, not_among_first(["p"], "A", 3)) is holds


def test_a_share_at_the_limit_is_not_below_it() -> None:
    trade = hand({"p": (0.0, 0.0)}, {"p": {"A": 0.10, "B": 0.90}})
    assert asked(trade, shares_below(["p"], "A", 0.10)) is False
    assert asked(trade, shares_below(["p"], "A", 0.11)) is True
    unknown = hand({"p": (0.0, 0.0)}, {"p": {"B": 0.90}})
    assert asked(unknown, shares_below(["p"], "A", 0.10)) is None


def test_a_source_that_cannot_decide_does_not_stop_one_that_can() -> None:
    trade = hand({"p": (-0.1, -0.3)}, {"p": {"A": 0.05, "B": 0.95}})
    without_shares = trade.upgrading.assign(source="t")
    both = TradeEvidence(
        pd.concat([trade.upgrading, without_shares]), trade.unit_values, ClassChoices()
    )
    outcome = shares_below(["p"], "A", 0.10)(evidence(both))
    assert outcome.holds is True
    assert outcome.evidence == "s: p 5.0 % in 1996, p 5.0 % in 2002; t: no share of p in 1996"


# Exports, beside what the report says of them ---------------------------------------------------


def exported(*rows: tuple[str, str, int, float]) -> TradeEvidence:
    """Exports of A in US$ million by source, product and year."""
    unit_values = pd.DataFrame(
        [
            {"source": source, "exporter": "A", "product": product, "year": year}
            | {"value_usd": value * 1e6}
            for source, product, year, value in rows
        ],
        columns=list(UNIT_VALUE_COLUMNS),
    )
    return TradeEvidence(pd.DataFrame(columns=list(CLASS_COLUMNS)), unit_values, ClassChoices())


@pytest.mark.parametrize(
    ("rows", "holds"),
    [
        ([("s", "p", 1996, 2.0), ("s", "p", 2002, 2.5)], True),
        ([("s", "p", 1996, 2.0), ("s", "p", 2002, 2.0)], False),
        ([("s", "p", 1996, 2.0)], None),  # a year is lacking
        (
            [
                *(("s", "p", 1996, 2.0), ("s", "p", 2002, 2.5)),
                *(("t", "p", 1996, 2.0), ("t", "p", 2002, 1.5)),
            ],
            None,  # the sources part
        ),
    ],
)
def test_exports_rise_where_every_source_says_so(rows, holds) -> None:
    assert asked(exported(*rows), exports_rise(["p"], "A", 1996, 2002)) is holds


def test_exports_of_several_products_add_up_and_none_may_lack() -> None:
    both = exported(("s", "p", 2002, 2.5), ("s", "q", 2002, 1.5))
    assert asked(both, exports_are(["p", "q"], "A", 2002, number(4), 0)) is True
    assert asked(both, exports_are(["p", "r"], "A", 2002, number(4), 0)) is None


@pytest.mark.parametrize(
    ("value", "stated", "decimals", "holds"),
    [(37.778, 38, 0, True), (37.778, 37, 0, True), (37.4, 38, 0, False), (2.94, "2.9", 1, True)],
)
def test_a_figure_is_what_is_exported_rounded_or_cut_off(value, stated, decimals, holds) -> None:
    trade = exported(("s", "p", 2002, value))
    assert asked(trade, exports_are(["p"], "A", 2002, number(stated), decimals)) is holds


def test_a_part_is_no_more_than_all_and_all_of_whom_is_said() -> None:
    trade = exported(("s", "p", 2002, 6.4))
    assert asked(trade, exports_reach(["p"], "A", 2002, number("6.4"))) is True
    assert asked(trade, exports_reach(["p"], "A", 2002, number("12.7"))) is False
    told = exports_reach(["p"], "A", 2002, number("12.7"))(evidence(trade)).evidence
    assert "all of A, US$ million" in told and "6.4 in 2002" in told
