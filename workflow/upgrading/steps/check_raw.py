"""Check every raw case file against its checksum, the case data cell by cell, every relation."""

from collections.abc import Mapping
from logging import Logger
from pathlib import Path

import pandas as pd

from upgrading.cases import catalogue as catalogues
from upgrading.cases.cleaning import clean, raw_cases
from upgrading.cases.raw_state import registered_state
from upgrading.faults import raise_if_any
from upgrading.files.codec import RawFile, parsed
from upgrading.multiverse.relations import relations as read_relations
from upgrading.multiverse.relations import unscored
from upgrading.vocabulary import UPGRADING


def check_raw(
    tables: Mapping[str, RawFile],
    clusters: RawFile,
    labels: RawFile,
    profiles: RawFile,
    off_scale: RawFile,
    errata: RawFile,
    updates: Mapping[str, RawFile],
    layouts: RawFile,
    catalogue: RawFile,
    relations: RawFile,
    register: Path,
    changed: str,
    log: Logger,
) -> pd.DataFrame:
    """State of every raw case file (`register.STATE_COLUMNS`). Raises `DataFaults`."""
    sourced = [*tables.values(), clusters, labels, profiles, off_scale, errata, catalogue]
    names = [file.name for file in sourced]
    states = registered_state(register.as_posix(), names, [*updates], changed, log, whole=True)
    raw = raw_cases(tables, updates, clusters, labels, profiles, off_scale, errata)
    cases = clean(
        raw,
        catalogues.tables(parsed(layouts.content), layouts.name),
        catalogues.printed_around(parsed(catalogue.content), catalogue.name),
    )
    both = pd.concat([cases.printed_clusters, cases.corrected_clusters])
    scores = both.melt("group", list(UPGRADING)).dropna(subset="value")
    scored = set(zip(scores["group"], scores["variable"], strict=True))
    listed = read_relations(parsed(relations.content), relations.name)
    raise_if_any(unscored(listed, scored, relations.name))
    return states
