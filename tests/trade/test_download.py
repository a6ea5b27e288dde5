"""The download from UN Comtrade, against a local imitation of the service and the real client."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from comtradeapicall import PreviewGet
from hypothesis import given
from hypothesis import strategies as st
from reference import ROOT
from step_run import run_step
from tiers import Tier

from job import task
from trade.comtrade_service import KEY, Service, error, record, redirect, serving
from upgrading.cases.countries import ALPHA_3
from upgrading.config.models import ALL
from upgrading.faults import DataFaults
from upgrading.trade.download import (
    CODES_PER_REQUEST,
    REPORTERS_PER_REQUEST,
    YEARS_PER_REQUEST,
    Answer,
    DownloadChoices,
    Request,
    calls,
    download,
    halves,
    named,
    outstanding,
    parts,
    wanted,
)
from upgrading.trade.download import KEY as VARIABLE
from upgrading.trade.products import Product
from upgrading.trade.readers.recognise import notes, read_and_count, read_any

CHOICES: dict[str, Any] = {
    "products": ["furniture_office", "furniture_kitchen"],
    "reporters": "all",
    "partners": "world",
    "flows": ["X"],
    "first_year": 1996,
    "last_year": 1997,
    "classification": "HS",
    "records_per_call": 1000,
    "pause": 0,
    "calls_per_run": 50,
}
OFFICE = "HS_X_world_1996-1997_940330_all.json.gz"
KITCHEN = "HS_X_world_1996-1997_940340_all.json.gz"

REQUEST = Request("HS", "X", "world", (1996, 1997), ("940330",), (ALL,))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with serving() as local:
        redirect(local.address, monkeypatch.setattr)
        yield local


class Script:
    """The script as Snakemake runs it, in this process; waiting is noted down and takes no time."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.answers = folder, folder / "comtrade"
        self.log, self.listing = folder / "download.log", folder / "download.csv"
        self.slept: list[float] = []
        monkeypatch.setenv(VARIABLE, KEY)
        monkeypatch.setattr("time.sleep", self.slept.append)
        # as Snakemake calls a script, whatever a process of tests is called by
        monkeypatch.setattr("sys.argv", [str(folder / "tmp0.run_step.py")])

    def __call__(self, **changed: Any) -> int:
        """Run it with some choices changed; the exit status."""
        rule = SimpleNamespace(
            rule=f"download_comtrade_{self.folder}",
            log=[str(self.log)],
            scriptdir=str(ROOT / "workflow"),
        )
        try:
            with task(rule) as log:
                run_step(
                    "download_comtrade",
                    {"products": str(ROOT / "config/trade_products.yaml")},
                    {"": str(self.listing)},
                    {"download": CHOICES | changed, "folder": str(self.answers)},
                    log=log,
                )
        except SystemExit as end:
            return int(str(end.code))
        return 0

    @property
    def files(self) -> list[str]:
        return sorted(path.name for path in self.answers.glob("*"))

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    return Script(tmp_path, monkeypatch)


def contains_key(folder: Path) -> list[Path]:
    """Files, unpacked, in whose names or contents the key is found, escaped or not."""
    forms = [KEY.encode(), b"a%2Fsecret", b"a/secret", b"0f3b9"]
    found = []
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        if any(form in content or form in path.name.encode() for form in forms):
            found.append(path)
    return found


def assert_key_nowhere(script: Script, capture: pytest.CaptureFixture[str], caplog: Any) -> None:
    printed = capture.readouterr()
    for text in (printed.out, printed.err, caplog.text):
        assert "secret" not in text
        assert "0f3b9" not in text
    assert contains_key(script.folder) == []


# What is asked, and what is kept


def test_answers_are_kept_as_they_came_and_our_reader_reads_them(
    service: Service, script: Script
) -> None:
    assert script() == 0
    assert script.files == [OFFICE, KITCHEN]
    content = (script.answers / OFFICE).read_bytes()
    assert json.loads(gzip.decompress(content))["elapsedTime"] == "0.01 secs"
    flows, faults = read_any(content, OFFICE)
    assert faults == []
    mexico = flows[(flows["exporter"] == "MEX") & (flows["year"] == 1996)].iloc[0]
    assert mexico["importer"] == "WLD"
    assert mexico["product"] == "940330"
    assert mexico["value_usd"] == 330 + 1996 + 484
    assert mexico["net_weight_kg"] == (330 + 1996 + 484) / 4
    assert set(flows["exporter"]) == {"MEX", "USA", "CHN"}
    assert pd.isna(flows.loc[flows["exporter"] == "CHN", "quantity"]).all()
    assert len(flows) == 6


def test_an_answer_of_many_records_is_stored_and_read_whole(
    service: Service, script: Script, tier: Tier
) -> None:
    """All on one line, as the service sends them: `csv` takes no more than 131,072 characters."""
    count = tier.of(2000, 2000, 99_999)  # with one more the answer may have been cut off
    partners = [code for code in ALPHA_3 if code != "484"]
    flows = itertools.product(map(str, range(1950, 2050)), ("940330", "940340"), partners, "MX")
    records = [
        record(year, code, "484", partner, flow)
        for year, code, partner, flow in itertools.islice(flows, count)
    ]
    body = json.dumps({"count": count, "data": records, "error": ""}).encode()
    service.replies = [(200, {}, body)]
    assert script(products=["furniture_office"], partners="all", records_per_call=250_000) == 0
    (name,) = script.files
    content = (script.answers / name).read_bytes()
    codes = {"940330", "940340"}
    for products in (None, codes):
        found = read_and_count(content, name, products=products)
        assert found.faults == []
        assert len(found.flows) == count
        assert found.flows["value_usd"].sum() == sum(one["primaryValue"] for one in records)
    assert notes(content, name, found.flows, codes) == []


def test_the_listing_gives_records_and_sum_of_every_answer(
    service: Service, script: Script
) -> None:
    assert script() == 0
    listing = pd.read_csv(script.listing)
    assert list(listing.columns) == ["file", "records", "sha256"]
    assert [Path(file).name for file in listing["file"]] == [OFFICE, KITCHEN]
    assert listing["records"].to_list() == [6, 6]
    for row in listing.itertuples():
        assert hashlib.sha256(Path(str(row.file)).read_bytes()).hexdigest() == row.sha256


def test_one_cut_of_the_data_is_asked(service: Service, script: Script) -> None:
    assert script(products=["wine"], flows=["X", "M"], reporters=["152", "76"]) == 0
    first = service.asked[0]
    assert first.pop("subscription-key") == KEY
    assert first == {
        "path": "/data/v1/get/C/A/HS",
        "reportercode": "152,76",
        "flowCode": "X",
        "period": "1996,1997",
        "cmdCode": "220410,220421,220422,220429",
        "partnerCode": "0",
        "partner2Code": "0",
        "motCode": "0",
        "customsCode": "C00",
        "maxRecords": "1000",
        "includeDesc": "False",
    }
    assert [query["flowCode"] for query in service.asked] == ["X", "M"]


def test_all_partners_and_all_reporters_are_asked_by_leaving_them_out(
    service: Service, script: Script
) -> None:
    assert script(partners="all", products=["furniture_office"]) == 0
    assert not {"partnerCode", "reportercode"} & set(service.asked[0])
    assert script.files == ["HS_X_all_1996-1997_940330_all.json.gz"]


def test_no_trade_is_an_answer_too(service: Service, script: Script) -> None:
    service.replies = [(200, {}, b'{"count": 0, "data": [], "error": ""}')]
    assert script(products=["furniture_office"]) == 0
    flows, faults = read_any((script.answers / OFFICE).read_bytes(), OFFICE)
    assert len(flows) == 0
    assert faults == []
    assert script(products=["furniture_office"]) == 0
    assert len(service.asked) == 1


# Resuming


def test_a_second_run_asks_nothing(service: Service, script: Script) -> None:
    assert script() == 0
    before = (script.answers / OFFICE).read_bytes(), script.listing.read_bytes()
    assert script() == 0
    assert len(service.asked) == 2
    assert ((script.answers / OFFICE).read_bytes(), script.listing.read_bytes()) == before


def test_after_an_interruption_only_the_rest_is_asked(
    service: Service, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def interrupted(path: Path, content: bytes) -> int:
        if KITCHEN in path.name:
            write(path, content[:20])
            raise KeyboardInterrupt
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        script()
    assert script.files == [OFFICE]
    monkeypatch.setattr(Path, "write_bytes", write)
    assert script() == 0
    assert script.files == [OFFICE, KITCHEN]
    assert [query["cmdCode"] for query in service.asked] == ["940330", "940340", "940340"]


def test_added_years_are_all_that_is_asked(service: Service, script: Script) -> None:
    assert script(products=["furniture_office"]) == 0
    assert script(products=["furniture_office"], first_year=1995, last_year=1999) == 0
    assert [query["period"] for query in service.asked] == ["1996,1997", "1995,1998,1999"]
    assert script.files == ["HS_X_world_1995+1998-1999_940330_all.json.gz", OFFICE]
    assert len(pd.read_csv(script.listing)) == 2


def test_what_would_count_twice_is_refused_before_anything_is_asked(
    service: Service, script: Script
) -> None:
    assert script(reporters=["484"]) == 0
    assert script(reporters=["842"]) == 0
    asked = len(service.asked)
    assert script(reporters="all") == 1
    assert "HS_X_world_1996-1997_940330_484.json.gz: is stored, and holds part of" in script.said
    assert script(reporters=["484"], partners="all") == 1
    assert script(reporters=["484"], classification="H1") == 1
    assert len(service.asked) == asked


def test_the_largest_number_of_calls_ends_a_run_and_the_next_goes_on(
    service: Service, script: Script
) -> None:
    changed: dict[str, Any] = {"calls_per_run": 1}
    assert script(**changed) == 1
    assert script.files == [OFFICE]
    assert "stopped after 1 call (trade.download.calls_per_run" in script.said
    assert "Run again later" in script.said
    assert not script.listing.exists()
    assert script(**changed) == 0
    assert script.files == [OFFICE, KITCHEN]


def test_repeated_calls_count_too(service: Service, script: Script) -> None:
    service.replies = [error(503, "busy")] * 4
    assert script(calls_per_run=3) == 1
    assert len(service.asked) == 3
    assert "stopped after 3 calls" in script.said


# The cap


def test_an_answer_that_is_cut_off_is_asked_in_parts(service: Service, script: Script) -> None:
    """Four codes, two years, three reporters: 24 records; a cap of 7 lets 6 through."""
    assert script(products=["wine"], records_per_call=7) == 0
    asked = [(query["period"], query["cmdCode"].count(",") + 1) for query in service.asked]
    year = [4, 2, 2]
    assert asked == [("1996,1997", 4), *[("1996", n) for n in year], *[("1997", n) for n in year]]
    assert script.files == [
        f"HS_X_world_{year}_{codes}_all.json.gz"
        for year in (1996, 1997)
        for codes in ("220410+220421", "220422+220429")
    ]
    frames = [read_any((script.answers / name).read_bytes(), name)[0] for name in script.files]
    flows = pd.concat(frames)
    assert len(flows) == 24
    assert not flows.duplicated(["year", "product", "exporter"]).any()
    before = len(service.asked)
    assert script(products=["wine"], records_per_call=7) == 0
    assert len(service.asked) == before


def test_named_reporters_are_split_last(service: Service, script: Script) -> None:
    named_two: dict[str, Any] = {"products": ["furniture_office"], "reporters": ["484", "842"]}
    assert script(**named_two, records_per_call=2) == 0
    assert [query["reportercode"] for query in service.asked[-2:]] == ["484", "842"]
    assert len(script.files) == 4


def test_an_answer_that_cannot_be_split_is_an_error_and_not_kept(
    service: Service, script: Script
) -> None:
    assert script(products=["furniture_office"], records_per_call=3) == 1
    assert script.files == []
    assert "HS_X_world_1996_940330_all.json.gz: 3 records came, at which" in script.said
    assert "name the reporters in trade.download.reporters" in script.said


def test_the_cap_of_a_free_key_is_one_whatever_the_config_says() -> None:
    body = json.dumps({"data": [{}] * 100_000}).encode()
    sizes = {REQUEST: body}
    kept: list[str] = []
    download(
        [REQUEST],
        DownloadChoices(records_per_call=250_000),
        ask=lambda request: Answer(200, sizes.get(request, b'{"data": []}')),
        store=lambda request, _: kept.append(request.name),
        clock=lambda: 0.0,
        sleep=lambda _: None,
        tell=lambda _: None,
    )
    assert kept == [
        "HS_X_world_1996_940330_all.json.gz",
        "HS_X_world_1997_940330_all.json.gz",
    ]


# Trouble


def test_too_many_requests_then_success(service: Service, script: Script) -> None:
    service.replies = [
        error(429, "Rate limit is exceeded. Try again in 2 seconds.", Retry_After="2"),
        error(429, "Rate limit is exceeded. Try again in 60 seconds.", Retry_After="60"),
        (502, {}, b"<html>Bad Gateway</html>"),
    ]
    assert script(products=["furniture_office"]) == 0
    assert script.files == [OFFICE]
    assert script.slept == [5, 60, 20]
    assert "429: Rate limit is exceeded. Try again in 2 seconds.; again in 5 s" in script.said


def test_a_service_that_stays_down_is_an_error(service: Service, script: Script) -> None:
    service.replies = [error(500, "Internal server error")] * 9
    assert script() == 1
    assert len(service.asked) == 5
    assert script.slept == [5, 10, 20, 40]
    assert "no usable answer after 5 attempts (500: Internal server error)" in script.said


def test_a_long_wait_is_left_to_a_later_run(service: Service, script: Script) -> None:
    service.replies = [error(429, "Too much", Retry_After="7200")]
    assert script() == 1
    assert script.slept == []
    assert "no usable answer after 1 attempt (429: Too much). Run again later" in script.said


def test_a_refused_key_is_said_once_and_stands_nowhere(
    service: Service, script: Script, monkeypatch, capsys, caplog
) -> None:
    """The imitation repeats the key in its refusal, and this one lacks the last character."""
    wrong = KEY[:-1]
    monkeypatch.setenv(VARIABLE, wrong)
    with caplog.at_level(logging.DEBUG):
        assert script() == 1
    assert len(service.asked) == 1
    assert service.asked[0]["subscription-key"] == wrong
    assert "the key was refused (401: Access denied due to invalid" in script.said
    assert "COMTRADE_API_KEY" in script.said
    assert "Traceback" not in script.said
    printed = capsys.readouterr()
    assert wrong not in printed.out + printed.err + caplog.text + script.said
    assert contains_key(script.folder) == []


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (error(403, "Out of call volume quota. Quota will be replenished in 05:11:23."), "used up"),
        (error(403, "Forbidden"), "the key was refused (403: Forbidden)"),
        (error(400, "Bad period"), "the request was refused (400: Bad period)"),
        ((302, {"Location": "/elsewhere"}, b""), "no usable answer"),
        ((200, {}, b'{"data": [], "error": "timed out"}'), "answered with an error: timed out"),
    ],
)
def test_what_repeating_cannot_help(service, script, reply, words) -> None:
    service.replies = [reply] * 9
    assert script() == 1
    assert words in script.said
    assert len(service.asked) == (5 if words == "no usable answer" else 1)
    assert script.files == []


def test_the_key_stands_nowhere(service: Service, script: Script, capsys, caplog) -> None:
    """Successes, answers that repeat the key, broken answers, lost connections."""
    escaped = KEY.replace("/", "%2F").replace("+", "%2B").replace("=", "%3D")
    told = {"count": 0, "data": [], "link": f"?subscription-key={escaped}&{KEY}"}
    service.replies = [
        (200, {}, json.dumps(told).encode()),
        (500, {}, f"{KEY} and {escaped}".encode()),
        (200, {}, f'{{"data": [{KEY}'.encode()),
        (200, {"Content-Length": "9999"}, b'{"data": ['),
        *[(200, {}, f'{{"error": "{KEY}"}}'.encode())] * 2,
    ]
    with caplog.at_level(logging.DEBUG):
        assert script() == 1
    assert script.files == [OFFICE]
    assert "[key]" in script.said
    assert_key_nowhere(script, capsys, caplog)


def test_what_the_client_prints_and_swallows_is_an_error(
    script: Script, monkeypatch, capsys, caplog
) -> None:
    """Nobody listens there: the client prints the address with the key, and returns nothing."""
    redirect("http://127.0.0.1:9", monkeypatch.setattr)
    with caplog.at_level(logging.DEBUG):
        assert script() == 1
    assert "no usable answer after 5 attempts (NewConnectionError: " in script.said
    assert_key_nowhere(script, capsys, caplog)


@pytest.mark.parametrize("behaviour", ["prints", "raises"])
def test_a_client_that_fails_in_other_ways(monkeypatch, capsys, behaviour: str) -> None:
    def failing(key: str, **_: Any) -> None:
        print(f"oh no, {key}")
        if behaviour == "raises":
            raise RuntimeError(f"with {key}")

    monkeypatch.setattr(PreviewGet, "getFinalData", failing)
    answer = calls(KEY, 10)(REQUEST)
    expected = {"prints": "oh no, [key]", "raises": "RuntimeError: with [key]"}
    assert answer == Answer(None, problem=expected[behaviour])
    assert answer.temporary
    assert capsys.readouterr() == ("", "")


def test_a_crash_of_the_download_itself_does_not_show_the_key(
    service: Service, script: Script, monkeypatch, capsys, caplog
) -> None:
    def full(*_: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert script() == 1
    assert "No space left on device" in script.said
    assert script.files == []
    assert_key_nowhere(script, capsys, caplog)


@pytest.mark.parametrize("key", [None, "", "  "])
def test_without_a_key_nothing_is_asked(service, script, monkeypatch, key) -> None:
    if key is None:
        monkeypatch.delenv(VARIABLE)
    else:
        monkeypatch.setenv(VARIABLE, key)
    assert script() == 1
    assert service.asked == []
    assert script.said.startswith("COMTRADE_API_KEY: this environment variable is not set, so")
    assert "Traceback" not in script.said


def test_calls_keep_their_distance() -> None:
    now, started, slept = [0.0], [], []

    def ask(_: Request) -> Answer:
        started.append(now[0])
        now[0] += 0.4  # a call takes its time, which is no pause
        return Answer(200, b'{"data": []}')

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    requests = [replace(REQUEST, years=(year,)) for year in (1996, 1997, 1998)]
    download(
        requests,
        DownloadChoices(pause=1.5),
        ask=ask,
        store=lambda *_: None,
        clock=lambda: now[0],
        sleep=sleep,
        tell=lambda _: None,
    )
    assert started == pytest.approx([0, 1.9, 3.8])
    assert slept == pytest.approx([1.5, 1.5])


# Planning


def product(*codes: str) -> Product:
    return Product(
        label="Synthetic", clusters={"somewhere": "MEX"}, codes={"HS": codes} if codes else {}
    )


def test_long_lists_are_asked_in_batches() -> None:
    codes = [f"9403{number:02}" for number in range(CODES_PER_REQUEST + 1)]
    reporters = tuple(str(number) for number in range(1, REPORTERS_PER_REQUEST + 3))
    choices = DownloadChoices(reporters=reporters, first_year=1990, last_year=2005)
    found = wanted({"one": product(*codes), "software": product()}, choices)
    shapes = {(len(r.years), len(r.codes), len(r.reporters)) for r in found}
    years = {YEARS_PER_REQUEST, 16 - YEARS_PER_REQUEST}
    assert shapes == {(y, c, r) for y in years for c in (10, 1) for r in (20, 2)}
    assert len(found) == 8
    assert max(len(request.name) for request in found) < 200


def test_wrong_choices_are_named() -> None:
    with pytest.raises(DataFaults) as faults:
        wanted({}, DownloadChoices(products=("wien",), first_year=2000, last_year=1999))
    assert str(faults.value) == (
        'config/config.yaml: trade.download.products: "wien" is not in config/trade_products.yaml\n'
        "config/config.yaml: trade.download: first_year (2000) is after last_year (1999)"
    )
    with pytest.raises(ValueError, match=r"partners\n.*'world' or 'all'"):
        DownloadChoices.from_config({"partners": "some"})


lists = st.sampled_from(["940330", "940340", "940350", "940360"])
asked_for = st.builds(
    Request,
    st.just("HS"),
    st.sampled_from(["X", "M"]),
    st.just("world"),
    st.sets(st.integers(1990, 2001), min_size=1).map(lambda years: tuple(sorted(years))),
    st.lists(lists, min_size=1, unique=True).map(tuple),
    st.just((ALL,))
    | st.lists(st.sampled_from(["484", "842", "76"]), min_size=1, unique=True).map(tuple),
)


@given(asked_for)
def test_a_name_says_all_that_was_asked(request: Request) -> None:
    assert named(request.name) == request


@pytest.mark.parametrize(
    "name",
    [
        "faostat_exports.csv",
        "HS_X_world_1996-1997_940330_all.json",
        "HS_X_world_1997-1996_940330_all.json.gz",
        "HS_X_world_1996--1997_940330_all.json.gz",
        "HS_X_world_1996+1997_940330_all.json.gz",
        "HS_X_some_1996_940330_all.json.gz",
    ],
)
def test_other_names_are_no_requests(name: str) -> None:
    assert named(name) is None


@given(asked_for)
def test_parts_are_the_whole_and_do_not_overlap(request: Request) -> None:
    pair = halves(request)
    if pair is None:
        assert len(request.cells) == 1
        with pytest.raises(DataFaults, match="cannot be split further"):
            parts(request, 100_000)
    else:
        assert pair[0].cells | pair[1].cells == request.cells
        assert not pair[0].meets(pair[1])


@given(st.lists(asked_for, max_size=4), st.lists(asked_for, max_size=4))
def test_only_what_is_not_stored_is_asked(requests: list[Request], kept: list[Request]) -> None:
    some_of_all = any(
        old.meets(new) and ALL in new.reporters and ALL not in old.reporters
        for old in kept
        for new in requests
    )
    if some_of_all:
        with pytest.raises(DataFaults, match="in another cut"):
            outstanding(requests, kept)
        return
    rest = outstanding(requests, kept)
    stored = {cell for old in kept for cell in old.cells}
    new = {cell for request in rest for cell in request.cells}
    for request in requests:
        for flow, year, code, reporter in request.cells:
            covered = {(flow, year, code, reporter), (flow, year, code, ALL)} & stored
            assert bool(covered) != ((flow, year, code, reporter) in new)
    assert not any(request.meets(old) for request in rest for old in kept)


# The rule


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The workflow's code with a Snakefile that holds the rule alone."""
    shutil.copytree(ROOT / "workflow", tmp_path / "workflow")
    shutil.copytree(ROOT / "profiles", tmp_path / "profiles")
    registers = ("data/raw/clusters.csv", "data/raw/profiles.csv")
    for name in ("environment.yml", "config/trade_products.yaml", *registers):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    (tmp_path / "Snakefile").write_text(
        "import sys\n"
        'sys.path.insert(0, f"{workflow.basedir}/workflow")\n'
        "from plan.launch import give_steps, prepare\n"
        "prepare()\n"
        f"config['trade'] = {{'download': {CHOICES!r}}}\n"
        'ENVIRONMENT = "../../environment.yml"\n'
        'include: "workflow/rules/download.smk"\n'
        "give_steps(workflow.rules)\n",
        encoding="utf-8",
    )
    return tmp_path


def test_the_rule_as_the_workflow_runs_it(service: Service, project: Path) -> None:
    """The job is another process, which finds `sitecustomize` before anything else."""
    shutil.copy2(ROOT / "tests/trade/comtrade_service.py", project / "workflow")
    (project / "workflow/sitecustomize.py").write_text(
        f"import comtrade_service\ncomtrade_service.redirect({service.address!r})\n",
        encoding="utf-8",
    )
    tools = str(Path(sys.executable).parent)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {VARIABLE: KEY, "PATH": tools + os.pathsep + environment["PATH"]}
    result = subprocess.run(
        [sys.executable, "-m", "snakemake", "download_comtrade"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    (project / "workflow/comtrade_service.py").unlink()
    printed = result.stdout + result.stderr
    assert result.returncode == 0, printed
    assert len(service.asked) == 2
    listing = pd.read_csv(project / "logs/comtrade_download.csv")
    folder = "data/raw/trade/comtrade"
    assert listing["file"].to_list() == [f"{folder}/{OFFICE}", f"{folder}/{KITCHEN}"]
    assert f"{OFFICE}: 6 records" in (project / "logs/download_comtrade.log").read_text("utf-8")
    assert "secret" not in printed
    assert [path for path in contains_key(project) if "__pycache__" not in path.parts] == []
