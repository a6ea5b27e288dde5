"""Synthetic flows for tests: every figure here is invented."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

from upgrading.trade.schema import conform

ORDINARY: dict[str, Any] = {
    "source": "comtrade",
    "file": "synthetic.csv",
    "classification": "H0",
    "product": "940330",
    "exporter": "MEX",
    "importer": "USA",
    "flow": "export",
    "year": 1996,
    "value_usd": 100.0,
    "quantity": 10.0,
    "quantity_unit": "kg",
    "net_weight_kg": float("nan"),
    "quantity_estimated": False,
    "net_weight_estimated": False,
    "aggregate": False,
    "customs": "",
    "transport": "",
    "supply": "",
    "partner2": "",
    "warning": "",
}


def flows(*rows: dict[str, Any]) -> pd.DataFrame:
    """A frame of flows: `ORDINARY` with each row's differences; who exports or imports reports."""
    listed = []
    for line, row in enumerate(rows, start=2):
        full = {**ORDINARY, "line": line, **row}
        own = "importer" if full["flow"] in ("import", "re_import") else "exporter"
        listed.append({"reporter": full[own], **full})
    return conform(pd.DataFrame(listed))


def pair(exporter: str, value: float, quantity: float | None, **more: Any) -> dict[str, Any]:
    """One row of an exporter with its value and quantity (`None`: missing)."""
    amount = float("nan") if quantity is None else float(quantity)
    return {"exporter": exporter, "value_usd": float(value), "quantity": amount, **more}


few = settings(max_examples=settings.default.max_examples // 4, deadline=None)
"""For properties of whole frames: each example costs tens of milliseconds in pandas."""

VALUES = st.integers(1, 10**6)
"""Whole dollars and kilograms: their sums are exact, so that equality can be asked for."""


@st.composite
def generated(draw: st.DrawFn) -> pd.DataFrame:
    """Flows of one source: some exporters, partners, products and years, each key once."""
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(("AAA", "BBB", "CCC", "DDD")),
                st.sampled_from(("XXX", "YYY", "ZZZ")),
                st.sampled_from(("940330", "940340")),
                st.sampled_from((1996, 1997)),
            ),
            min_size=1,
            max_size=24,
            unique=True,
        )
    )
    rows = []
    for exporter, importer, product, year in keys:
        quantity = draw(st.one_of(st.none(), VALUES))
        more = {"importer": importer, "product": product, "year": year}
        rows.append(pair(exporter, draw(VALUES), quantity, **more))
    return flows(*rows)
