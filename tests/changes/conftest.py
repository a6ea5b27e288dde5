"""The study's inputs as the baseline keeps them, and a state of them in which cells are others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import yaml
from reference import ROOT
from refresh_states import CASES, PRODUCTS, TOTALS
from rules_of_study import rules
from second_data import LISTED, SERIES_SHIPPED
from step_run import few_draws

from plan.checks import claims_files
from upgrading.changes import inputs
from upgrading.changes.compare import Comparison
from upgrading.changes.differences import Outcomes, causes, changes
from upgrading.changes.inputs import Inputs
from upgrading.changes.labels import Labels
from upgrading.changes.report import Report
from upgrading.changes.states import SERIES, Source, States
from upgrading.files.codec import RawFile
from upgrading.files.frames import to_csv
from upgrading.trade.second_entries import SECOND


@pytest.fixture(scope="session", autouse=True)
def relations_in_few_draws() -> Iterator[None]:
    with few_draws():
        yield


FEW_DRAWS = {"permutations": 99, "exact_up_to": 100, "bootstrap": 49}


@pytest.fixture(scope="session")
def config() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def baseline(clean_cases, config) -> Inputs:
    config = {
        **config,
        "inference": {**config["inference"], **FEW_DRAWS},
        "multiverse": {**config["multiverse"], "permutations": 99},
    }
    relations = yaml.safe_load((ROOT / "config" / "relations.yaml").read_text(encoding="utf-8"))
    frames = {
        "clusters_printed": clean_cases.printed_clusters,
        "clusters_corrected": clean_cases.corrected_clusters,
        "profiles": clean_cases.profiles,
        "salmon_stages": clean_cases.stages,
        "printed_cells": clean_cases.cells,
    }
    return {
        **{name: inputs.from_text(name, to_csv(frame)) for name, frame in frames.items()},
        "trade_totals": inputs.from_text("trade_totals", TOTALS),
        "products": inputs.entries_table("products", PRODUCTS),
        "relations": inputs.entries_table("relations", relations),
        "choices": inputs.choices_table(config),
    }


@pytest.fixture(scope="session")
def states(tables, config) -> States:
    """The study under states of the inputs, as the rules make it."""
    files = ["data/raw/clusters.csv", "data/raw/profiles.csv", *claims_files(ROOT)]
    fixed = {file: RawFile(file, (ROOT / file).read_bytes()) for file in files}
    fixed |= {SERIES: SERIES_SHIPPED, SECOND: LISTED}
    return States(rules(), {"config/exhibits.yaml": tables, **fixed}, config)


@pytest.fixture(scope="session")
def compared(tables, baseline, states) -> Callable[..., Comparison]:
    """The baseline compared with other inputs."""
    shapes = {name: table.shape for name, table in tables.items()}

    def compare(
        after: Inputs,
        now: Outcomes | None = None,
        said: Outcomes | None = None,
        before: Inputs = baseline,
    ) -> Comparison:
        listed = causes(before, after, shapes)
        return Comparison(listed, before, after, tables, states, now or {}, said)

    return compare


@pytest.fixture(scope="session")
def told(baseline, states, compared) -> Callable[..., Report]:
    """What changed from the baseline to other inputs, results recomputed in memory."""
    labels = Labels({}, {}, {}, {}, {})

    def compare(
        after: Inputs, sources: Iterable[Source] = CASES, *, same_program: bool = False
    ) -> Report:
        before, now = (
            {place: one for source in sources for place, one in states.said(source, state).items()}
            for state in (baseline, after)
        )
        found = changes(before, now)
        comparison = compared(after, now, before if same_program else None)
        moved, _ = comparison.attributed(found, {})
        return Report(comparison.causes, moved, [], labels)

    return compare
