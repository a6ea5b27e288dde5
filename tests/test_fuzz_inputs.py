"""Raw files, authors' files, registers and YAML, harmed at random: read, or refused in words.

Whatever a harm does, it must end soon, in faults or in clean data, and what it changed must be seen
there: a cell that holds something else and is taken for what stood there before would change a
result without a word, or keep one.
"""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from mutations import harmed, within
from reference import RAW, ROOT
from tiers import Tier

from plan.checks import FILES, file_faults
from upgrading.cases import register
from upgrading.cases.cleaning import CleanCases, RawCases, RawFile, clean
from upgrading.cases.printed import is_missing
from upgrading.cases.updates import UPDATE_COLUMNS
from upgrading.faults import DataFaults, Fault
from upgrading.files.frames import to_csv

REGISTERS = ("clusters", "labels", "profiles", "off_scale", "errata")

NOT_READ = {
    "off_scale": ["exhibit", "row", "column", "printed", "note"],
    "errata": ["evidence"],
}
"""Columns that go into no frame: words for people, and what only lets a printed cell pass."""

RAW_FILES = (40, 100, 1000)
UPDATES = (16, 80, 600)
REGISTERS_OF_FILES = (20, 60, 300)
YAML = (6, 40, 300)
"""Harmed files of each kind, by tier."""

AUTHOR = {
    "cluster_id": "toys_sao_joao",
    "group": "traditional_manufacturing",
    "industry": "Toys",
    "name": "São João",
    "country": "BRA",
    "ee_labour_market": "3",
    "ee_inputs": "1.5",
    "ja_forward": "0",
    "gov_market": "2",
    "up_product": "2.5",
    "source": "a later study",
}
LEON = AUTHOR | {
    **{"cluster_id": "footwear_leon", "industry": "Footwear", "name": "León", "country": "MEX"},
    **{"ee_inputs": "0.5", "source": "another study, by others"},
}


def as_text(data: CleanCases) -> str:
    """Everything that came of the files."""
    frames = [data.cells.drop(columns="line"), data.printed_clusters, data.corrected_clusters]
    return "".join(map(to_csv, [*frames, data.profiles, data.stages, data.updates]))


def cells_of(
    content: bytes, *, ordered: bool, left_out: Iterable[str] = ()
) -> list[tuple[Any, ...]]:
    """What a person sees in the cells: rows that hold something, blanks and numbers' forms aside.

    `ordered`: whether the order of rows and columns counts. Nothing where the bytes are no text.
    """
    try:
        text = content.decode(
            "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        )
        text = re.sub(
            r"\Asep=.\r?\n\ufeff?", "", text
        )  # tells spreadsheets alone how cells are kept apart
        first = text.partition("\n")[0]
        mark = max(",;\t", key=first.count)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except (UnicodeDecodeError, csv.Error):
        return []
    rows = [row for row in rows if any(map(str.strip, row))]
    if ordered:
        return [tuple(cell.strip() for cell in row) for row in rows]
    header = [name.strip().lower() for name in rows[0]] if rows else []
    seen = [
        tuple(
            sorted(
                (name, _meant(cell))
                for name, cell in zip(header, row, strict=False)
                if name not in left_out
            )
        )
        for row in rows[1:]
    ]
    return sorted(filter(None, seen), key=str)


def _meant(cell: str) -> str:
    """A cell as a score is read, so that `1,5` and `1.5` are one, and `n.a.` is an empty cell."""
    cell = cell.strip()
    try:
        return "" if is_missing(cell) else str(Fraction(cell.replace(",", ".")))
    except (ValueError, ZeroDivisionError):
        return cell


def told(run: Callable[[], Any], what: str) -> tuple[Any, list[Fault]]:
    """What comes of a run, or its faults, each of them sound; anything else fails the test."""
    try:
        with within():
            found: Any = run()
    except DataFaults as raised:
        assert raised.faults, what
        for fault in raised.faults:
            assert fault.file and fault.problem, what
            assert len(str(fault)) < 3000, (what, str(fault)[:300])
            assert "\n" not in str(fault), (what, str(fault))
        return None, list(raised.faults)
    except Exception as error:
        pytest.fail(f"{what}: {type(error).__name__}: {error}")
    return found, []


@pytest.fixture(scope="module")
def cleaned(raw, tables, around) -> Callable[[RawCases], CleanCases]:
    return lambda files: clean(files, tables, around)


def test_harmed_raw_files_are_seen_or_refused(raw, cleaned, clean_cases, tier: Tier) -> None:
    sound, ends = as_text(clean_cases), Counter()
    names = [*raw.tables, *REGISTERS * 6]  # the registers are few
    for seed in range(tier.of(*RAW_FILES)):
        name = names[seed % len(names)]
        file: RawFile = raw.tables.get(name) or getattr(raw, name)
        content, harm = harmed(file.content, f"{name}/{seed}")
        what = f"{file.name}, seed {seed} ({harm})"
        other = replace(file, content=content)
        changed = (
            replace(raw, tables={**raw.tables, name: other})
            if name in raw.tables
            else replace(raw, **{name: other})
        )
        data, faults = told(lambda changed=changed: cleaned(changed), what)
        ends["refused" if faults else "read"] += 1
        assert any(file.name in str(fault) for fault in faults) or not faults, (
            what,
            str(faults[0]),
        )
        left_out = NOT_READ.get(name, ())
        before, after = (
            cells_of(one, ordered=name in raw.tables, left_out=left_out)
            for one in (file.content, content)
        )
        if not faults and before != after:
            assert as_text(data) != sound, f"{what}: changed without a word"
        elif not faults and name in raw.tables:
            assert as_text(data) == sound, f"{what}: blanks made a difference"
    assert ends["refused"] and ends["read"], ends


def authors_file(separator: str, encoding: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(UPDATE_COLUMNS)
    writer.writerows([row.get(column, "") for column in UPDATE_COLUMNS] for row in (AUTHOR, LEON))
    return text.getvalue().encode(encoding)


def test_harmed_files_of_authors_are_seen_or_refused(raw, cleaned, tier: Tier) -> None:
    name, ends = "data/raw/updates/new.csv", Counter()
    sources = [
        authors_file(*how)
        for how in ((",", "utf-8"), (";", "cp1252"), ("\t", "utf-16"), (";", "utf-8-sig"))
    ]
    sound = {as_text(cleaned(replace(raw, updates=[RawFile(name, one)]))) for one in sources}
    assert len(sound) == 1
    for seed in range(tier.of(*UPDATES)):
        source = sources[seed % len(sources)]
        content, harm = harmed(source, f"updates/{seed}")
        what = f"updates, seed {seed} ({harm})"
        changed = replace(raw, updates=[RawFile(name, content)])
        data, faults = told(lambda changed=changed: cleaned(changed), what)
        ends["refused" if faults else "read"] += 1
        assert {fault.file for fault in faults} <= {name}, what
        before, after = (cells_of(one, ordered=False) for one in (source, content))
        if not faults and before and after and before != after:
            assert as_text(data) not in sound, f"{what}: changed without a word"
    assert ends["refused"] and ends["read"], ends


def test_a_harmed_register_of_raw_files_is_read_or_refused(tier: Tier) -> None:
    content = (RAW / "register.csv").read_bytes()
    for seed in range(tier.of(*REGISTERS_OF_FILES)):
        other, harm = harmed(content, f"register/{seed}")
        what = f"register, seed {seed} ({harm})"
        told(lambda other=other: register.entries(other, "data/raw/register.csv"), what)


VALUES: tuple[Any, ...] = (
    *(None, True, -1, 0, 1.5, 1e308, float("nan"), 10**30, "x", "", "=1+1", "Fran\u202eca", "\x00"),
    *([], {}, ["a"], {"a": 1}, {1: 2}, {None: 0}, [[[]]], "2004-13-45", "{section}", "{x", "*"),
)
"""What stands at a place of a YAML file after something went wrong."""


def _places(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, one in inner:
        found.append((*before, key))
        if isinstance(one, dict | list):
            found += _places(one, (*before, key))
    return found


def _edited(content: bytes, chance: random.Random) -> bytes:
    """One place of a YAML file gone, with another value, or with another name."""
    entries = yaml.safe_load(content)
    *way, last = chance.choice(_places(entries))
    around = entries
    for part in way:
        around = around[part]
    match chance.randrange(3):
        case 0:
            del around[last]
        case 1 if isinstance(around, dict):
            around[chance.choice(("x", 1, None, "Fran\u200bca", f"{last}s"))] = around.pop(last)
        case _:
            around[last] = chance.choice(VALUES)
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False).encode()


@pytest.mark.parametrize("file", FILES)
def test_harmed_yaml_is_read_or_refused(file: str, tmp_path: Path, tier: Tier) -> None:
    for name in ("config", "data/raw/report", "data/raw/trade"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("clusters", "profiles"):
        shutil.copy(RAW / f"{name}.csv", tmp_path / f"data/raw/{name}.csv")
    sound = (ROOT / file).read_bytes()
    ends = Counter()
    for seed in range(tier.of(*YAML) // 2):
        for content, harm in (
            harmed(sound, f"{file}/{seed}"),
            (_edited(sound, random.Random(f"{file}/{seed}")), "edited"),
        ):
            (tmp_path / file).write_bytes(content)
            what = f"{file}, seed {seed} ({harm})"

            def faults_raised() -> None:
                if faults := file_faults(tmp_path):
                    raise DataFaults(faults)

            ends["refused" if told(faults_raised, what)[1] else "read"] += 1
    assert ends["refused"], ends
