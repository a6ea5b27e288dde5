import csv
import hashlib

import pytest
from reference import RAW

from upgrading import register
from upgrading.faults import DataFaults

HEADER = "file,source,licence,date,sha256\n"


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
            name = row["file"].removeprefix("trade/")
            assert f"`{name}`" in text or name.startswith("report/"), name


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_states_tell_changed_and_unregistered_files_and_an_authors() -> None:
    old, new = sha256(b"old"), sha256(b"new")
    entries = register.entries((HEADER + f"a.csv,s,l,d,{old}\n").encode(), "register.csv")
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
        ("a.csv,,l,d,x\n", 'register.csv, line 2, "source": the cell is empty'),
        ("a.csv,s,l,d,x\na.csv,s,l,d,x\n", '"a.csv" is registered twice'),
    ],
)
def test_a_register_at_fault(line: str, message: str) -> None:
    with pytest.raises(DataFaults, match=message):
        register.entries((HEADER + line).encode(), "register.csv")
