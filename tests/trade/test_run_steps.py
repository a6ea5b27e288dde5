"""The scripts on trade files that a researcher may name. Every figure is invented."""

from __future__ import annotations

import pathlib
from typing import Any

import pandas as pd
import pytest
from step_run import value
from tiers import Tier

from trade.comtrade_csv import LEGACY_HEADER, Path, legacy
from trade.run_steps import MEASURES, PRODUCTS, config, measured, registers, run
from upgrading.faults import DataFaults
from upgrading.files.frames import to_csv
from upgrading.inference.trade_changes import INTERVAL_COLUMNS
from upgrading.trade.classes import UPGRADING_COLUMNS
from upgrading.trade.measures import UNIT_VALUE_COLUMNS
from upgrading.trade.readers.recognise import read_any
from upgrading.trade.robustness import VERDICT_COLUMNS
from upgrading.trade.study import CONSTANT_COLUMNS

FAULTS = "data/processed/checks/trade_faults/{file}.csv"
FLOWS = "data/processed/trade/flows/{file}.csv"

OFFICE = {"furniture_office": Path(shares=(0.05, 0.04), unit_values=(10, 6))}
BOTH = OFFICE | {"furniture_bedroom": Path(shares=(0.10, 0.12), unit_values=(10, 11))}


def some_years(content: bytes, years: set[str]) -> bytes:
    head, *rows = content.decode().splitlines()
    kept = [row for row in rows if row.split(",")[1] in years]
    return "\n".join([head, *kept, ""]).encode()


def choices_over(tier: Tier) -> dict[str, Any] | None:
    """One way of measuring and classing in the quick tier, the project's own in the others."""
    one = {"comparators": ["world_excluding"], "tolerances": [0], "years": [2], "shortest": 4}
    return tier.of({"robustness": one}, None, None)


def test_without_trade_files_every_frame_is_there_and_empty(tmp_path, tier: Tier) -> None:
    world = measured(tmp_path, {}, choices_over(tier))
    for name in MEASURES:
        assert world.frame(name).empty, name
    assert tuple(world.frame("unit_values").columns) == (*UNIT_VALUE_COLUMNS, *CONSTANT_COLUMNS)
    assert tuple(world.frame("upgrading").columns) == (*UPGRADING_COLUMNS, *INTERVAL_COLUMNS)
    assert tuple(world.frame("verdicts").columns) == VERDICT_COLUMNS


@pytest.mark.parametrize("years", [{"1996"}, {"1996", "1997"}])
def test_fewer_years_than_any_window_give_unit_values_and_no_class(
    tmp_path, years, tier: Tier
) -> None:
    files = {"synthetic.csv": some_years(legacy(OFFICE), years)}
    world = measured(tmp_path, files, choices_over(tier))
    assert set(world.frame("unit_values")["year"].astype(str)) == years
    assert set(world.frame("upgrading")["class"]) == {"no data"}
    assert world.frame("verdicts").empty


def test_a_file_of_products_that_are_not_configured_is_counted_out(tmp_path) -> None:
    other = legacy(OFFICE).replace(b"940330", b"999999")
    world = measured(tmp_path, {"synthetic.csv": other})
    last = world.frame("steps").iloc[-1]
    assert last["step"] == "name_products"
    assert last["rows_in"] == last["rows_affected"] > 0
    assert last["rows_out"] == 0
    assert world.frame("unit_values").empty


def test_the_steps_of_cleaning_follow_on_one_another(tmp_path) -> None:
    steps = measured(tmp_path, {"synthetic.csv": legacy(BOTH)}).frame("steps")
    assert list(steps["rows_in"][1:]) == list(steps["rows_out"][:-1])
    assert steps["rows_in"].iloc[0] == 2 * 7 * 5  # products, years, exporters


def test_an_authors_figures_take_the_place_of_those_that_they_repeat(tmp_path) -> None:
    """A year of Mexico's again at half the share, and one that was not there before."""
    given, revised = legacy(OFFICE), legacy({"furniture_office": Path((0.02, 0.02), (10, 6))})
    rows = [row for row in revised.decode().splitlines() if ",484,MEX," in row]
    year = [row for row in rows if row.startswith("H0,2000,")]
    added = [row.replace("2000,2000,2000", "2003,2003,2003") for row in year]
    update = "\n".join([LEGACY_HEADER, *year, *added, ""]).encode()
    before = measured(tmp_path / "before", {"a.csv": given})
    world = measured(tmp_path / "after", {"a.csv": given}, updates={"b.csv": update})
    mexico = world.frame("unit_values").query("exporter == 'MEX'").set_index("year")
    was = before.frame("unit_values").query("exporter == 'MEX'").set_index("year")
    assert was.loc[2000, "market_share"] == pytest.approx(0.04)
    assert mexico.loc[2000, "market_share"] == pytest.approx(0.02)
    assert mexico.loc[2001, "market_share"] == pytest.approx(0.04)
    assert set(mexico.index) - set(was.index) == {2003}
    steps = world.frame("steps").set_index("step")
    first = steps.loc["replaced_by_update"]
    assert (first["rows_in"], first["rows_affected"], first["rows_out"]) == (37, 1, 36)
    assert first["value_usd_affected"] == pytest.approx(9_000_000 * 0.04 / 0.96)
    assert steps.loc["values_present", "rows_in"] == 36


def test_the_order_of_rows_and_files_changes_no_byte(tmp_path, tier: Tier) -> None:
    content = legacy(BOTH)
    head, *rows = content.decode().splitlines()
    first = measured(tmp_path / "first", {"synthetic.csv": content}, choices_over(tier))
    halves = {
        "b.csv": "\n".join([head, *reversed(rows[20:]), ""]).encode(),
        "a.csv": "\n".join([head, *reversed(rows[:20]), ""]).encode(),
    }
    second = measured(tmp_path / "second", halves, choices_over(tier))
    for name in MEASURES:
        one, other = (pathlib.Path(world.path(name)) for world in (first, second))
        assert one.read_bytes() == other.read_bytes(), name


def test_imports_beside_exports_warn_of_no_export(tmp_path) -> None:
    """Twelve import rows of one exporter, one of them an outlier; exports are as they are."""
    rows = [
        f"H0,1996,1996,1996,6,1,1,Import,{100 + number},X,X{number},484,Mexico,MEX,940330,Invented,"
        f"8,kg,10,10,{10_000 if number == 68 else 100},0"
        for number in (0, 4, 8, 12, 31, 40, 51, 52, 56, 58, 64, 68)
    ]
    rows = [row.replace(",X,X", f",X{place},Q") for place, row in enumerate(rows)]
    with_imports = legacy(OFFICE) + "\n".join([*rows, ""]).encode()
    choices = {"robustness": config()["robustness"] | {"years": [2], "tolerances": [0]}}
    alone = measured(tmp_path / "alone", {"a.csv": legacy(OFFICE)}, choices)
    beside = measured(tmp_path / "beside", {"a.csv": with_imports}, choices)
    for name in ("unit_values", "warnings", "upgrading"):
        pd.testing.assert_frame_equal(alone.frame(name), beside.frame(name))
    assert len(beside.frame("intra_industry")) > len(alone.frame("intra_industry"))


def test_what_cannot_be_read_is_written_down_beside_what_can(tmp_path) -> None:
    """The job that reads does not fail on it: `check_flows` raises it."""
    trade = tmp_path / "a.csv"
    trade.write_bytes(legacy(OFFICE) + b"1,2\n")
    inputs = registers() | {"trade": str(trade), "code_tables": []}
    written = run("read_trade_file", tmp_path, inputs, ["flows", "account", "faults"])
    (fault,) = value(written.faults, FAULTS)
    assert fault.problem.startswith("2 cells where the header has 22")
    assert len(value(written.flows, FLOWS)) == 35
    assert check_flows_fails(tmp_path, registers() | {"faults": [written.faults]}) == str(fault)


def check_flows_fails(folder, inputs) -> str:
    """What `check_flows` says of the flows in `folder`."""
    files = {"flows": [], "updates": [], "accounts": []} | inputs
    files |= {"concordances": [], "standard_unit_values": []}
    with pytest.raises(DataFaults) as raised:
        run("check_flows", folder, files, [""])
    return str(raised.value)


def test_what_cannot_be_read_and_what_cleaning_finds_are_told_together(tmp_path) -> None:
    """A file that cannot be read beside one that has the World in one row and partners in others
    of the same flow."""
    inputs = registers() | {"code_tables": []}
    faults, flows = [], []
    for name, rows in (("a", b"1,2\n"), ("b", b"")):
        trade = tmp_path / f"{name}.csv"
        trade.write_bytes(legacy(OFFICE) + rows)
        written = run(
            "read_trade_file",
            tmp_path / name,
            inputs | {"trade": str(trade)},
            ["flows", "account", "faults"],
        )
        faults.append(written.faults)
        flows.append(written.flows)
    log = check_flows_fails(tmp_path, inputs | {"faults": faults, "flows": flows})
    assert log.count("2 cells where the header has 22") == 1
    assert log.count("\n") > 0
    assert not (tmp_path / "steps.csv").exists()


def test_flows_come_back_from_their_file_as_they_were_read(tmp_path) -> None:
    """With estimates that are marked, not marked, and not told of."""
    read, faults = read_any(legacy(OFFICE, mexican_flag="4"), "synthetic.csv")
    assert faults == []
    assert read["net_weight_estimated"].isna().any()
    assert read["net_weight_estimated"].notna().any()
    path = tmp_path / "flows.csv"
    path.write_text(to_csv(read), encoding="utf-8")
    pd.testing.assert_frame_equal(value(str(path), FLOWS), read, check_exact=False, rtol=1e-11)


def test_a_product_may_have_a_window_of_its_own(tmp_path) -> None:
    products = tmp_path / "products.yaml"
    text = PRODUCTS.read_text(encoding="utf-8")
    own = '["940330"]}\n  window: {base: 1996, end: 1999, years: 1}\n'
    products.write_text(text.replace('["940330"]}\n', own), encoding="utf-8")
    world = measured(tmp_path / "world", {"a.csv": legacy(BOTH)}, products=products)
    found = world.frame("upgrading").set_index("product")
    assert tuple(found.loc["furniture_office", ["base", "end"]]) == (1996, 1999)
    assert tuple(found.loc["furniture_bedroom", ["base", "end"]]) == (1996, 2002)
    # 1999 alone is already late: 4 % of the market instead of 5 %
    assert found.loc["furniture_office", "share_change"] == pytest.approx(-0.2)
    assert found.loc["furniture_office", "relative_unit_value_change"] == pytest.approx(-0.4)
    assert found.loc["furniture_bedroom", "share_change"] == pytest.approx(0.2)


def test_the_header_of_the_invented_files_is_that_of_un_comtrade() -> None:
    assert len(LEGACY_HEADER.split(",")) == 22


def test_codes_of_a_product_may_stand_by_world_and_by_partners(tmp_path) -> None:
    """Of wine in bottles the partners add to World, of sparkling wine they do not."""
    line = (
        "H0,1996,1996,1996,6,1,2,Export,152,Chile,CHL,{},{},,{},Invented,8,kg,{value},{value},"
        "{value},0"
    )
    rows = [
        line.format(*partner, code, value=value)
        for code, part in (("220421", 50), ("220410", 20))
        for partner, value in (((0, "World"), 100), ((842, "USA"), part), ((276, "Germany"), 50))
    ]
    world = measured(tmp_path, {"a.csv": "\n".join([LEGACY_HEADER, *rows, ""]).encode()})
    assert list(world.frame("unit_values")["value_usd"]) == [200]


def test_units_that_cannot_be_added_are_told_before_anything_is_measured(tmp_path) -> None:
    """Each code of wine has a unit of its own in which most of it is measured."""
    line = "H0,1996,1996,1996,6,1,2,Export,152,Chile,CHL,842,USA,USA,{},Invented,{},{},9,,100,0"
    rows = [line.format("220421", 7, "l"), line.format("220410", 5, "items")]
    choices = {"cleaning": config()["cleaning"] | {"quantity": "main_unit"}}
    with pytest.raises(DataFaults) as raised:
        measured(tmp_path, {"a.csv": "\n".join([LEGACY_HEADER, *rows, ""]).encode()}, choices)
    assert "comtrade measures wine in items, l: units are never added" in str(raised.value)
    assert not (tmp_path / "flows.csv").exists()
