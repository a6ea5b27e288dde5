"""How the refresh reads the present state of the study and its baseline, and keeps pictures."""

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from sources import read_catalogue, read_frame
from trade_sources import read_flows
from upgrading.catalogue import Printed
from upgrading.frames import from_csv, to_csv
from upgrading.refresh import figures, inputs, labels, outcomes
from upgrading.refresh.figures import FigureChange
from upgrading.refresh.inputs import Inputs
from upgrading.refresh.outcomes import Outcomes
from upgrading.refresh.text import Report

__all__ = [
    "State",
    "baseline",
    "names",
    "present",
    "read_catalogue",
    "with_pictures",
    "write_candidate",
]

RESULTS = ("numbers", "degrees", "verdicts", "claims", "figures", "program")
"""Files of results in the baseline; its inputs are those of `inputs.KEYS`."""

FOLDER = Path("baseline")


@dataclass(frozen=True)
class State:
    """Inputs and results of the study, as the baseline keeps them."""

    inputs: Inputs
    frames: Mapping[str, pd.DataFrame]

    @cached_property
    def said(self) -> Outcomes:
        """All outcomes."""
        return {
            **outcomes.numbers(self.frames["numbers"]),
            **outcomes.degrees(self.frames["degrees"]),
            **outcomes.verdicts(self.frames["verdicts"]),
            **outcomes.claims(self.frames["claims"]),
        }

    @property
    def program(self) -> str:
        """The checksum of the program that made the results."""
        return str(self.frames["program"]["sha256"].iloc[0])


# Present ---------------------------------------------------------------------------------------


def present(files: Any, config: Mapping[str, Any]) -> State:
    """The present state, among the named inputs of a rule."""
    return State(present_inputs(files, config), present_frames(files))


def present_inputs(files: Any, config: Mapping[str, Any]) -> Inputs:
    """The inputs of the present results, among the named inputs of a rule."""
    lists = {
        name: inputs.entries_table(name, _yaml(path))
        for name, path in (("products", files.products), ("relations", files.relations))
    }
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
        **lists,
        "choices": inputs.choices_table(config),
    }


def _yaml(path: str) -> Any:
    return yaml.safe_load(Path(path).read_text(encoding="utf-8"))


def present_frames(files: Any) -> dict[str, pd.DataFrame]:
    """The present results that the baseline keeps, by its file names."""
    return {
        "numbers": read_frame(files.numbers),
        "degrees": read_frame(files.indices)[["cluster_id", "ce_degree"]],
        "verdicts": read_frame(files.audit)[["exhibit", "row", "column", "verdict"]],
        "claims": read_frame(files.claims)[["claim_id", "verdict", "verdict_corrected"]],
        "figures": _checksums(files.figures),
        "program": pd.DataFrame({"sha256": [_program(files)]}),
    }


def _checksums(paths: Iterable[str]) -> pd.DataFrame:
    rows = [(Path(p).stem, _sha256(Path(p).read_bytes())) for p in paths]
    return pd.DataFrame(sorted(rows), columns=["figure", "sha256"], dtype=object)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _program(files: Any) -> str:
    """One checksum of all that makes numbers of inputs: modules, layouts, versions of packages."""
    return _sha256(
        "".join(f"{p} {_sha256(Path(p).read_bytes())}\n" for p in files.program).encode()
    )


def write_candidate(state: State, folder: Path) -> None:
    """What the baseline would be if these results were accepted; `make accept` adds pictures."""
    for name, frame in state.frames.items():
        (folder / f"{name}.csv").write_text(to_csv(frame), encoding="utf-8")
    for name, table in state.inputs.items():
        (folder / "inputs" / f"{name}.csv").write_text(inputs.to_text(table), encoding="utf-8")


# Baseline --------------------------------------------------------------------------------------


def baseline(paths: Iterable[str]) -> tuple[State | None, list[str]]:
    """The baseline, and which files it lacks to be one; neither where there is none at all."""
    texts = {
        Path(path).relative_to(FOLDER).with_suffix("").as_posix(): Path(path).read_text("utf-8")
        for path in paths
    }
    wanted = [*RESULTS, *(f"inputs/{name}" for name in inputs.KEYS)]
    missing = [(FOLDER / f"{name}.csv").as_posix() for name in wanted if name not in texts]
    if missing:
        return None, missing if texts else []
    kept = {name: inputs.from_text(name, texts[f"inputs/{name}"]) for name in inputs.KEYS}
    return State(kept, {name: from_csv(texts[name]) for name in RESULTS}), []


def with_pictures(report: Report, paths: Iterable[str], old: State, folder: Path) -> Report:
    """The report with pictures of before, unpacked into a folder under `results/`."""
    kept = {Path(path).name.removesuffix(".svg.gz"): Path(path) for path in paths}
    digests = dict(zip(*(old.frames["figures"][c] for c in ("figure", "sha256")), strict=True))
    found: list[FigureChange] = []
    for one in report.figures:
        if one.what == "appeared":
            found.append(replace(one, why=figures.NEVER_THERE))
            continue
        picture = _unpacked(kept.get(one.figure))
        if _sha256(picture) != digests[one.figure]:
            found.append(replace(one, why=figures.NOT_KEPT))
            continue
        path = folder / f"{one.figure}_before.svg"
        path.write_bytes(picture)
        found.append(replace(one, before=path.relative_to("results").as_posix()))
    return replace(report, figures=found)


def _unpacked(path: Path | None) -> bytes:
    """The picture in a packed file; nothing if there is none or it is damaged."""
    try:
        return gzip.decompress(path.read_bytes()) if path else b""
    except (OSError, EOFError, zlib.error):
        return b""


# Names -----------------------------------------------------------------------------------------


def names(files: Any, around: Mapping[str, Printed], states: Sequence[Inputs]) -> labels.Labels:
    """What people call exhibits, rows, columns and inputs (`states`: the present ones last)."""
    exhibits = pd.concat(map(read_frame, files.exhibits), ignore_index=True)
    claims, updates = read_frame(files.claims), read_frame(files.updates)
    return labels.labels(exhibits, _captions(files, around), claims, states, updates)


def _captions(files: Any, around: Mapping[str, Printed]) -> dict[str, str]:
    """Captions of the report's tables and of the project's own."""
    own = _yaml(files.captions)["own_tables"]
    for path in files.words:
        own |= _yaml(path)
    printed = {name: entry.caption for name, entry in around.items()}
    return printed | {name: words["caption"] for name, words in own.items()}
