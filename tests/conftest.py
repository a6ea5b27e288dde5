"""The project's own data, read and cleaned once, for every test that needs it."""

from __future__ import annotations

import builtins
import gc
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import yaml
from audit_tables import plain
from built_once import BuiltOnce, built_once
from hypothesis import HealthCheck, settings
from reference import RAW, REPORT_RULE, ROOT
from tiers import COMMANDS, EVERY, Tier, left_to_each, tier_of

from plan.checks import claims_files
from upgrading.audit.explanations import Findings
from upgrading.audit.run import Audit, investigate
from upgrading.audit.what_if import Levels, what_if
from upgrading.cases import catalogue
from upgrading.cases.cleaning import CleanCases, RawCases, RawFile, clean
from upgrading.cases.indices import collective_efficiency
from upgrading.cases.means import group_averages, upgrading_by_degree
from upgrading.claims import table
from upgrading.claims.language import Language
from upgrading.claims.loader import load
from upgrading.claims.readings import Claim
from upgrading.claims.registers import known_of
from upgrading.exhibits.build import build
from upgrading.exhibits.tabulation import exhibits_of
from upgrading.exhibits.values import Study
from upgrading.inference.sets import Drawing, judged
from upgrading.multiverse.relations import Relation, relations
from upgrading.parts import from_json, to_json, told
from upgrading.vocabulary import EFFICIENCY_SETS


def raw_file(path: Path) -> RawFile:
    return RawFile(path.relative_to(ROOT).as_posix(), path.read_bytes())


# Slow machines are no reason to fail, and a failure must be the same everywhere.
for each in Tier:
    settings.register_profile(
        each.name,
        deadline=None,
        derandomize=True,
        max_examples=each.of(25, 100, 300),
        suppress_health_check=[HealthCheck.too_slow],
    )

OF_WORKERS = pytest.StashKey[dict[str, int]]()
"""What the processes among which tests are divided leave to each higher tier: all the same."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--tier",
        choices=[tier.name for tier in Tier],
        default=Tier.quick.name,
        help="how many kills, mutations, pages and seeds: quick (make test), ci (.ci/run), "
        "full (make test-all); all of them have every kind of check",
    )


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile(config.getoption("--tier"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of a higher tier are deselected; whole runs come first: they are the longest, and what
    is short fills the gaps that they leave."""
    taken = Tier[config.getoption("--tier")]
    config.stash[EVERY] = list(items)
    config.hook.pytest_deselected(items=[item for item in items if tier_of(item) > taken])
    items[:] = [item for item in items if tier_of(item) <= taken]
    items.sort(key=lambda item: "workflow" not in item.path.parts)


def pytest_collection_finish() -> None:
    """What is there before the first test stays: the collector need not look at it again, which
    takes a second, and statsmodels has it look with every adjustment of p."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """What a process of several has left to higher tiers is told to the one that sums up."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left"] = left_to_each(session.config)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[OF_WORKERS] = getattr(node, "workeroutput", {}).get("left", {})


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    left = config.stash.get(OF_WORKERS, None) or left_to_each(config)
    for name, count in left.items():
        terminalreporter.write_line(f"{count} tests are left to {COMMANDS[Tier[name]]}")


@pytest.fixture(scope="session")
def tier(request: pytest.FixtureRequest) -> Tier:
    """The tier that is run: tests that repeat one check many times ask it how many."""
    return Tier[request.config.getoption("--tier")]


@pytest.fixture(scope="session", name="built_once")
def built_once_for_all(tmp_path_factory: pytest.TempPathFactory) -> BuiltOnce:
    """A folder by its name, and what builds it: once for all tests, whichever process runs them."""
    return partial(built_once, tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def computed_once(built_once: BuiltOnce) -> Callable[[str, Callable[[], Any]], Any]:
    """A value by its name, and what computes it: once in a run, whichever process needs it first.

    Each process has a value of its own, of the same bytes.
    """

    def computed(name: str, compute: Callable[[], Any]) -> Any:
        def build(folder: Path) -> None:
            folder.mkdir()
            (folder / "value").write_bytes(pickle.dumps(compute()))

        return pickle.loads((built_once(name, build) / "value").read_bytes())

    return computed


@pytest.fixture(scope="session", autouse=True)
def no_sum_of_floats() -> Iterator[None]:
    """The package never gives `sum` a float: it compensates since Python 3.12, so that the last
    digits, and what is drawn by them, would hang on the version. `math.fsum` is the same in all."""
    plain = builtins.sum

    def exact_sum(values: Iterable[Any], /, start: Any = 0) -> Any:
        if sys._getframe(1).f_globals["__name__"].partition(".")[0] == "upgrading":
            values = list(values)
            assert not any(isinstance(value, float) for value in values), "sum of floats"
        return plain(values, start)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builtins, "sum", exact_sum)
        yield


@pytest.fixture(scope="session")
def tables() -> dict[str, catalogue.Table]:
    text = (ROOT / "config" / "exhibits.yaml").read_text(encoding="utf-8")
    return catalogue.tables(yaml.safe_load(text), "config/exhibits.yaml")


@pytest.fixture(scope="session")
def around() -> dict[str, catalogue.Printed]:
    text = (RAW / "report" / "catalogue.yaml").read_text(encoding="utf-8")
    return catalogue.printed_around(yaml.safe_load(text), "catalogue.yaml")


@pytest.fixture(scope="session")
def raw(tables: dict[str, catalogue.Table]) -> RawCases:
    return RawCases(
        tables={name: raw_file(RAW / "report" / f"{name}.csv") for name in tables},
        clusters=raw_file(RAW / "clusters.csv"),
        labels=raw_file(RAW / "labels.csv"),
        profiles=raw_file(RAW / "profiles.csv"),
        off_scale=raw_file(RAW / "off_scale.csv"),
        errata=raw_file(RAW / "errata.csv"),
    )


@pytest.fixture(scope="session")
def clean_cases(raw, tables, around) -> CleanCases:
    return clean(raw, tables, around)


@pytest.fixture(scope="session")
def clusters(clean_cases: CleanCases) -> pd.DataFrame:
    """The corrected edition, by `cluster_id`."""
    return clean_cases.corrected_clusters


@pytest.fixture(scope="session")
def indices(clusters: pd.DataFrame) -> pd.DataFrame:
    return collective_efficiency(clusters, REPORT_RULE)


@pytest.fixture(scope="session")
def study(clean_cases: CleanCases, clusters: pd.DataFrame, indices: pd.DataFrame) -> Study:
    return Study(
        clusters=clusters,
        indices=indices,
        by_degree=upgrading_by_degree(clusters, indices, "skip"),
        averages=group_averages(clusters, indices, "skip"),
        profiles=clean_cases.profiles,
        stages=clean_cases.stages,
        mean_rule="skip",
    )


@pytest.fixture(scope="session")
def exhibits(clean_cases: CleanCases, tables, study: Study) -> pd.DataFrame:
    return exhibits_of(build(clean_cases.cells, tables, study))


@pytest.fixture(scope="session")
def language(clean_cases: CleanCases, tables) -> Language:
    """What claims can speak of."""
    places = set(clean_cases.cells[["exhibit", "row", "column"]].itertuples(index=False, name=None))
    registers = ((RAW / f"{name}.csv").read_bytes() for name in ("clusters", "profiles"))
    products = yaml.safe_load((ROOT / "config" / "trade_products.yaml").read_text(encoding="utf-8"))
    return table.words(known_of(*registers, tables, places, list(products)))


@pytest.fixture(scope="session")
def claims(language: Language) -> tuple[Claim, ...]:
    """What the report says."""
    relations = yaml.safe_load((ROOT / "config" / "relations.yaml").read_text(encoding="utf-8"))
    files = {file: (ROOT / file).read_bytes() for file in claims_files(ROOT)}
    return load(files, language, relations)


@pytest.fixture(scope="session")
def listed() -> dict[str, Relation]:
    """The relations that the report asserts."""
    path = ROOT / "config" / "relations.yaml"
    return relations(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)


@pytest.fixture(scope="session")
def as_asserted(listed) -> pd.DataFrame:
    """Shares of the specifications of relations and sets, all of which are as asserted."""
    signs = {name: one.sign != "negative" for name, one in listed.items()}
    signs |= dict.fromkeys(("governance", *EFFICIENCY_SETS), True)
    rows = [(name, float(up), float(not up)) for name, up in signs.items()]
    return pd.DataFrame(rows, columns=["relation", "share_positive", "share_negative"])


@pytest.fixture(scope="session")
def relations_tested(
    clean_cases, listed, as_asserted, computed_once
) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
    """What few draws say of relations and sets, by edition; all specifications as asserted."""

    def tested() -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
        found = {}
        for edition in ("printed", "corrected"):
            clusters = getattr(clean_cases, f"{edition}_clusters")
            indices = collective_efficiency(clusters, REPORT_RULE)
            drawing = Drawing(2004, first=4_000, most=4_000)
            tested = judged(clusters, indices, listed, as_asserted, drawing)
            found[edition] = tested["relations"], tested["sets"]
        return found

    return computed_once("relations_tested", tested)


AUDITED = ("cells", "errata", "conventions", "claims")
"""The tables of an audit, which tell in passages."""


@pytest.fixture(scope="session")
def in_parts(claims, clean_cases, tables, listed, relations_tested, computed_once) -> Audit:
    """The audit of the report, what it tells in passages."""
    editions = {
        "printed": clean_cases.printed_clusters,
        "corrected": clean_cases.corrected_clusters,
    }
    audit = Audit(
        *(claims, clean_cases.cells, editions, clean_cases.profiles, clean_cases.stages),
        *(tables, REPORT_RULE),
        relations=listed,
        tests=relations_tested,
        seed=2004,
    )

    def made() -> tuple[str, dict[str, pd.DataFrame], pd.DataFrame]:
        told = to_json(audit.parts(*AUDITED))
        return told, {name: audit.plain(name) for name in AUDITED}, audit.claim_numbers

    told_apart, plain_tables, numbers = computed_once("audit", made)
    # where an audit keeps what it has made once it is asked for
    vars(audit).update(told(from_json(told_apart), **plain_tables), claim_numbers=numbers)
    return audit


@pytest.fixture(scope="session")
def conclusions(in_parts, as_asserted) -> pd.DataFrame:
    """The words of the conclusions under few other weights and thresholds."""
    weights = (Fraction(1, 2), Fraction(7, 10))
    levels = Levels(
        REPORT_RULE, weights, (Fraction(9), Fraction("9.5")), (Fraction(5), Fraction(6))
    )
    return what_if(in_parts, levels, as_asserted)


@pytest.fixture(scope="session")
def found(in_parts) -> SimpleNamespace:
    """The audit of the report, what it tells as plain text."""
    return plain(in_parts)


@pytest.fixture(scope="session")
def findings(clean_cases, tables) -> Findings:
    """What the audit of the report works on."""
    return investigate(clean_cases.cells, clean_cases.printed_clusters, tables, REPORT_RULE)[0]
