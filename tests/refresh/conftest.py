"""The study's inputs as the baseline keeps them, and a state of them in which cells are others."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import pytest
import yaml
from reference import ROOT
from refresh_states import PRODUCTS, TOTALS
from rules_of_study import rules

from upgrading.frames import to_csv
from upgrading.refresh import inputs
from upgrading.refresh.compare import Comparison
from upgrading.refresh.differences import causes
from upgrading.refresh.inputs import Inputs
from upgrading.refresh.labels import Labels
from upgrading.refresh.outcomes import changes
from upgrading.refresh.recompute import Recomputation, Stage
from upgrading.refresh.states import States
from upgrading.refresh.text import Report

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
    return States(rules(), {"config/exhibits.yaml": tables}, config)


@pytest.fixture(scope="session")
def compared(tables, claims, baseline, states) -> Callable[[Inputs], Comparison]:
    """The baseline compared with other inputs."""
    shapes = {name: table.shape for name, table in tables.items()}
    recomputation = Recomputation(tables, claims)

    def compare(after: Inputs) -> Comparison:
        listed = causes(baseline, after, shapes)
        return Comparison(listed, baseline, after, recomputation, states)

    return compare


@pytest.fixture(scope="session")
def told(tables, claims, baseline, states) -> Callable[..., Report]:
    """What changed from the baseline to other inputs, results recomputed in memory."""
    labels = Labels({}, {}, {}, {}, {})
    recomputation = Recomputation(tables, claims)

    def compare(
        after: Inputs, stages: Collection[Stage] = ("cases",), *, same_program: bool = False
    ) -> Report:
        shapes = {name: table.shape for name, table in tables.items()}
        listed = causes(baseline, after, shapes)
        said = recomputation.outcomes(baseline, stages)
        found = changes(said, recomputation.outcomes(after, stages))
        known = said if same_program else None
        moved = Comparison(listed, baseline, after, recomputation, states, known).attributed(found)
        return Report(listed, moved, [], labels)

    return compare
