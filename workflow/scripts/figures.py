"""Every figure as SVG, PDF and PNG."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import figure_cache
from sources import read_frame
from task import task
from trade_sources import read_parquet, read_products, read_trade
from upgrading.indices import IndexRule
from upgrading.present.figures import (
    association_forest,
    association_scatter,
    components_heatmap,
    diagram,
    exports_and_production,
    governance_matrix,
    group_profiles,
    indices_by_cluster,
    salmon_life_cycle,
    specification_curve,
    trade_over_time,
    trade_printed_years,
    trade_quadrants,
    trade_quality_ranges,
    upgrading_against_index,
    upgrading_by_degree,
)
from upgrading.present.figures.style import FORMATS, Drawing, render
from upgrading.trade.classes import ClassChoices, Window
from upgrading.trade.intra_industry import IntraIndustryChoices

figures: dict[str, Callable[[], Drawing]] = {}
"""How each figure is drawn. Workers have it by being forked: handing the frames over takes longer
than drawing."""


def draw_and_save(name: str, folder: Path) -> None:
    """Draw one figure and save it in every format."""
    drawing = figures[name]()
    for form in FORMATS:
        (folder / f"{name}.{form}").write_bytes(render(drawing, form))


with task(snakemake) as log:
    files = snakemake.input
    clusters, indices = read_frame(files.clusters), read_frame(files.indices)
    averages, profiles = read_frame(files.averages), read_frame(files.profiles)
    stages, exhibits = read_frame(files.stages), read_frame(files.exhibits)
    specifications = read_parquet(files.specifications)
    multiverse = read_trade(files.multiverse)
    association = read_trade(files.association, ["note"])
    params = snakemake.params
    rule, window = IndexRule.from_config(params.rule), Window(**params.window)
    products, comparator = read_products(files), params.comparator
    unit_values, upgrading = read_trade(files.unit_values), read_trade(files.upgrading)
    figures |= {
        "components_heatmap": partial(components_heatmap.draw, clusters),
        "indices_by_cluster": partial(indices_by_cluster.draw, clusters, indices, rule),
        "upgrading_against_index": partial(upgrading_against_index.draw, clusters, indices),
        "group_profiles": partial(group_profiles.draw, averages),
        "governance_matrix": partial(governance_matrix.draw, clusters),
        "exports_and_production": partial(exports_and_production.draw, profiles, clusters),
        "salmon_life_cycle": partial(salmon_life_cycle.draw, stages),
        "upgrading_by_degree": partial(upgrading_by_degree.draw, exhibits),
        "diagram_1": diagram.draw,
        "trade_over_time": partial(
            trade_over_time.draw,
            unit_values,
            upgrading,
            read_trade(files.warnings),
            products,
            window,
            comparator,
        ),
        "trade_quadrants": partial(
            trade_quadrants.draw,
            upgrading,
            unit_values,
            read_trade(files.verdicts, ["turns_on"]),
            products,
            ClassChoices.from_config(params.classes),
            window,
        ),
        "trade_quality_ranges": partial(
            trade_quality_ranges.draw,
            read_trade(files.quality_ranges),
            products,
            IntraIndustryChoices.from_config(params.intra_industry).alpha,
            comparator,
        ),
        "trade_printed_years": partial(
            trade_printed_years.draw,
            read_trade(files.years, ["printed"]),
            read_trade(files.offsets),
            read_trade(files.exports, ["printed"]),
        ),
        "association_forest": partial(association_forest.draw, association, params.confidence),
        "association_scatter": partial(association_scatter.draw, clusters, indices, association),
        "specification_choices": partial(
            specification_curve.draw_choices,
            specifications,
            multiverse,
            read_trade(files.choices, ["level"]),
            params.relation,
        ),
    } | {
        f"specification_curve_{kind}": partial(
            specification_curve.draw, specifications, multiverse, f"up_{kind}", params.negligible
        )
        for kind in ("product", "process", "functional")
    }
    folder = Path(snakemake.output[0]).parent
    program = figure_cache.digest_of(files.code)
    keys = {name: figure_cache.key(name, draw, program) for name, draw in figures.items()}
    files_of = {name: [folder / f"{name}.{form}" for form in FORMATS] for name in figures}
    changed = [name for name in figures if not figure_cache.restore(keys[name], files_of[name])]
    log.info("drawn: %s; the others are as before", ", ".join(changed) or "none")
    with ProcessPoolExecutor(snakemake.threads, mp_context=get_context("fork")) as workers:
        for drawn in [workers.submit(draw_and_save, name, folder) for name in changed]:
            drawn.result()
    for name in changed:
        figure_cache.keep(keys[name], files_of[name])
    figure_cache.forget_others(keys.values())
