"""What the change of an exporter's exports is made of: constant-market-share decomposition.

X_k are the exports of product k, W_k the world's, 0 and 1 the ends of a window (means of its
years), r = ΣW_k¹ / ΣW_k⁰ − 1 and r_k = W_k¹ / W_k⁰ − 1 the growth of the world's exports of all the
products together and of one. Then, in US dollars and exactly,

    ΔX = r ΣX_k⁰  +  Σ (r_k − r) X_k⁰  +  Σ (X_k¹ − X_k⁰ − r_k X_k⁰):

what exports would have grown by with the world (`world_growth`); what they gained by being of
products of which the world came to buy more than of the others (`composition`); and what comes of
market shares that changed (`competitiveness`, a residual: price, quality, and all else).

After Leamer and Stern (1970), "Quantitative International Economics", chapter 7, and Richardson
(1971), "Constant-market-shares analysis of export growth", Journal of International Economics 1,
227–239. It is their version with the weights of the first year, and without their term for the
distribution over markets, since the embedded figures have no partners. What Richardson objects to
it holds here:

- *Order.* With the weights of the last year the parts are others. With s_k = X_k / W_k,
  competitiveness is Σ Δs_k W_k¹ = Σ Δs_k W_k⁰ + Σ Δs_k ΔW_k. The first sum (`at_base`) is what
  shares gained in the world as it was, the second (`interaction`) what they gained where the world
  grew. Weights of the last year would count `interaction` among the effects of the world.
- *World.* Its growth is that of these products, as many as the files hold, not of all trade.
- *Products.* Coarser ones hide composition in competitiveness.
"""

from __future__ import annotations

import math
from typing import Final

import pandas as pd

from upgrading.config.models import Exporters
from upgrading.trade import constant_exporters
from upgrading.trade.classes import Window
from upgrading.trade.measures import ALL_PRODUCTS, MeasureChoices
from upgrading.trade.schema import WORLD
from upgrading.trade.totals import exporter_totals, world_totals

PARTS: Final = ("world_growth", "composition", "competitiveness")

DECOMPOSITION_COLUMNS: Final = (
    *("source", "exporter", "base", "end", "exporters", "products"),
    *("base_usd", "end_usd", "change_usd", *PARTS, "at_base", "interaction"),
)
"""Columns of `results/trade/market_share_parts.csv`.

`exporters`: whom the world is made of where it has no row, `constant` or `all` (`ClassChoices`);
`products`: those counted, separated by blanks. The rest are US dollars, means of a year.
"""

_ENDS: Final = ("base_usd", "end_usd", "world_base_usd", "world_end_usd")

LEAST_PRODUCTS: Final = 2
"""Fewest products of which there is a composition."""


def parts(pairs: pd.DataFrame) -> dict[str, float]:
    """The change of one exporter's exports and its parts, US dollars.

    `pairs`: a row for each product, `base_usd, end_usd, world_base_usd, world_end_usd`, the world's
    above 0 at the base. `change_usd` is the sum of `PARTS`, and `competitiveness` that of `at_base`
    and `interaction`.
    """
    own0, own1, world0, world1 = (pairs[name].tolist() for name in _ENDS)
    growth = [end / base for base, end in zip(world0, world1, strict=True)]
    together = math.fsum(world1) / math.fsum(world0)
    by_product = list(zip(own0, own1, growth, strict=True))
    at_base = math.fsum(end / grown - base for base, end, grown in by_product if grown > 0)
    competitiveness = math.fsum(end - base * grown for base, end, grown in by_product)
    return {
        "base_usd": math.fsum(own0),
        "end_usd": math.fsum(own1),
        "change_usd": math.fsum([*own1, *(-base for base in own0)]),
        "world_growth": math.fsum(own0) * (together - 1),
        "composition": math.fsum(base * (grown - together) for base, _, grown in by_product),
        "competitiveness": competitiveness,
        "at_base": at_base,
        "interaction": competitiveness - at_base,
    }


def _among_all(flows: pd.DataFrame, window: Window, choices: MeasureChoices) -> pd.DataFrame:
    """Mean exports at both ends, the world being every exporter of each year."""
    totals = exporter_totals(flows, choices.flow)
    world = world_totals(totals, choices.flow)
    joined = totals.merge(world, on=["source", "product", "year"])
    is_world = (joined["world_from"] == "row") | (joined["exporters"] >= choices.least_in_world)
    keys = ["source", "exporter", "product"]
    frames = []
    for end, years in (("base", window.base_years), ("end", window.end_years)):
        rows = joined[joined["year"].isin(years) & is_world].sort_values([*keys, "year"])
        grouped = rows.groupby(keys)[["value_usd", "world_value_usd"]]
        whole = grouped.mean()[grouped.size() == len(years)]
        frames.append(whole.set_axis([f"{end}_usd", f"world_{end}_usd"], axis=1))
    return frames[0].join(frames[1], how="inner").reset_index()


def _among_constant(flows: pd.DataFrame, window: Window, choices: MeasureChoices) -> pd.DataFrame:
    panels = constant_exporters.Panels(flows, choices.flow)
    frames = [
        constant_exporters.exports(panels.of(source, product, window), window, choices).assign(
            source=source, product=product
        )
        for source, product in panels.measured()
    ]
    return pd.concat(frames) if frames else pd.DataFrame(columns=["source", "exporter", "product"])


def exports(
    flows: pd.DataFrame, window: Window, choices: MeasureChoices, exporters: Exporters
) -> pd.DataFrame:
    """Mean exports a year at both ends of a window, of exporters and of the world, US dollars.

    Columns: `source, exporter, product, base_usd, end_usd, world_base_usd, world_end_usd`, sorted.
    A row for each exporter and product with a figure in all years of both ends whose world has one,
    above 0 at the base. `exporters`: whose sum the world is where it has no row.
    """
    among = {"constant": _among_constant, "all": _among_all}[exporters]
    pairs = among(flows[flows["product"] != ALL_PRODUCTS], window, choices)
    columns = ["source", "exporter", "product", *_ENDS]
    pairs = pairs.reindex(columns=columns)
    kept = pairs[(pairs["exporter"] != WORLD) & (pairs["world_base_usd"] > 0)]
    return kept.sort_values(columns[:3]).reset_index(drop=True)


def decomposed(flows: pd.DataFrame, window: Window, choices: MeasureChoices) -> pd.DataFrame:
    """The change of every exporter's exports in parts: `DECOMPOSITION_COLUMNS`, sorted.

    `flows`: cleaned and named (`products.name_products`). Products: those of `exports`; exporters
    with fewer than `LEAST_PRODUCTS` are left out. Each has a row among the exporters constant over
    the window and one among all exporters of each year: where one begins to report, the world seems
    to grow.
    """
    rows = []
    whose: tuple[Exporters, ...] = ("all", "constant")
    for exporters in whose:
        pairs = exports(flows, window, choices, exporters)
        for (source, exporter), own in pairs.groupby(["source", "exporter"]):
            if len(own) >= LEAST_PRODUCTS:
                row = {"source": source, "exporter": exporter, "exporters": exporters}
                row |= {"base": window.base, "end": window.end}
                rows.append(row | {"products": " ".join(own["product"])} | parts(own))
    found = pd.DataFrame(rows, columns=list(DECOMPOSITION_COLUMNS))
    return found.sort_values(["source", "exporter", "exporters"]).reset_index(drop=True)
