"""What changed since the baseline and because of which input; and the next baseline, to accept."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from upgrading.cases.catalogue import Printed, Table
from upgrading.changes import report as told
from upgrading.changes import state, text
from upgrading.changes.attribution import by_one_input
from upgrading.changes.comparable import comparable
from upgrading.changes.differences import aligned, causes
from upgrading.changes.differences import changes as changes_of
from upgrading.changes.figures import FigureChange, changed
from upgrading.files.codec import RawFile
from upgrading.trade.second_entries import SECOND, SecondSources


def changes(
    program: list[Path],
    baseline: list[Path],
    pictures_before: list[Path],
    numbers: pd.DataFrame,
    indices: pd.DataFrame,
    audit: pd.DataFrame,
    claims: pd.DataFrame,
    sets_printed: pd.DataFrame,
    sets_corrected: pd.DataFrame,
    relations_printed: pd.DataFrame,
    relations_corrected: pd.DataFrame,
    figures: list[Path],
    printed_clusters: pd.DataFrame,
    corrected_clusters: pd.DataFrame,
    profiles: pd.DataFrame,
    stages: pd.DataFrame,
    cells: pd.DataFrame,
    updates: pd.DataFrame,
    flows: pd.DataFrame,
    series: pd.DataFrame,
    second: SecondSources,
    made: list[Path],
    products: RawFile,
    relations: RawFile,
    claims_files: Mapping[str, RawFile],
    cluster_register: RawFile,
    profile_register: RawFile,
    exhibits: Mapping[str, pd.DataFrame],
    words: Mapping[str, Any],
    layouts: Mapping[str, Table],
    catalogue: Mapping[str, Printed],
    captions: Mapping[str, Any],
    config: Mapping[str, Any],
    rules: Mapping[str, Any],
    output: Mapping[str, Any],
    threads: int,
) -> dict[str, Any]:
    """`page`, `table`, and the candidate for a baseline; pictures of before go to their folder."""
    output["pictures"].mkdir(parents=True, exist_ok=True)
    present = state.State(
        state.present_inputs(
            config,
            {"products": products.content, "relations": relations.content},
            flows,
            clusters_printed=printed_clusters,
            clusters_corrected=corrected_clusters,
            profiles=profiles,
            salmon_stages=stages,
            printed_cells=cells,
        ),
        state.present_frames(
            numbers,
            indices,
            audit,
            claims,
            {"printed": sets_printed, "corrected": sets_corrected},
            {"printed": relations_printed, "corrected": relations_corrected},
            figures,
            program,
        ),
    )
    before, missing = state.baseline(baseline)
    outputs: dict[str, Any] = {"table": told.NO_CHANGES, **state.candidate(present)}
    if before is None:
        page = text.incomplete(missing) if missing else text.NO_BASELINE
        return {"page": page, **outputs}

    def found() -> told.Report:
        shared = comparable(before.frames, present.frames)
        differing_outcomes = changes_of(shared.before, shared.now)
        pictures = changed(before.frames["figures"], present.frames["figures"])
        old = aligned(before.inputs, present.inputs)
        differing = causes(
            old, present.inputs, {name: table.shape for name, table in layouts.items()}
        )
        names = state.names(
            exhibits, words, captions, catalogue, claims, updates, (before.inputs, present.inputs)
        )
        same_program = before.program == present.program
        if not (differing_outcomes or pictures):
            return told.Report(differing, [], [], names, shared.apart)
        if len(differing) == 1 and same_program:
            drawn = [FigureChange(figure, what, (0,)) for figure, what in pictures.items()]
            moved = by_one_input(differing_outcomes)
            return told.Report(differing, moved, drawn, names, shared.apart)

        # two seconds of imports, of which a run with one changed input or none is spared
        from upgrading.changes.compare import Comparison, workers
        from upgrading.changes.states import SERIES, States

        registers = {file.name: file for file in (cluster_register, profile_register)}
        fixed = {**claims_files, **registers, SERIES: series, SECOND: second}
        states = States(rules, {"config/exhibits.yaml": layouts, **fixed}, config)
        states.under(present.inputs, {path.as_posix(): path.read_bytes() for path in made})
        said = shared.before if same_program else None
        compared = Comparison(*(differing, old, present.inputs, layouts, states, shared.now, said))
        moved, drawn = compared.attributed(differing_outcomes, pictures, workers(threads))
        return told.Report(differing, moved, drawn, names, shared.apart)

    report = state.with_pictures(found(), pictures_before, before, output["pictures"])
    outputs["table"] = told.changes_frame(report)
    return {"page": text.markdown(report), **outputs}
