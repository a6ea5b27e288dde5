"""Printed tables, registers and errata to the clean case data."""

from collections.abc import Mapping
from typing import Literal

import pandas as pd

from upgrading.cases.catalogue import Printed, Table
from upgrading.cases.cleaning import clean, raw_cases
from upgrading.files.codec import RawFile


def clean_cases(
    tables: Mapping[str, RawFile],
    clusters: RawFile,
    labels: RawFile,
    profiles: RawFile,
    off_scale: RawFile,
    errata: RawFile,
    updates: Mapping[str, RawFile],
    layouts: Mapping[str, Table],
    catalogue: Mapping[str, Printed],
    edition: Literal["printed", "corrected"],
) -> dict[str, pd.DataFrame]:
    """The clean case data, `clusters` in the edition that the config says. Raises `DataFaults`."""
    raw = raw_cases(tables, updates, clusters, labels, profiles, off_scale, errata)
    cases = clean(raw, layouts, catalogue)
    editions = {"printed": cases.printed_clusters, "corrected": cases.corrected_clusters}
    return {
        "clusters": editions[edition],
        "printed_clusters": cases.printed_clusters,
        "corrected_clusters": cases.corrected_clusters,
        "cells": cases.cells,
        "profiles": cases.profiles,
        "stages": cases.stages,
        "updates": cases.updates,
    }
