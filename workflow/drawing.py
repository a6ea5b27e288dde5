"""Drawing a script's figures: only those whose data or program changed, on several cores."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from kept import Kept
from upgrading.present.figures.style import FORMATS, Drawing, render

_figures: dict[str, Callable[[], Drawing]] = {}
"""How each figure is drawn. Workers have it by being forked: handing the frames over takes longer
than drawing."""


def draw_changed(
    figures: Mapping[str, tuple[Callable[..., Drawing], tuple[Any, ...]]],
    snakemake: Any,
    log: logging.Logger,
) -> None:
    """Bring every figure into the folder of the rule's outputs, in every format.

    `figures` has, by name, the function that draws and its arguments.
    """
    folder = Path(snakemake.output[0]).parent
    kept = Kept(snakemake.params.kept, snakemake.input.code)
    files = {name: [folder / f"{name}.{form}" for form in FORMATS] for name in figures}
    keys = {name: kept.key(name, *arguments) for name, (_, arguments) in figures.items()}
    changed = [name for name in figures if not kept.restore(keys[name], files[name])]
    log.info(kept.told(changed, figures))
    _figures.update({name: _call(*figures[name]) for name in changed})
    with ProcessPoolExecutor(snakemake.threads, mp_context=get_context("fork")) as workers:
        drawn = {name: workers.submit(_draw, name, files[name]) for name in changed}
        for name, work in drawn.items():
            work.result()
            kept.keep(keys[name], files[name])
    kept.forget_others()


def _call(draw: Callable[..., Drawing], arguments: tuple[Any, ...]) -> Callable[[], Drawing]:
    return lambda: draw(*arguments)


def _draw(name: str, files: list[Path]) -> None:
    drawing = _figures[name]()
    for form, file in zip(FORMATS, files, strict=True):
        file.write_bytes(render(drawing, form))
