"""Mirror data beside reports: what importers say of the flows that exporters report.

One flow is often reported twice, as an export and as an import. The two never agree: exports are
valued FOB (free on board), imports in most countries CIF (with cost, insurance and freight), so
that an import is expected to be above the export. The International Monetary Fund takes a factor of
1.06 ("Direction of Trade Statistics Yearbook", 2017). A ratio far from that points at what one side
leaves out, at goods in transit that one side gives to another partner, or at a year that ends while
they are at sea. Where unit values differ between the two, a relative unit value hangs on whose
figures are taken (`measures.flow` in the config).
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from upgrading.trade.measures import ratio
from upgrading.trade.schema import REST, WORLD
from upgrading.trade.totals import SUMS, Flow, ordered_sums, with_quantity

_KEYS: Final = ["source", "exporter", "importer", "product", "year"]

MIRROR_COLUMNS: Final = (
    *_KEYS,
    *("reported_usd", "mirror_usd", "mirror_ratio"),
    *("reported_unit_value", "mirror_unit_value", "mirror_unit_value_ratio"),
)
"""Columns of `results/trade/mirror.csv`.

`reported_`: by the exporter, FOB; `mirror_`: by the importer, CIF in most countries; US dollars,
and US dollars per unit of quantity. The ratios are mirror over report, 1 where they agree. Unit
values are missing where a side has no quantity.
"""


def _side(flows: pd.DataFrame, flow: Flow, name: str) -> pd.DataFrame:
    """Value and unit value of every pair of countries in the reports of one side."""
    countries = ~flows["exporter"].isin([WORLD, REST]) & ~flows["importer"].isin([WORLD, REST])
    sums = ordered_sums(with_quantity(flows[(flows["flow"] == flow) & countries]), _KEYS, SUMS)
    sums[f"{name}_unit_value"] = ratio(sums["value_with_quantity"], sums["quantity"])
    return sums.rename(columns={"value_usd": f"{name}_usd"}).drop(columns=SUMS[1:])


def mirrored(flows: pd.DataFrame) -> pd.DataFrame:
    """Every flow between two countries that both of them report: `MIRROR_COLUMNS`, sorted.

    `flows`: cleaned. Empty where the files hold exports or imports only, or no partners. A flow
    that one side alone reports has no row: whether the other did not look or found nothing, no file
    says.
    """
    sides = (_side(flows, "export", "reported"), _side(flows, "import", "mirror"))
    joined = sides[0].merge(sides[1], on=_KEYS)
    joined["mirror_ratio"] = ratio(joined["mirror_usd"], joined["reported_usd"])
    joined["mirror_unit_value_ratio"] = ratio(
        joined["mirror_unit_value"], joined["reported_unit_value"]
    )
    return joined.sort_values(_KEYS)[list(MIRROR_COLUMNS)].reset_index(drop=True)
