"""What changed since the baseline and because of which input; and the next baseline, to accept."""

import hashlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from refresh_sources import (
    baseline,
    baseline_frames,
    baseline_inputs,
    captions,
    present_frames,
    present_inputs,
    said,
)
from sources import read_catalogue, read_frame
from task import task
from trade_sources import read_trade
from upgrading.frames import to_csv
from upgrading.refresh import figures, text
from upgrading.refresh.differences import aligned, causes
from upgrading.refresh.inputs import to_text
from upgrading.refresh.labels import labels
from upgrading.refresh.outcomes import changes


def write_candidate(frames, tables, folder):
    """What the baseline would be if these results were accepted."""
    for name, frame in frames.items():
        (folder / f"{name}.csv").write_text(to_csv(frame), encoding="utf-8")
    for name, table in tables.items():
        (folder / "inputs" / f"{name}.csv").write_text(to_text(table), encoding="utf-8")


def recomputation_of(files, layouts, after):
    """The study in memory; what the trade rules have computed is taken from their files."""
    # a second of imports, which a run without changes does not need
    from upgrading.refresh.recompute import KnownTrade, Recomputation
    from upgrading.refresh.trade_study import Measured

    recomputation = Recomputation(layouts)
    recomputation.know(
        after,
        KnownTrade(
            Measured(read_trade(files.unit_values), read_trade(files.upgrading)),
            read_trade(files.verdicts, ["turns_on"]),
            read_trade(files.exports, ["printed", "years_that_fit", "source", "verdict"]),
        ),
    )
    return recomputation


def with_pictures(found, case, digests, folder, threads):
    """The figures with their pictures of before, drawn again from the baseline's inputs."""
    drawable = [one for one in found if one.figure in figures.SHOWS and one.what != "appeared"]
    drawable = [one for one in drawable if one.causes]
    # matplotlib is only needed where a figure changed
    from upgrading.refresh.redraw import svg

    with ProcessPoolExecutor(threads, mp_context=get_context("fork")) as workers:
        drawn = {one.figure: workers.submit(svg, one.figure, case) for one in drawable}
        pictures = {figure: picture.result() for figure, picture in drawn.items()}
    for one in found:
        picture = pictures.get(one.figure)
        if picture is None:
            yield replace(one, why=figures.why_no_picture(one))
        elif hashlib.sha256(picture).hexdigest() != digests[one.figure]:
            yield replace(one, why=figures.DRAWN_OTHERWISE)
        else:
            (folder / f"{one.figure}_before.svg").write_bytes(picture)
            yield replace(one, before=f"changes/figures/{one.figure}_before.svg")


def report(files, texts, frames, after, pictures, threads):
    """All that changed; `pictures` is where pictures of before go."""
    old = baseline_frames(texts)
    found = changes(said(old), said(frames))
    other_figures = figures.changed(old["figures"], frames["figures"])
    layouts, around = read_catalogue(files)
    stored = baseline_inputs(texts)
    before = aligned(stored, after)
    differing = causes(before, after, {name: table.shape for name, table in layouts.items()})
    exhibits = pd.concat(map(read_frame, files.exhibits), ignore_index=True)
    names = labels(exhibits, captions(files, around), read_frame(files.claims), (stored, after))
    if not (found or other_figures):
        return text.Report(differing, [], [], names)
    from upgrading.refresh.compare import Comparison

    recomputation = recomputation_of(files, layouts, after)
    comparison = Comparison(differing, before, after, recomputation)
    moved, drawn = comparison.attributed(found), comparison.figures(other_figures)
    if any(one.causes for one in drawn):
        digests = dict(zip(old["figures"]["figure"], old["figures"]["sha256"], strict=True))
        case = recomputation.case_study(before)
        drawn = list(with_pictures(drawn, case, digests, pictures, threads))
    else:
        drawn = [replace(one, why=figures.why_no_picture(one)) for one in drawn]
    return text.Report(differing, moved, drawn, names)


with task(snakemake):
    files, outputs = snakemake.input, snakemake.output
    pictures = Path(outputs.pictures)
    pictures.mkdir(parents=True)
    frames, after = present_frames(files), present_inputs(files, snakemake.params.config)
    write_candidate(frames, after, Path(outputs.candidate[0]).parent)
    texts = baseline(files.baseline)
    if texts:
        found = report(files, texts, frames, after, pictures, snakemake.threads)
        page, table = text.markdown(found), text.changes_frame(found)
    else:
        page, table = text.NO_BASELINE, pd.DataFrame(columns=list(text.CHANGE_COLUMNS))
    Path(outputs.page).write_text(page, encoding="utf-8")
    Path(outputs.table).write_text(to_csv(table), encoding="utf-8")
