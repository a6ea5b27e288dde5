from __future__ import annotations

import pytest
import yaml
from made_up import ERRATA
from reference import ROOT

from upgrading.multiverse.relations import Relation, relations
from upgrading.multiverse.variants import Editions, editions


@pytest.fixture(scope="session")
def of_report(clean_cases, tables) -> Editions:
    """The editions of the report, with one of the audit's doubtful indices."""
    return editions(
        clean_cases.printed_clusters,
        clean_cases.corrected_clusters,
        clean_cases.cells,
        ERRATA,
        tables,
    )


@pytest.fixture(scope="session")
def listed() -> dict[str, Relation]:
    """The relations of the study."""
    path = ROOT / "config" / "relations.yaml"
    return relations(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)
