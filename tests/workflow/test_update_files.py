"""What an author puts into `data/raw/updates/` is told apart by its header."""

from __future__ import annotations

import gzip
from pathlib import Path
from types import SimpleNamespace

import pytest
from reference import ROOT

from plan.updates import authors_files, raw_trade_file

CLUSTERS = (ROOT / "docs" / "updates_template.csv").read_bytes()
SECOND = (
    b"source,area,product,year,element,value,unit,status\n"
    b"Mine,CHL,Atlantic salmon,2002,production_quantity,265726,tonnes,\n"
)
TRADE = b"t,i,j,k,v,q\n1996,484,842,940330,1,2\n"


def test_without_a_folder_there_are_no_files(tmp_path: Path) -> None:
    assert authors_files(str(tmp_path / "updates")) == ([], [], [])


def test_clusters_and_trade_are_told_by_their_header(tmp_path: Path) -> None:
    header, row = CLUSTERS.splitlines(keepends=True)
    contents = {
        "franca.csv": CLUSTERS,
        "capitals.CSV": CLUSTERS,
        "mark.csv": b"\xef\xbb\xbf" + CLUSTERS,
        # at fault, and best told so as a file of clusters
        "semicolons.csv": CLUSTERS.replace(b",", b";"),
        "wide.csv": CLUSTERS.decode().encode("utf-16"),
        "no_id.csv": header.removeprefix(b"cluster_id,") + row,
        "late.csv": b"\n\n" + CLUSTERS,
        "excel.txt": CLUSTERS.replace(b",", b"\t").decode().encode("utf-16"),
        "franca.csv.txt": CLUSTERS,
        "told.csv": b"sep=;\r\n" + CLUSTERS.replace(b",", b";"),
        "title.csv": b"Clusters visited in 2005\n\n" + CLUSTERS,
        "unmarked.tsv": CLUSTERS.replace(b",", b"\t").decode().encode("utf-16-le"),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    trade = {
        "furniture.csv": TRADE,
        "furniture.csv.gz": gzip.compress(TRADE),
        "answer.json": b'{"data": []}',
        "empty.csv": b"",
        "comtrade (1).csv": TRADE,
    }
    for name, content in trade.items():
        (tmp_path / name).write_bytes(content)
    second = {
        "imports_of_japan.csv": SECOND,
        "quoted.csv": SECOND.replace(b"source,", b'"source",'),
        "semicolons_second.txt": SECOND.replace(b",", b";"),
        "marked.csv": b"\xef\xbb\xbf" + SECOND,
    }
    for name, content in second.items():
        (tmp_path / name).write_bytes(content)
    clusters, others, sources = authors_files(str(tmp_path))
    assert clusters == sorted(f"{tmp_path.as_posix()}/{name}" for name in contents)
    assert others == sorted(trade)
    assert sources == sorted(f"{tmp_path.as_posix()}/{name}" for name in second)


def test_hidden_files_and_locks_are_passed_over(tmp_path: Path) -> None:
    for name in (".DS_Store", ".~lock.franca.csv#", "~$franca.xlsx", "Thumbs.db", ".gitkeep"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    assert authors_files(str(tmp_path)) == ([], [], [])


def test_spreadsheets_and_folders_are_told_all_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.xlsx", "b.ODS", "c.xls", "franca.csv"):
        (tmp_path / name).write_bytes(CLUSTERS)
    (tmp_path / "old").mkdir()
    with pytest.raises(SystemExit):
        authors_files(str(tmp_path))
    lines = capsys.readouterr().err.splitlines()
    assert [Path(line.split(": ")[0]).name for line in lines] == ["a.xlsx", "b.ODS", "c.xls", "old"]
    assert "a.xlsx: a spreadsheet; save its sheet as CSV (UTF-8)" in lines[0]
    assert "old: a folder; put the files themselves into" in lines[3]


def test_links_to_nothing_are_told_and_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "franca.csv").write_bytes(CLUSTERS)
    folder = tmp_path / "updates"
    folder.mkdir()
    (folder / "good.csv").symlink_to(tmp_path / "kept" / "franca.csv")
    assert authors_files(str(folder)) == ([f"{folder.as_posix()}/good.csv"], [], [])
    for name in ("lost.csv", "lost.json", "lost.xlsx"):
        (folder / name).symlink_to(Path("..", "gone", name))
    (folder / "round.csv").symlink_to("round.csv")
    with pytest.raises(SystemExit):
        authors_files(str(folder))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == (
        f'{folder.as_posix()}/lost.csv: a link to "../gone/lost.csv", which is not there; put the '
        f"file itself into {folder}"
    )
    assert [Path(line.split(": ")[0]).name for line in lines] == [
        *("lost.csv", "lost.json", "lost.xlsx", "round.csv")
    ]


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("mangoes.csv", "data/raw/trade/mangoes.csv"),
        ("comtrade/1996.json", "data/raw/trade/comtrade/1996.json"),
        ("updates/mangoes.csv", "data/raw/updates/mangoes.csv"),
    ],
)
def test_the_raw_file_behind_flows(file: str, path: str) -> None:
    assert raw_trade_file(SimpleNamespace(file=file)) == path


def test_what_nothing_should_read_is_told_by_its_own_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {
        "#a.csv#": "an editor's backup; take it away",
        "a (Ana's conflicted copy 2026-11-29).csv": "a second copy of a file; keep the one that is",
        "a - Copy.csv": "a second copy of a file",
        "a - cópia (2).csv": "a second copy of a file",
        "a.csv.bak": "an editor's backup; take it away",
        "a.csv.gz": "a packed file of clusters; put the CSV file itself here",
        "a.csv.orig": "an editor's backup",
        "a.csv.swp": "an editor's backup",
        "a.csv~": "an editor's backup",
        "a.docx": "not a kind of file that is read here (allowed: .csv, .dat, .tab, .tsv, .txt, ",
        "b": "not a kind of file that is read here",
        "c.csv": "a spreadsheet; save its sheet as CSV (UTF-8)",
        "d.csv": "a spreadsheet; save its sheet as CSV (UTF-8)",
    }
    for name in [*told, "a.csv"]:
        (tmp_path / name).write_bytes(CLUSTERS)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(CLUSTERS))
    (tmp_path / "c.csv").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (tmp_path / "d.csv").write_bytes(b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml")
    with pytest.raises(SystemExit):
        authors_files(str(tmp_path))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(told)
    for (name, problem), line in zip(told.items(), lines, strict=True):
        assert line.startswith(f"{tmp_path.as_posix()}/{name}: {problem}")
