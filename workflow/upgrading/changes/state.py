"""The present state of the study and its baseline, and the pictures of before."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from upgrading.cases.catalogue import Printed
from upgrading.changes import comparable, figures, inputs, labels
from upgrading.changes.differences import WORDS, Edition, Outcomes
from upgrading.changes.figures import FigureChange
from upgrading.changes.inputs import Inputs
from upgrading.changes.report import Report
from upgrading.files.codec import parsed
from upgrading.files.frames import from_csv, to_csv
from upgrading.publish.tables import own_words

RESULTS = ("numbers", "degrees", "verdicts", "claims", "figures", "program")
"""Files of results in the baseline, whatever program accepted it; its inputs are those of
`inputs.KEYS`. Those of `comparable.LATER` may be there."""

Words: TypeAlias = Mapping[Edition, pd.DataFrame]
"""Sets or relations with their words (`sets.SET_COLUMNS`, `sets.RELATION_COLUMNS`), by edition."""

FOLDER, CANDIDATE = Path("baseline"), Path("results/changes/baseline")


@dataclass(frozen=True)
class State:
    """Inputs and results of the study, as the baseline keeps them."""

    inputs: Inputs
    frames: Mapping[str, pd.DataFrame]

    @cached_property
    def said(self) -> Outcomes:
        """All outcomes."""
        return comparable.said(self.frames)

    @property
    def program(self) -> str:
        """The checksum of the program that made the results."""
        return str(self.frames["program"]["sha256"].iloc[0])


# Present ---------------------------------------------------------------------------------------


def present_inputs(
    config: Mapping[str, Any],
    entries: Mapping[str, bytes],
    flows: pd.DataFrame,
    **tables: pd.DataFrame,
) -> Inputs:
    """The inputs of the present results.

    `entries`: contents of the lists of `products` and `relations`; `tables`: the others of
    `inputs.KEYS` that are files of the study.
    """
    read = {name: inputs.from_text(name, to_csv(frame)) for name, frame in tables.items()}
    lists = {name: inputs.entries_table(name, parsed(text)) for name, text in entries.items()}
    return {
        **read,
        "trade_totals": inputs.totals_table(flows),
        **lists,
        "choices": inputs.choices_table(config),
    }


def present_frames(
    numbers: pd.DataFrame,
    indices: pd.DataFrame,
    audit: pd.DataFrame,
    claims: pd.DataFrame,
    sets: Words,
    relations: Words,
    figures: Iterable[Path],
    program: Iterable[Path],
) -> dict[str, pd.DataFrame]:
    """The present results that the baseline keeps, by its file names."""
    return {
        "numbers": numbers,
        "degrees": indices[["cluster_id", "ce_degree"]],
        "verdicts": audit[["exhibit", "row", "column", "verdict"]],
        "claims": claims[["claim_id", comparable.BASIS, "verdict", "verdict_corrected"]],
        "sets": _by_edition("set", sets),
        "relations": _by_edition("relation", relations),
        "figures": _checksums(figures),
        "program": pd.DataFrame({"sha256": [_program(program)]}),
    }


def _by_edition(name: str, words: Words) -> pd.DataFrame:
    """What has a word, with that of each edition (`WORDS`); a set of one relation has none."""
    by_name = {
        WORDS[edition]: dict(zip(frame[name], frame["word"], strict=True))
        for edition, frame in words.items()
    }
    listed = dict.fromkeys(one for own in by_name.values() for one, word in own.items() if word)
    rows = {column: [own.get(one, "") for one in listed] for column, own in by_name.items()}
    return pd.DataFrame({name: [*listed], **rows}, dtype=object)


def _checksums(paths: Iterable[Path]) -> pd.DataFrame:
    rows = [(path.stem, _sha256(path.read_bytes())) for path in paths]
    return pd.DataFrame(sorted(rows), columns=["figure", "sha256"], dtype=object)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _program(paths: Iterable[Path]) -> str:
    """One checksum of all that makes numbers of inputs: modules, layouts, versions of packages."""
    return _sha256(
        "".join(f"{path.as_posix()} {_sha256(path.read_bytes())}\n" for path in paths).encode()
    )


def candidate(state: State) -> dict[str, str]:
    """What the baseline would be if these results were accepted, by path; `make accept` adds
    pictures."""
    results = {name: to_csv(frame) for name, frame in state.frames.items()}
    kept = {f"inputs/{name}": inputs.to_text(table) for name, table in state.inputs.items()}
    return {f"{CANDIDATE.as_posix()}/{name}.csv": text for name, text in (results | kept).items()}


# Baseline --------------------------------------------------------------------------------------


def baseline(paths: Iterable[Path]) -> tuple[State | None, list[str]]:
    """The baseline, and which files it lacks to be one; neither where there is none at all.

    One that an earlier program accepted lacks what came later (`comparable.LATER`) and is one.
    """
    texts = {
        path.relative_to(FOLDER).with_suffix("").as_posix(): path.read_text("utf-8")
        for path in paths
    }
    wanted = [*RESULTS, *(f"inputs/{name}" for name in inputs.KEYS)]
    results = [*RESULTS, *(name for name in comparable.LATER if name in texts)]
    missing = [(FOLDER / f"{name}.csv").as_posix() for name in wanted if name not in texts]
    if missing:
        return None, missing if texts else []
    kept = {name: inputs.from_text(name, texts[f"inputs/{name}"]) for name in inputs.KEYS}
    return State(kept, {name: from_csv(texts[name]) for name in results}), []


def with_pictures(report: Report, paths: Iterable[Path], old: State, folder: Path) -> Report:
    """The report with pictures of before, unpacked into a folder under `results/`."""
    kept = {path.name.removesuffix(".svg.gz"): path for path in paths}
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


def names(
    exhibits: Mapping[str, pd.DataFrame],
    words: Mapping[str, Any],
    captions: Mapping[str, Any],
    around: Mapping[str, Printed],
    claims: pd.DataFrame,
    updates: pd.DataFrame,
    states: Sequence[Inputs],
) -> labels.Labels:
    """What people call exhibits, rows, columns and inputs (`states`: the present ones last)."""
    cells = pd.concat(exhibits.values(), ignore_index=True)
    own = own_words(captions, words.values())["own_tables"]
    called = {name: entry.caption for name, entry in around.items()}
    called |= {name: entry["caption"] for name, entry in own.items()}
    return labels.labels(cells, called, claims, states, updates)
