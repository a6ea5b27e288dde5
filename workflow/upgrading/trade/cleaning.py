"""From flows as read to flows that can be measured: named steps, each a choice, each counted.

The order matters: codes are settled before units, units before the choice between World and its
partners, and that before outliers and before anything is added. The steps themselves are in
`double_counting`, `product_codes`, `quantities` and `outliers`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
from pydantic import Field

from upgrading.config.trade import Cleaning
from upgrading.trade import double_counting, outliers, product_codes, quantities
from upgrading.trade.countries import COMTRADE_GROUPS, COMTRADE_NOT_COUNTRIES, FAO_CHINA
from upgrading.trade.steps import Step, report

TOTALS: Final = {"customs": ("C00",), "transport": ("0",), "supply": ("0",), "partner2": ("0",)}
"""UN Comtrade's codes of totals; an empty cell is one too."""

REGIONS: Final = (
    f"fao:{FAO_CHINA}",
    *(f"comtrade:{code}" for code in COMTRADE_GROUPS if code != "0"),
    "EUR",
    "EUN",
)
"""Sums of countries besides FAO's areas above 5000; UN Comtrade and WITS write the European Union
as 97, EUR or EUN (from memory: to be checked against a file that has it)."""

DIGITS: Final = {"H": 6, "NCM": 6, "CPC": 4, "FCL": 1}
"""Least digits of a product that has a unit value, by beginning of its classification."""


class CleaningChoices(Cleaning):
    """The section `cleaning`, and what the sources' codes mean; see the steps of the same name.

    `detail_rows` goes with `totals`, `coarse_products` with `digits`, `quantity` with `units` (by
    product), `unspecified_partners` with `unspecified_codes`. `region_codes`: sides left out
    besides FAO's areas above 5000.
    """

    totals: Mapping[str, tuple[str, ...]] = Field(default_factory=lambda: dict(TOTALS))
    region_codes: tuple[str, ...] = REGIONS
    unspecified_codes: tuple[str, ...] = tuple(COMTRADE_NOT_COUNTRIES)
    digits: Mapping[str, int] = Field(default_factory=lambda: dict(DIGITS))
    units: Mapping[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Concordance:
    """A user's table from one classification to another, and the file it was read from."""

    old: str
    new: str
    table: pd.DataFrame
    file: str


def clean(
    flows: pd.DataFrame,
    choices: CleaningChoices,
    concordances: Sequence[Concordance] = (),
    bounds: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The flows that measures may add up, and what each step did (`steps.STEP_COLUMNS`).

    `flows`: the flow schema. The result has the same columns, `quantity` in the one
    `quantity_unit` of its product (missing and empty where there is none), and `outlier`: the rules
    that flag the row. `concordances` are applied in their order; `bounds`: see
    `outliers.outside_bounds`. Raises `DataFaults` as the steps do.
    """
    steps: list[Step] = []

    def keep(result: tuple[pd.DataFrame, Step]) -> pd.DataFrame:
        steps.append(result[1])
        return result[0]

    # rows are found by their index, which the files read in may share
    flows = flows.reset_index(drop=True)
    flows = keep(quantities.values_present(flows))
    flows = keep(double_counting.detail_rows(flows, choices.detail_rows, choices.totals))
    flows = keep(double_counting.re_exports(flows, choices.re_exports))
    flows = keep(double_counting.regions(flows, choices.region_codes))
    flows, unknown = double_counting.unknown_countries(flows)
    steps.extend(unknown)
    flows = keep(double_counting.unique_key(flows))
    flows = keep(product_codes.six_digits(flows))
    flows = keep(product_codes.coarse_products(flows, choices.coarse_products, choices.digits))
    for change in concordances:
        flows = keep(
            product_codes.convert(flows, change.table, change.old, change.new, change.file)
        )
    flows = keep(product_codes.one_vintage(flows, choices.unchanged_codes))
    flows = keep(quantities.zeros_missing(flows))
    flows = keep(quantities.estimated(flows, choices.estimated))
    flows = keep(quantities.one_unit(flows, choices.quantity, choices.units))
    # after the quantities are settled: which rows are taken hangs on which have one
    world = choices.world_partner, choices.world_tolerance
    flows = keep(double_counting.whole_series(flows, *world))
    flows = keep(double_counting.world_partner(flows, *world))
    flows = keep(
        double_counting.unspecified_partners(
            flows, choices.unspecified_partners, choices.unspecified_codes
        )
    )
    flows, flagged = outliers.flag(flows, choices.outliers, bounds)
    return flows, report([*steps, *flagged])
