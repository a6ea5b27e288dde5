"""Faults in the files under `config/` and in the catalogue, before any rule."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from reference import ROOT
from tiers import few_rows_in_quick

from plan.checks import check, end_with, file_faults, names_in
from plan.claims_check import REGISTERS
from plan.code import own_table_names
from upgrading.exhibits import own
from upgrading.faults import Fault

CONFIG, PRODUCTS = "config/config.yaml", "config/trade_products.yaml"
RELATIONS, LAYOUTS = "config/relations.yaml", "config/exhibits.yaml"
CAPTIONS, CATALOGUE = "config/captions.yaml", "data/raw/report/catalogue.yaml"

ALL = [CONFIG, PRODUCTS, RELATIONS, LAYOUTS, CAPTIONS, CATALOGUE]


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that are looked at, and those that they are held against, found free of faults."""
    folder = tmp_path_factory.mktemp("checked")
    for name in ("config", "data/raw/report", "data/raw/trade"):
        shutil.copytree(ROOT / name, folder / name)
    for name in REGISTERS:
        shutil.copy(ROOT / f"data/raw/{name}.csv", folder / f"data/raw/{name}.csv")
    assert told(folder) == []
    return folder


@pytest.fixture
def folder(checked: Path, tmp_path: Path) -> Path:
    """The same files, to be changed."""
    return shutil.copytree(checked, tmp_path / "project")


def told(folder: Path) -> list[str]:
    return [str(fault) for fault in file_faults(folder)]


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_files_pass(folder) -> None:
    assert told(folder) == []


@pytest.mark.parametrize("file", ALL)
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"a: [\n", ', line 1, column 5: "a: [" is not readable as YAML'),
        (b"a: Caf\xe9\n", ', line 1: byte 0xE9 after "a: Caf" is not UTF-8'),
        (b"- a\n", ': a list stands here; lines of the form "key: value" are expected'),
        (b"", ": the file is empty; lines of the form"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_stops_no_other(
    folder, file, content, problem
) -> None:
    (folder / file).write_bytes(content)
    other = CAPTIONS if file != CAPTIONS else RELATIONS
    (folder / other).write_text("{}\n", encoding="utf-8")
    found = told(folder)
    assert sum(fault.startswith(f"{file}{problem}") for fault in found) == 1
    assert any(fault.startswith(other) for fault in found)
    assert {fault.partition(",")[0].partition(":")[0] for fault in found} == {file, other}


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (CONFIG, "edition: missing; expected is one of printed, corrected"),
        (PRODUCTS, "no entry; names are expected, each with the fields label, clusters, codes"),
        (RELATIONS, "no entry; names are expected, each with the fields location, statement, "),
        (LAYOUTS, "no entry; names are expected, each with the fields shape, labels, group"),
        (CAPTIONS, "marks: missing; expected is a text"),
        (CATALOGUE, "no entry; names are expected, each with the fields caption, section, hea"),
    ],
)
def test_nothing_at_all_is_told(folder, file, fault) -> None:
    (folder / file).write_text("{}\n", encoding="utf-8")
    first = told(folder)[0]
    assert first.removeprefix(file).lstrip(",: ").startswith(fault)


@pytest.mark.parametrize("file", ALL)
def test_a_file_that_is_missing_is_told(folder, file) -> None:
    (folder / file).unlink()
    assert told(folder)[0].startswith(f"{file}: cannot be read: ")


@pytest.mark.parametrize("file", ALL)
def test_a_key_that_stands_twice_is_told_in_every_file(folder, file) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(f"{text}\ntwice: 1\ntwice: 2\n", encoding="utf-8")
    last = len(text.splitlines()) + 3
    assert any(
        fault.startswith(f"{file}, line {last}, twice: the key appears twice, first in line")
        for fault in told(folder)
    )


def test_all_faults_of_all_files_are_told_at_once_in_the_order_of_files_and_lines(folder) -> None:
    replace(folder / CONFIG, "edition: corrected", "edition: revised\neditoin: printed")
    replace(folder / CONFIG, "excluded: []", "excluded: [bounds]")
    replace(folder / CONFIG, "[faostat_exports.csv]", '["."]')
    replace(folder / PRODUCTS, "{apples_santa_catarina: BRA}", "{apples_santa: BRR}")
    replace(folder / RELATIONS, "y: up_product", "y: up_produkt")
    replace(folder / LAYOUTS, "shape: profiles", "shape: profile")
    replace(folder / CAPTIONS, "governance_by_group", "governance_of_groups")
    replace(folder / CATALOGUE, "table_05:", "table_5:")

    def at(file: str, text: str) -> str:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        return f"{file}, line {next(n for n, line in enumerate(lines, 1) if text in line)}"

    assert [fault.rpartition(" (allowed")[0] or fault for fault in told(folder)] == [
        f'{at(CONFIG, "edition: revised")}, edition: "revised" is not allowed here',
        f'{at(CONFIG, "editoin:")}, editoin: no such key; did you mean "edition"?',
        f'{at(CONFIG, "files: [")}, trade.files: "." is not the name of a file below '
        "data/raw/trade",
        f'{at(CONFIG, "excluded: [")}, trade.cleaning.outliers.excluded: "bounds" is not among '
        "outliers.rules",
        f"{at(PRODUCTS, 'apples_santa: ')}, apples.clusters.apples_santa: "
        '"apples_santa" is not an id of data/raw/clusters.csv; did you mean '
        '"apples_santa_catarina"?',
        f"{at(PRODUCTS, 'apples_santa: ')}, apples.clusters.apples_santa: "
        '"BRR" is not a code of ISO 3166-1 alpha-3 (near: BGR, BHR, BLR, BRA, BRB, BRN)',
        f'{at(RELATIONS, "up_produkt")}, tm-efficiency-product.y: "up_produkt" is not allowed '
        'here; did you mean "up_product"?',
        f'{at(LAYOUTS, "shape: profile")}, table_02.shape: "profile" is not allowed here; did '
        'you mean "profiles"?',
        # what is missing is told where it belongs; at the top level that is no line
        f"{at(CAPTIONS, 'own_tables:')}, own_tables.governance_by_group: missing; it needs caption "
        "and notes",
        f"{CATALOGUE}, table_05: missing; config/exhibits.yaml has this table",
    ]


def test_a_printed_table_needs_its_layout(folder) -> None:
    replace(folder / LAYOUTS, "box_2:", "box_3:")
    assert told(folder)[0] == (
        "config/exhibits.yaml, box_2: missing; data/raw/report/box_2.csv is such a table"
    )


@pytest.mark.parametrize(
    ("name", "fault"),
    few_rows_in_quick(
        [
            (
                "report/table_03 (conflicted copy).csv",
                "a second copy of a file; keep the one that is",
            ),
            ("report/table_03 - Copy.csv", "a second copy of a file"),
            ("report/table_03.sync-conflict-20261129-ABC.csv", "a second copy of a file"),
            ("report/table_03.csv~", "an editor's backup; take it away"),
            ("report/#table_03.csv#", "an editor's backup; take it away"),
            ("report/table_03.csv.orig", "an editor's backup; take it away"),
            (
                "report/table_03.csv.txt",
                "nothing reads this file; the one that is read is called table",
            ),
            (
                "report/table_03.xlsx",
                "nothing reads this file; the one that is read is called table_03.",
            ),
            (
                "report/Table_03.CSV",
                "nothing reads this file; the one that is read is called table_03.c",
            ),
            (
                "report/table_03 (1).csv",
                'no file of this folder; did you mean "table_03.csv"?; take it',
            ),
            ("errata.xlsx", "nothing reads this file; the one that is read is called errata.csv"),
            ("clusters (conflicted copy).csv", "a second copy of a file"),
            (
                "../../config/config.yml",
                "nothing reads this file; the one that is read is called conf",
            ),
            ("../../config/config.yaml.bak", "an editor's backup; take it away"),
        ],
        [
            ("report/table_03.csv~", "an editor's backup; take it away"),
            ("clusters (conflicted copy).csv", "a second copy of a file"),
        ],
    ),
)
def test_a_file_that_nothing_reads_is_told_and_no_right_one_blamed(folder, name, fault) -> None:
    path = folder / "data/raw" / name
    path.write_bytes(b"x")
    (found,) = told(folder)
    assert found.startswith(f"{path.resolve().relative_to(folder.resolve()).as_posix()}: {fault}")


def test_files_that_nobody_takes_for_read_are_let_be(folder) -> None:
    for name in (
        "report/.table_03.csv.swp",
        "report/~$table_03.xlsx",
        "notes.txt",
        "report/Thumbs.db",
    ):
        (folder / "data/raw" / name).write_bytes(b"x")
    assert told(folder) == []


def test_a_second_copy_that_a_pattern_would_read_is_told(folder) -> None:
    replace(folder / CONFIG, "files: [faostat_exports.csv]", 'files: ["*.csv"]')
    (folder / "data/raw/trade/faostat_exports (conflicted copy).csv").write_bytes(b"x")
    (found,) = told(folder)
    assert found.endswith(
        'trade.files: "*.csv": data/raw/trade/faostat_exports (conflicted copy).csv is a second '
        "copy of a file; keep the one that is right, under its own name"
    )


def test_a_register_that_cannot_be_read_is_left_to_the_check_of_the_raw_files(folder) -> None:
    (folder / "data/raw/clusters.csv").write_bytes(b"cluster;\xe9\n")
    (folder / "data/raw/profiles.csv").unlink()
    assert told(folder) == []


CLAIMS = "config/claims/5_software.yaml"


def test_faults_of_claims_are_told_with_those_of_the_other_files(folder) -> None:
    replace(folder / CLAIMS, "every(ee_information >= 2, software)", "every(ee_informatio >= 2)")
    replace(folder / CAPTIONS, "own_tables:", "owntables:")
    found = told(folder)
    assert [fault.startswith(CAPTIONS) for fault in found[:-1]] == [True] * (len(found) - 1)
    assert found[-1].startswith(f"{CLAIMS}, line ")
    assert 'there is no "ee_informatio"; did you mean "ee_information"?' in found[-1]


def test_claims_are_read_again_where_they_or_their_data_have_changed(folder, monkeypatch) -> None:
    read = []
    monkeypatch.setattr("plan.claims_check.check_claims", lambda *_: read.append(1))
    assert (told(folder), read) == ([], [])
    replace(folder / CLAIMS, "says: ", "says:  ")
    assert (told(folder), told(folder), read) == ([], [], [1])
    replace(folder / "data/raw/report/table_15.csv", "Guadalajara", "Guadalajara ")
    assert (told(folder), read) == ([], [1, 1])


def test_claims_wait_for_data_that_can_be_read(folder) -> None:
    replace(folder / CLAIMS, "every(ee_information >= 2, software)", "every(ee_informatio >= 2)")
    replace(folder / "data/raw/report/table_15.csv", "Average", "Averege")
    assert told(folder) == []


def test_a_folder_without_claims_is_told(folder) -> None:
    shutil.rmtree(folder / "config/claims")
    assert told(folder) == ["config/claims: no claims file (.yaml) lies here"]


def test_a_cell_that_is_not_printed_is_told(folder) -> None:
    with (folder / CLAIMS).open("a", encoding="utf-8") as file:
        file.write(
            "\nHere:\n  own:\n    says: So.\n    at: x\n    basis: arithmetic\n    tier: detail\n"
            "    holds if:\n"
            "      so: printed(table_17, software, up_product) > 2\n"
        )
    (found,) = told(folder)
    assert 'table_17 has no column "up_product" there' in found


def test_faults_go_to_the_error_stream_and_end_with_status_1(capsys) -> None:
    end_with([])
    with pytest.raises(SystemExit) as raised:
        end_with([Fault("a.yaml", "x", 3), Fault("b.yaml", "y", key="k")])
    assert raised.value.code == 1
    assert capsys.readouterr().err == "a.yaml, line 3: x\nb.yaml, k: y\n"


def test_what_the_command_line_changes_is_checked_as_well(capsys, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit):
        check({"edition": "revised"})
    assert capsys.readouterr().err.startswith(
        "--config or --configfile, indices: missing; expected is a group of keys (formula, "
    )


def test_names_keep_the_order_of_the_file_and_a_broken_file_ends_the_run(
    tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "products.yaml").write_text("wine: {label: W}\napples: {}\n", encoding="utf-8")
    assert names_in("products.yaml") == ["wine", "apples"]
    with pytest.raises(SystemExit):
        names_in("absent.yaml")
    assert capsys.readouterr().err.startswith("absent.yaml: cannot be read: ")


def test_the_tables_of_the_projects_own_are_those_that_need_captions() -> None:
    assert set(own_table_names()) == own.names()


def test_the_check_costs_a_run_no_import_of_pandas() -> None:
    code = "import plan.checks, plan.launch, sys; assert not {'pandas', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT / "workflow", check=True)


@pytest.mark.parametrize("arguments", [["--cores", "1"], ["-n"]])
def test_snakemake_prints_a_line_per_fault_and_nothing_of_its_own(clone, run, arguments) -> None:
    kept = clone / "results/inference/multiverse.csv"
    kept.parent.mkdir(parents=True)
    kept.write_text("kept\n", encoding="utf-8")
    replace(clone / CONFIG, "edition: corrected", "edition: [corrected")
    (clone / RELATIONS).write_text("{}\n", encoding="utf-8")
    result = run(clone, *arguments)
    assert result.returncode == 1
    assert [line for line in result.stderr.splitlines() if "profiles/default" not in line] == [
        'config/config.yaml, line 3, column 10: "edition: [corrected" is not readable as YAML: '
        "did not find expected ',' or ']' (by line 5)",
        "config/relations.yaml: no entry; names are expected, each with the fields location, "
        "statement, groups, x, y, sign, denies, chains",
    ]
    assert result.stdout == ""
    assert kept.read_text(encoding="utf-8") == "kept\n"
