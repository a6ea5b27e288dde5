"""The figures of trade, as SVG, PDF and PNG."""

from drawing import draw_changed
from task import task
from trade_sources import read_products, read_trade
from upgrading.present.figures import (
    trade_over_time,
    trade_printed_years,
    trade_quadrants,
    trade_quality_ranges,
)
from upgrading.trade.classes import ClassChoices, Window
from upgrading.trade.intra_industry import IntraIndustryChoices

with task(snakemake) as log:
    files, params = snakemake.input, snakemake.params
    products, window = read_products(files), Window(**params.window)
    unit_values, upgrading = read_trade(files.unit_values), read_trade(files.upgrading, ["note"])
    warnings = read_trade(files.warnings)
    verdicts = read_trade(files.verdicts, ["turns_on"])
    classes = ClassChoices.from_config(params.classes)
    alpha = IntraIndustryChoices.from_config(params.intra_industry).alpha
    draw_changed(
        {
            "trade_over_time": (
                trade_over_time.draw,
                (unit_values, upgrading, warnings, products, window, params.comparator),
            ),
            "trade_quadrants": (
                trade_quadrants.draw,
                (upgrading, unit_values, verdicts, products, classes, window),
            ),
            "trade_quality_ranges": (
                trade_quality_ranges.draw,
                (read_trade(files.quality_ranges), products, alpha, params.comparator),
            ),
            "trade_printed_years": (
                trade_printed_years.draw,
                (
                    read_trade(files.years, ["printed"]),
                    read_trade(files.offsets),
                    read_trade(files.exports, ["printed"]),
                ),
            ),
        },
        snakemake,
        log,
    )
