"""How often words fall by chance: a few simulated data sets, and the table of many.

What is counted lies within the bounds of the binomial for the chance that the rules allow.
"""

from __future__ import annotations

import sys
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from reference import REPORT_RULE, ROOT
from scipy.stats import binom

from upgrading.cases.indices import collective_efficiency
from upgrading.inference.sets import LEANING, LEVEL
from upgrading.multiverse.cores import Grid
from upgrading.multiverse.variants import editions
from upgrading.vocabulary import UPGRADING

RARE = 1e-5
"""How rarely a test may fail by chance, were its seed another."""

FILE = ROOT / "benchmarks" / "words_by_chance.py"


@pytest.fixture(scope="module")
def program() -> ModuleType:
    spec = spec_from_file_location("words_by_chance", FILE)
    assert spec and spec.loader
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def study(program, clean_cases, tables, listed):
    printed, corrected = clean_cases.printed_clusters, clean_cases.corrected_clusters
    errata = pd.DataFrame(columns=["erratum", "root", "alternatives"])
    known = editions(printed, corrected, clean_cases.cells, errata, tables)
    rule = REPORT_RULE
    thresholds = (rule.high_from,), (rule.low_to,)
    grid = Grid((rule.weights.share,), *thresholds, rule, "printed")
    indices = collective_efficiency(printed, rule)
    return program.Study(printed, indices, known, listed, grid, rule)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    found = pd.read_csv(FILE.with_suffix(".csv"))
    return found.set_index(["scenario", "statement"])


@pytest.mark.parametrize("scenario", ["none", "moderate"])
def test_whole_rows_change_places_within_sector_groups(program, study, scenario) -> None:
    rows = program.SIMULATED[scenario](study, np.random.default_rng(1))
    groups = dict(zip(study.clusters["cluster_id"], study.clusters["group"], strict=True))
    assert sorted(rows) == sorted(rows.values()) == sorted(groups)
    assert all(groups[one] == groups[other] for one, other in rows.items())
    one = program.simulated(study, rows)
    before, after = (of.clusters.set_index("cluster_id") for of in (study, one))
    for cluster, other in rows.items():
        assert after.loc[cluster, list(UPGRADING)].equals(
            before.loc[other, list(UPGRADING)].rename(cluster)
        )
        for column in UPGRADING:
            scores = one.editions.scores["printed"], study.editions.scores["printed"]
            assert scores[0][cluster, column] == scores[1][other, column]
    kept = [name for name in after if name not in UPGRADING]
    assert after[kept].equals(before[kept])


@pytest.fixture(scope="module")
def words(program, study, tier) -> dict[str, list[str]]:
    """The words of the set of all sector groups in some data sets of each scenario."""
    found = {}
    for scenario in program.SCENARIOS:
        said = program.by_chance(study, scenario, range(tier.of(12, 60, 200)), 0, 7)
        found[scenario] = [word for one in said for kind, word, _ in one if kind == "all groups"]
    return found


def test_noise_gets_a_firm_word_as_rarely_as_the_level_says(words) -> None:
    count, number = Counter(words["none"]), len(words["none"])
    firm = count["supported"] + count["contradicted"]
    assert firm <= binom.ppf(1 - RARE, number, LEVEL)
    assert number - count["open"] <= binom.ppf(1 - RARE, number, LEANING)


def test_a_moderate_relation_gets_its_word_as_often_as_the_table_says(words, table) -> None:
    number, supported = len(words["moderate"]), Counter(words["moderate"])["supported"]
    share = table.loc[("moderate", "all groups"), "supported"] / 100
    low, high = binom.ppf([RARE, 1 - RARE], number, share)
    assert low <= supported <= high
    assert "contradicted" not in words["moderate"]


def test_the_table_keeps_to_the_levels(table, program) -> None:
    """Firm words of the set of all groups, and of any relation at all among those of a family."""
    assert tuple(table.reset_index().columns) == program.COLUMNS
    noise = table.loc["none"]
    for statement in ("all groups", "governance set"):
        row = noise.loc[statement]
        firm = (row["supported"] + row["contradicted"]) / 100
        assert firm <= binom.ppf(1 - RARE, row["data_sets"], LEVEL) / row["data_sets"]
    assert (table.loc["none"]["data_sets"] >= 60).all()
    sums = table[list(program.WORDS)].sum(axis=1)
    assert ((sums - 100).abs() < 0.5).all()
