"""The engine for large BACI files, on small ones. Every row here is synthetic."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from upgrading.faults import DataFaults, Fault
from upgrading.trade import schema
from upgrading.trade.large import measures, rows, source
from upgrading.trade.large.source import cell_faults
from upgrading.trade.measures import MeasureChoices, revealed_advantage, unit_values
from upgrading.trade.readers.codes import Codes, Country
from upgrading.trade.readers.formats import baci

HEADER = '"t","i","j","k","v","q"\n'
KEYS = ["source", "exporter", "product", "year"]


def connect(scratch: Path, threads: int = 2, memory_mb: int = 400) -> duckdb.DuckDBPyConnection:
    return source.connect(scratch, threads=threads, memory_mb=memory_mb)


@pytest.fixture
def duck(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(tmp_path / "scratch") as connection:
        yield connection


def synthetic(seed: int, rows: int = 300, year: int = 1996) -> list[str]:
    """Lines as CEPII prints them; each key once; some quantities missing or 0, some values 0."""
    draw = np.random.default_rng(seed)
    keys = {
        (int(i), int(j), int(k))
        for i, j, k in zip(
            draw.choice([4, 76, 484, 490, 516, 842], rows),
            draw.choice([8, 12, 251, 699, 757], rows),
            draw.choice([10110, 80450, 220421, 940330, 940340], rows),
            strict=True,
        )
    }
    lines = []
    for i, j, k in sorted(keys):
        value = 0.0 if draw.random() < 0.05 else draw.lognormal(3, 2)
        chance = draw.random()
        quantity = "NA" if chance < 0.2 else f"{0 if chance < 0.25 else draw.lognormal(2, 2):.3f}"
        lines.append(f'{year},{i},{j},{k:06d},{value:.3f},"{quantity:>13}"')
    return lines


def content(lines: list[str]) -> str:
    return HEADER + "".join(f"{line}\n" for line in lines)


def file_of(
    folder: Path, text: str | bytes, name: str = "BACI_HS92_Y1996_V202601.csv"
) -> source.BaciFile:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found, faults = source.recognised(path)
    assert faults == []
    assert found is not None
    return found


def refused(folder: Path, text: str | bytes, name: str = "b.csv") -> list[Fault]:
    """Faults of reading, after it is seen that measuring finds the same."""
    file = file_of(folder, text, name)
    with connect(folder / "scratch") as connection:
        faults = rows.load(connection, file)
        assert connection.execute("SELECT * FROM duckdb_tables()").fetchall() == []
        written, again = measures.of_file(connection, file, folder / "m", Codes())
    assert written == []
    assert not (folder / "m").exists()
    assert again == faults
    return faults


def flows_of(connection, file: source.BaciFile, products: list[str], codes: Codes | None = None):
    """Flows of the products of a file without faults."""
    assert rows.load(connection, file) == []
    assert rows.repeated(connection, file) == []
    parts = list(rows.flows(connection, file, products, codes or Codes()))
    return schema.conform(pd.concat([schema.empty(), *parts]))


def by_reader(text: str | bytes, name: str, codes: Codes | None = None, products=None):
    flows, faults, _ = baci.read(
        text if isinstance(text, bytes) else text.encode(), name, codes or Codes(), products
    )
    assert faults == []
    return flows


def by_pandas(flows: pd.DataFrame) -> pd.DataFrame:
    """The measures by the path for what fits in memory, with the names of `measures.COLUMNS`."""
    names = {
        "world_excluding": "relative_to_world_excluding",
        "world_including": "relative_to_world_including",
        "median_exporter": "relative_to_median_exporter",
    }
    frames = {
        name: unit_values(flows, MeasureChoices(comparator=name)).set_index(KEYS)  # type: ignore[arg-type]
        for name in names
    }
    first = frames["world_excluding"]
    found = first.drop(columns=["quantity_unit", "relative_unit_value", "world_unit_value"])
    for name, column in names.items():
        found[column] = frames[name]["relative_unit_value"]
    found["world_unit_value_excluding"] = first["world_unit_value"]
    found["world_unit_value_including"] = frames["world_including"]["world_unit_value"]
    world = flows.groupby(["product", "year"])["value_usd"].sum().rename("world_value_usd")
    found = found.join(world, on=["product", "year"])
    found = found.join(revealed_advantage(flows, complete=("baci",)).set_index(KEYS)).reset_index()
    return found[list(measures.COLUMNS)]


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(
        found, expected, check_dtype=False, check_exact=False, rtol=1e-9, atol=0
    )


def measured(connection, file: source.BaciFile, codes: Codes | None = None) -> pd.DataFrame:
    """All measures of a file, those of all its years together."""
    paths, faults = measures.of_file(connection, file, file.path.parent / "m", codes or Codes())
    assert faults == []
    return measures.relation(connection, paths).df()


# Measures


@pytest.mark.parametrize("seed", range(6))
def test_measures_are_those_of_the_path_in_pandas(duck, tmp_path: Path, seed: int) -> None:
    text = content(synthetic(seed, rows=20 + 60 * seed))
    file = file_of(tmp_path, text)
    found = measured(duck, file)
    assert tuple(found.columns) == measures.COLUMNS
    same(found, by_pandas(by_reader(text, file.name)))


def test_a_market_by_hand(duck, tmp_path: Path) -> None:
    lines = [
        "1996,484,842,940330,0.2,0.05",  # 200 USD, 50 kg: 4 USD per kg
        "1996,484,124,940330,0.1,0.05",  # 2 USD per kg
        "1996,484,76,940330,0.1,NA",  # value without a quantity
        "1996,381,842,940330,0.8,0.1",
        "1996,156,842,940330,0.4,0.2",
    ]
    found = measured(duck, file_of(tmp_path, content(lines))).set_index("exporter")
    mexico = found.loc["MEX"]
    assert mexico["value_usd"] == 400
    assert mexico["quantity"] == 100
    assert mexico["partners"] == 3
    assert mexico["quantity_coverage"] == 0.75
    assert mexico["unit_value"] == 3
    assert mexico["median_bilateral_unit_value"] == 3  # of 4 and 2
    assert mexico["market_share"] == 0.25
    assert mexico["world_unit_value_excluding"] == 4  # (800 + 400) / (100 + 200)
    assert mexico["relative_to_world_including"] == 3 / 3.75
    assert mexico["relative_to_median_exporter"] == 1  # of 3, 8 and 2
    assert mexico["rca"] == 1  # the only product
    assert list(found.index) == ["CHN", "ITA", "MEX"]


def test_the_same_bytes_for_any_threads_memory_and_order_of_rows(tmp_path: Path) -> None:
    lines = synthetic(11, rows=2000)
    shuffled = list(np.random.default_rng(1).permutation(lines))
    results = set()
    for number, (threads, order) in enumerate([(1, lines), (2, lines), (2, shuffled)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        file = file_of(folder, content(order))
        memory = 200 + 100 * number
        with connect(folder / "scratch", threads=threads, memory_mb=memory) as connection:
            ((path,), _) = measures.of_file(connection, file, folder / "m", Codes())
        results.add(path.read_bytes())
    assert len(results) == 1


def test_countries_go_by_the_table_and_two_numbers_of_one_are_one_exporter(duck, tmp_path) -> None:
    codes = Codes(baci={"516": Country("NAM", "NA", "Namibia"), "999": Country("NAM")})
    lines = synthetic(3)
    lines += [line.replace("1996,516,8,", "1996,999,36,") for line in lines if ",516,8," in line]
    assert any(",999," in line for line in lines)
    text = content(lines)
    file = file_of(tmp_path, text)
    same(measured(duck, file, codes), by_pandas(by_reader(text, file.name, codes)))


def test_products_of_different_levels_are_refused(duck, tmp_path: Path) -> None:
    file = file_of(tmp_path, content(["1996,4,8,010110,1,1", "1996,4,8,0101,1,1"]))
    with pytest.raises(DataFaults, match="different levels are not added: 0101, 010110"):
        measured(duck, file)


# Flows of products


def test_flows_of_products_are_those_of_the_reader_lines_included(duck, tmp_path: Path) -> None:
    text = content(synthetic(1996)).replace(",080450,", ",80450,")
    file = file_of(tmp_path, text)
    wanted = ["940330", "080450", "571", "00940340", "TOTAL"]
    found = flows_of(duck, file, wanted)
    pd.testing.assert_frame_equal(
        found, by_reader(text, file.name, products=wanted), check_exact=True
    )
    assert set(found["product"]) == {"940330", "080450"}
    assert set(found["classification"]) == {"HS92"}
    assert set(found["warning"]) == {baci.WARNING}
    assert flows_of(duck, file, ["010190"]).empty
    assert flows_of(duck, file, ["TOTAL"]).empty


def test_the_account_is_that_of_the_reader(duck, tmp_path: Path) -> None:
    text = content(synthetic(7))
    file = file_of(tmp_path, text)
    rows.load(duck, file)
    found = rows.counted(duck, ["080450"]).account()
    _, _, expected = baci.read(text.encode(), file.name, Codes(), ["080450"])
    pd.testing.assert_frame_equal(found, expected)


def test_flows_come_in_parts_that_are_together_the_whole(duck, tmp_path: Path, monkeypatch) -> None:
    pairs = [(i, j) for i in range(1, 60) for j in range(1, 60)]
    text = content([f"1996,{i},{j},010110,{i}.5,{j}" for i, j in pairs])
    file = file_of(tmp_path, text)
    monkeypatch.setattr(rows, "_VECTORS", 1)
    rows.load(duck, file)
    parts = list(rows.flows(duck, file, ["010110"], Codes()))
    assert len(parts) > 1
    whole = schema.conform(pd.concat(parts))
    pd.testing.assert_frame_equal(whole, by_reader(text, file.name))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blank_lines_do_not_move_the_numbers_of_lines(duck, tmp_path: Path, end: str) -> None:
    given = [f"1996,4,{j},010110,{j},2" for j in range(1, 6)]
    lines = [HEADER.strip(), given[0], "", *given[1:3], "", "", *given[3:], "", ""]
    text = end.join(lines)
    file = file_of(tmp_path, text)
    found = flows_of(duck, file, ["010110"])
    pd.testing.assert_frame_equal(found, by_reader(text, file.name))
    assert list(found["line"]) == [2, 4, 5, 8, 9]


def test_a_file_of_several_years_is_measured_year_by_year(duck, tmp_path: Path) -> None:
    text = content([*synthetic(1, year=1997), *synthetic(2, year=1996)])
    file = file_of(tmp_path, text)
    products = sorted(set(by_reader(text, file.name)["product"]))
    pd.testing.assert_frame_equal(flows_of(duck, file, products), by_reader(text, file.name))
    found = measured(duck, file).sort_values(KEYS, ignore_index=True)
    same(found, by_pandas(by_reader(text, file.name)))
    assert sorted(path.name for path in (tmp_path / "m").iterdir()) == [
        "1996.parquet",
        "1997.parquet",
    ]


# Files as they come


def test_gz_byte_order_mark_order_case_separator_and_other_columns(duck, tmp_path: Path) -> None:
    plain = "1996,4,8,010110,1.5,2\n1996,4,12,010110,3,NA\n"
    turned = "Q;Remark;V;K;J;I;T\n2;x;1.5;010110;8;4;1996\nNA;y;3;010110;12;4;1996\n"
    forms = [
        gzip.compress((HEADER + plain).encode()),
        b"\xef\xbb\xbf" + (HEADER + plain).encode(),
        ("t,i,j,k,v,q\n" + plain).replace("\n", "\r\n").encode(),
        (HEADER + plain).replace(",", "\t").encode("utf-16"),
        turned.encode(),
    ]
    expected = by_reader(HEADER + plain, "b.csv")
    for number, form in enumerate(forms):
        folder = tmp_path / str(number)
        folder.mkdir()
        file = file_of(folder, form, "b.csv")
        pd.testing.assert_frame_equal(flows_of(duck, file, ["010110"]), expected)


@pytest.mark.parametrize("missing", ["", "NA", '"  NA"', "n/a", "NaN", "null", '" "'])
def test_quantities_that_are_missing_in_any_words(duck, tmp_path: Path, missing: str) -> None:
    text = content([f"1996,4,8,010110,1.5,{missing}", "1996,4,12,010110,1.5,2"])
    file = file_of(tmp_path, text)
    found = flows_of(duck, file, ["010110"])
    pd.testing.assert_frame_equal(found, by_reader(text, file.name))
    assert list(measured(duck, file)["quantity"]) == [2000]


def test_a_zip_is_unpacked_file_by_file(tmp_path: Path) -> None:
    archive = tmp_path / "BACI_HS92.zip"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as members:
        members.writestr("in/BACI_HS92_Y1996.csv", content(synthetic(1)))
        members.writestr("in/Readme.txt", "Read me")
    archive.write_bytes(packed.getvalue())
    _, (fault,) = source.recognised(archive)
    assert fault.problem == "a zip archive: unpack it first"
    seen = []
    for name, path in source.unpacked(archive, tmp_path):
        seen.append((name, path.read_text()))
    assert [name for name, _ in seen] == [
        "BACI_HS92.zip/in/BACI_HS92_Y1996.csv",
        "BACI_HS92.zip/in/Readme.txt",
    ]
    assert seen[0][1] == content(synthetic(1))
    assert {path.name for path in tmp_path.iterdir()} == {"BACI_HS92.zip"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("t,i,j,k,v\n1996,4,8,010110,1\n", 'Nearest is CEPII BACI, of which it lacks "q".'),
        ("", "the file is empty"),
        ("t,i,j,k,v,q,V\n1996,4,8,010110,1,1,1\n", "the column appears twice in the header"),
        ("item_slug,area_code_fao,area,element,unit,year,value\n", "only CEPII BACI is read"),
    ],
)
def test_what_is_not_baci_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "b.csv"
    path.write_text(text)
    found, (fault,) = source.recognised(path)
    assert found is None
    assert problem in fault.problem


# Rows that cannot be read


def test_cells_that_cannot_be_read_are_reported_as_the_reader_does(tmp_path: Path) -> None:
    text = (
        "t,i,j,k,v,q\n1996,76,842,080450,1.5,2\n96,76,842,080450,a lot,-2\n1996,,842,,1,1\n"
        '\n1996,4,8,080450,none,"1,5"\n1996,4,8,080450,inf,0x1A\n'
    )
    faults = refused(tmp_path, text)
    assert set(faults) == set(baci.read(text.encode(), "b.csv", Codes())[1])
    assert len(faults) == 9
    assert 'b.csv, line 3, "v": "a lot" is not a number such as 1234.5' in map(str, faults)
    assert 'b.csv, line 6, "q": "1,5" is not a number such as 1234.5' in map(str, faults)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("1996,x,8,010110,1,1", '"i": "x" is not the number of a country'),
        ("1996,4,0,010110,1,1", '"j": "0" is not the number of a country'),
        ("1996,4,8,9999AA,1,1", '"k": "9999AA" is not the number of a product'),
        ("1996,4,8,010110,-1,1", '"v": "-1" is negative'),
        ("1996,4,8,010110,,1", '"v": there is no figure (the cell holds "")'),
        ("1996,4,8,010110,2e9,1", '"v": "2e9" is too large: at most 1000000000 (1000 USD'),
        ("2196,4,8,010110,1,1", '"t": "2196" is not a year'),
    ],
)
def test_one_cell_that_cannot_be_read(tmp_path: Path, row: str, fault: str) -> None:
    (found,) = refused(tmp_path, content(["1996,4,8,010110,1,1", row]))
    assert f"b.csv, line 3, {fault}" in str(found)


def test_rows_of_another_width_are_reported_and_move_no_other_line(tmp_path: Path) -> None:
    text = "t,i,j,k,v,q\n1996,76,842,080450\n1996,76,842,080450,1,2,3\nx,76,842,080450,1,2\n"
    short, long, year = refused(tmp_path, text)
    assert str(short) == (
        'b.csv, line 2: 4 cells where the header has 6 (the row: "1996, 76, 842, 080450")'
    )
    assert str(long) == 'b.csv, line 3: 7 cells where the header has 6 (over: "3")'
    assert str(year) == 'b.csv, line 4, "t": "x" is not a year'


def test_many_faults_of_one_kind_are_counted_after_the_first(tmp_path: Path) -> None:
    text = content(["1996,76,842,080450,1,1", *["1996,76,842,080450,x,"] * 30])
    faults = refused(tmp_path, text)
    assert faults == baci.read(text.encode(), "b.csv", Codes())[1]
    assert str(faults[-1]) == 'b.csv, "v": and 10 more rows with such a fault, down to line 32'


@pytest.mark.parametrize("part", [1_500_000, 2])
def test_a_flow_that_stands_twice_is_refused_and_not_summed(
    duck, tmp_path: Path, monkeypatch, part: int
) -> None:
    monkeypatch.setattr(rows, "_PART", part)
    lines = ["1996,4,8,010110,1,1", "", "1996,4,12,010110,1,1", "1996,4,8,10110,2,1"]
    file = file_of(tmp_path, content([*lines, "1996,8,4,010110,1,1", "1996,8,4,010110,1,1"]))
    assert rows.load(duck, file) == []
    assert list(map(str, rows.repeated(duck, file))) == [
        f"{file.name}, line {line}: the same year, exporter, importer and product as on line {on}"
        for line, on in ((5, 2), (7, 6))
    ]


def test_flows_that_stand_twice_are_counted_after_the_first(duck, tmp_path: Path) -> None:
    lines = [f"1996,4,{j},010110,1,1" for j in range(1, 31)]
    file = file_of(tmp_path, content([line for line in lines for _ in range(2)]))
    rows.load(duck, file)
    faults = rows.repeated(duck, file)
    assert len(faults) == 21
    assert faults[-1].problem == "and 10 more flows that appear twice"


def test_rows_in_any_order_are_no_fault(duck, tmp_path: Path) -> None:
    lines = list(reversed(synthetic(4)))
    file = file_of(tmp_path, content(lines))
    rows.load(duck, file)
    assert rows.repeated(duck, file) == []


def test_a_header_without_rows_is_a_fault(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, HEADER)
    assert fault.problem == "there is a header and no rows below it"


def test_a_sound_file_has_no_faults_and_leaves_no_tables(duck, tmp_path: Path) -> None:
    file = file_of(tmp_path, content(synthetic(2)))
    assert cell_faults(duck, file) == []
    measures.of_file(duck, file, tmp_path / "m", Codes())
    assert duck.execute("SELECT table_name FROM duckdb_tables()").fetchall() == []


def test_scratch_goes_with_the_database_and_what_a_killed_run_left_there(tmp_path: Path) -> None:
    scratch = tmp_path / "out.csv.scratch"
    scratch.mkdir()
    (scratch / "left").write_text("by a run that was killed")
    with source.database(tmp_path / "out.csv", memory_mb=300, threads=1) as (connection, place):
        assert place == scratch
        assert list(scratch.iterdir()) == []
        limit = connection.execute("SELECT current_setting('memory_limit')").fetchall()
        assert limit == [("286.1 MiB",)]
    assert not scratch.exists()
