import csv
import hashlib
import logging
import subprocess
import sys

import pytest
from reference import RAW, ROOT

from upgrading.cases import register
from upgrading.cases.raw_state import registered_state
from upgrading.faults import DataFaults

HEADER = "file,source,licence,date,sha256\n"
DAY = "2026-11-23"
SUM = "0" * 64


def test_every_raw_file_is_registered_with_its_present_checksum() -> None:
    entries = register.entries((RAW / "register.csv").read_bytes(), "register.csv")
    shipped = {
        path.relative_to(RAW).as_posix()
        for path in RAW.rglob("*")
        if path.is_file() and path.suffix in {".csv", ".yaml"} and path.parent.name != "updates"
    }
    assert {entry["file"] for entry in entries} == shipped - {"register.csv"}
    for entry in entries:
        content = (RAW / entry["file"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest(), entry["file"]


def test_the_readme_of_the_raw_data_names_every_source_file() -> None:
    text = (RAW / "README.md").read_text(encoding="utf-8")
    with (RAW / "register.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["file"].removeprefix("trade/").removeprefix("second_sources/")
            assert f"`{name}`" in text or name.startswith("report/"), name


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_states_tell_changed_and_unregistered_files_and_an_authors() -> None:
    old, new = sha256(b"old"), sha256(b"new")
    entries = register.entries((HEADER + f"a.csv,s,l,{DAY},{old}\n").encode(), "register.csv")
    found = {
        "trade/b.csv": register.Found(sha256(b"x"), 1),
        "a.csv": register.Found(new, 3),
        "updates/c.csv": register.Found(sha256(b"author"), 6),
    }
    states = register.states(entries, found, authors=["updates/c.csv"])
    assert [tuple(row) for row in states.itertuples(index=False)] == [
        ("a.csv", "changed", old, new, 3),
        ("trade/b.csv", "unregistered", None, sha256(b"x"), 1),
        ("updates/c.csv", "author's", None, sha256(b"author"), 6),
    ]
    assert [str(fault) for fault in register.deviations(states, "register.csv")] == [
        "a.csv: the file is not the one registered in register.csv (other SHA-256)",
        "trade/b.csv: the file is not in register.csv",
    ]
    same = register.states(entries, {"a.csv": register.Found(old, 3)})
    assert list(same["state"]) == ["as registered"]
    assert register.deviations(same, "register.csv") == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"a.csv,,l,{DAY},{SUM}\n", 'register.csv, line 2, "source": the cell is empty'),
        (f"a.csv,s,l,{DAY},{SUM}\n" * 2, '"a.csv" is registered twice'),
        *(
            (
                f"a.csv,s,l,{day},{SUM}\n",
                f'register.csv, line 2, "date": "{day}" is not a date, such as 2026-11-23',
            )
            for day in ("23.11.2026", "20261123", "2026-11", "2026-02-30", "yesterday")
        ),
        *(
            (
                f"a.csv,s,l,{DAY},{checksum}\n",
                f'register.csv, line 2, "sha256": "{checksum}" is not 64 hexadecimal digits; `make '
                "register` writes the SHA-256",
            )
            for checksum in ("x", SUM[:-1], SUM + "0", "g" + SUM[:-1])
        ),
    ],
)
def test_a_register_at_fault(line: str, message: str) -> None:
    with pytest.raises(DataFaults, match=message):
        register.entries((HEADER + line).encode(), "register.csv")


def test_a_checksum_in_capitals_is_the_same_checksum() -> None:
    now = sha256(b"old")
    line = f"a.csv,s,l,{DAY},{now.upper()}\n"
    entries = register.entries((HEADER + line).encode(), "register.csv")
    assert list(register.states(entries, {"a.csv": register.Found(now, 3)})["state"]) == [
        "as registered"
    ]


@pytest.fixture
def misspelt(tmp_path):
    """A register with an entry for `clutsers.csv`, beside the file `clusters.csv`."""
    (tmp_path / "clusters.csv").write_bytes(b"old")
    path = tmp_path / "register.csv"
    path.write_text(f"{HEADER}clutsers.csv,s,l,{DAY},{sha256(b'old')}\n", encoding="utf-8")
    return path


def registering(path) -> subprocess.CompletedProcess[str]:
    """`make register`, of the register at `path`."""
    script = str(ROOT / "workflow" / "tools" / "register.py")
    return subprocess.run(
        [sys.executable, script, str(path)], capture_output=True, text=True, check=False
    )


def test_present_checksums_are_registered_and_nothing_else_changes(tmp_path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a")
    (tmp_path / "b c.csv").write_bytes(b"b")
    path = tmp_path / "register.csv"
    path.write_text(f'{HEADER}a.csv,"s, t",l,{DAY},\n,,,,\nb c.csv,s,l,{DAY},{SUM}\n', "utf-8")
    result = registering(path)
    assert (result.returncode, result.stderr) == (0, "")
    assert path.read_text(encoding="utf-8") == (
        f'{HEADER}a.csv,"s, t",l,{DAY},{sha256(b"a")}\nb c.csv,s,l,{DAY},{sha256(b"b")}\n'
    )


def test_registering_what_is_not_there_says_so_and_writes_nothing(misspelt) -> None:
    folder = misspelt.parent
    (folder / "report").mkdir()
    text = misspelt.read_text(encoding="utf-8")
    text += f"report,s,l,{DAY},\n,s,l,{DAY},\nno/where.csv,s,l,{DAY},\n"
    misspelt.write_text(text, encoding="utf-8")
    result = registering(misspelt)
    what_to_do = "put it there, mend its name here, or delete the line"
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        f'{misspelt}, line 2, "file": "clutsers.csv": no such file in {folder}; {what_to_do}; did '
        'you mean "clusters.csv"?',
        f'{misspelt}, line 3, "file": "report" is a folder; name the files in it',
        f'{misspelt}, line 4, "file": the cell is empty',
        f'{misspelt}, line 5, "file": "no/where.csv": no such file in {folder}; {what_to_do}',
    ]
    assert misspelt.read_text(encoding="utf-8") == text


def test_registering_in_a_register_that_is_none(tmp_path) -> None:
    path = tmp_path / "register.csv"
    result = registering(path)
    assert result.returncode == 1
    assert result.stderr == f"{path}: no such file; it has a line for every raw file\n"
    path.write_text("file,sha256\na.csv,0\n", encoding="utf-8")
    result = registering(path)
    assert result.returncode == 1
    assert f"{path}, line 1" in result.stderr
    assert "Traceback" not in result.stderr


def held_against(path, changed: str):
    files = [str(path.with_name("clusters.csv"))]
    return registered_state(
        str(path), files, [], changed, logging.getLogger("register"), whole=True
    )


def test_an_entry_for_no_file_is_told_as_a_changed_file_is(misspelt, caplog) -> None:
    message = (
        f'{misspelt}, line 2, "file": "clutsers.csv": no such file; did you mean "clusters.csv"?'
    )
    assert list(held_against(misspelt, "warn")["state"]) == ["unregistered"]
    assert message in caplog.messages
    with pytest.raises(DataFaults) as raised:
        held_against(misspelt, "stop")
    assert [str(fault) for fault in raised.value.faults] == [
        f"clusters.csv: the file is not in {misspelt}",
        message,
    ]


def test_other_line_ends_are_told_and_not_registered(tmp_path, caplog) -> None:
    (tmp_path / "clusters.csv").write_bytes(b"a,b\r\n1,2\r\n")
    path = tmp_path / "register.csv"
    path.write_text(f"{HEADER}clusters.csv,s,l,{DAY},{sha256(b'a,b' + b'%c1,2%c' % (10, 10))}\n")
    before = path.read_bytes()
    assert list(held_against(path, "warn")["state"]) == ["other line ends"]
    assert "only the line ends are not those of the file registered" in caplog.text
    result = registering(path)
    assert result.returncode == 1
    assert '"clusters.csv" differs from the registered file in its line ends alone' in result.stderr
    assert path.read_bytes() == before
    (tmp_path / "clusters.csv").write_bytes(b"a,b\r\n1,3\r\n")
    assert list(held_against(path, "warn")["state"]) == ["changed"]
    assert registering(path).returncode == 0
