"""How the refresh reads the present state of the study and its baseline."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from sources import read_frame
from trade_sources import read_flows
from upgrading.catalogue import Printed
from upgrading.faults import Fault, raise_if_any
from upgrading.frames import from_csv
from upgrading.refresh import inputs, outcomes
from upgrading.refresh.inputs import Inputs
from upgrading.refresh.outcomes import Outcomes

RESULTS = ("numbers", "degrees", "verdicts", "claims", "figures")
"""Files of results in the baseline; its inputs are those of `inputs.KEYS`."""

FIGURE_COLUMNS = ["figure", "sha256"]


def present_inputs(files: Any, config: Mapping[str, Any]) -> Inputs:
    """The inputs of the present results, among the named inputs of a rule."""
    entries = yaml.safe_load(Path(files.products).read_text(encoding="utf-8"))
    texts = {
        "clusters_printed": files.printed_clusters,
        "clusters_corrected": files.corrected_clusters,
        "profiles": files.profiles,
        "salmon_stages": files.stages,
        "printed_cells": files.cells,
    }
    read = {
        name: inputs.from_text(name, Path(path).read_text(encoding="utf-8"))
        for name, path in texts.items()
    }
    return {
        **read,
        "trade_totals": inputs.totals_table(read_flows(files.flows)),
        "products": inputs.products_table(entries),
        "choices": inputs.choices_table(config),
    }


def present_frames(files: Any) -> dict[str, pd.DataFrame]:
    """The present results that the baseline keeps, by its file names."""
    return {
        "numbers": read_frame(files.numbers),
        "degrees": read_frame(files.indices)[["cluster_id", "ce_degree"]],
        "verdicts": read_frame(files.audit)[["exhibit", "row", "column", "verdict"]],
        "claims": read_frame(files.claims)[["claim_id", "verdict", "verdict_corrected"]],
        "figures": _pictures(files.figures),
    }


def _pictures(paths: Iterable[str]) -> pd.DataFrame:
    rows = [(Path(p).stem, hashlib.sha256(Path(p).read_bytes()).hexdigest()) for p in paths]
    return pd.DataFrame(sorted(rows), columns=FIGURE_COLUMNS, dtype=object)


def baseline(paths: Iterable[str]) -> dict[str, str]:
    """The texts of the baseline's files by name: `numbers`, `inputs/choices`; nothing without one.

    Raises `DataFaults` if there are some and not all.
    """
    folder = Path("baseline")
    texts = {
        Path(path).relative_to(folder).with_suffix("").as_posix(): Path(path).read_text("utf-8")
        for path in paths
    }
    wanted = [*RESULTS, *(f"inputs/{name}" for name in inputs.KEYS)]
    if texts:
        missing = "the file is missing; `make accept` writes the baseline anew"
        raise_if_any(Fault(f"{folder}/{n}.csv", missing) for n in wanted if n not in texts)
    return texts


def baseline_inputs(texts: Mapping[str, str]) -> Inputs:
    """The inputs that the baseline keeps."""
    return {name: inputs.from_text(name, texts[f"inputs/{name}"]) for name in inputs.KEYS}


def said(frames: Mapping[str, pd.DataFrame]) -> Outcomes:
    """All outcomes among the frames of `present_frames`."""
    return {
        **outcomes.numbers(frames["numbers"]),
        **outcomes.degrees(frames["degrees"]),
        **outcomes.verdicts(frames["verdicts"]),
        **outcomes.claims(frames["claims"]),
    }


def baseline_frames(texts: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """The frames of `present_frames` as the baseline keeps them."""
    return {name: from_csv(texts[name]) for name in RESULTS}


def captions(files: Any, around: Mapping[str, Printed]) -> dict[str, str]:
    """Captions of the report's tables and of the project's own."""
    own = yaml.safe_load(Path(files.captions).read_text(encoding="utf-8"))["own_tables"]
    for path in files.words:
        own |= yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    printed = {name: entry.caption for name, entry in around.items()}
    return printed | {name: words["caption"] for name, words in own.items()}
