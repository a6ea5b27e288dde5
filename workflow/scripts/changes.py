"""What changed since the baseline and because of which input; and the next baseline, to accept."""

import os

# as in the multiverse: the matrices are small, and every core has a worker
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from pathlib import Path

import refresh_sources as sources
from task import task
from upgrading.frames import to_csv
from upgrading.refresh import text
from upgrading.refresh.attribution import by_one_input
from upgrading.refresh.differences import aligned, causes
from upgrading.refresh.figures import FigureChange, changed
from upgrading.refresh.outcomes import changes


def report(files, baseline, present, threads):
    """All that changed, with its causes."""
    layouts, around = sources.read_catalogue(files)
    found = changes(baseline.said, present.said)
    figures = changed(baseline.frames["figures"], present.frames["figures"])
    before = aligned(baseline.inputs, present.inputs)
    differing = causes(
        before, present.inputs, {name: table.shape for name, table in layouts.items()}
    )
    names = sources.names(files, around, (baseline.inputs, present.inputs))
    same_program = baseline.program == present.program
    if not (found or figures):
        return text.Report(differing, [], [], names)
    if len(differing) == 1 and same_program:
        drawn = [FigureChange(figure, what, (0,)) for figure, what in figures.items()]
        return text.Report(differing, by_one_input(found), drawn, names)

    # two seconds of imports, of which a run with one changed input or none is spared
    from refresh_study import comparison, workers

    compared = comparison(files, layouts, differing, before, present, baseline, same_program)
    moved = compared.attributed(found, workers(threads))
    return text.Report(differing, moved, compared.figures(figures), names)


with task(snakemake):
    files, outputs = snakemake.input, snakemake.output
    pictures = Path(outputs.pictures)
    pictures.mkdir(parents=True)
    present = sources.present(files, snakemake.params.config)
    sources.write_candidate(present, Path(outputs.candidate[0]).parent)
    baseline, missing = sources.baseline(files.baseline)
    table = text.NO_CHANGES
    if baseline:
        found = report(files, baseline, present, snakemake.threads)
        found = sources.with_pictures(found, files.pictures_before, baseline, pictures)
        page, table = text.markdown(found), text.changes_frame(found)
    elif missing:
        page = text.incomplete(missing)
    else:
        page = text.NO_BASELINE
    Path(outputs.page).write_text(page, encoding="utf-8")
    Path(outputs.table).write_text(to_csv(table), encoding="utf-8")
