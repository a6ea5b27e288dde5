"""Which inputs a number that is not recomputed may come from."""

from __future__ import annotations

from upgrading.refresh.differences import Cause, Edit
from upgrading.refresh.outcomes import Place
from upgrading.refresh.reach import reads


def cause(kind: str, table: str) -> Cause:
    return Cause((kind, "x"), "1", "2", (Edit(table, ("x",), "y"),))


def test_the_study_in_numbers_rests_on_every_input() -> None:
    place = Place("number", "overview", "claims_supported", "number")
    for kind, table in (
        ("trade", "trade_totals"),
        ("printed", "printed_cells"),
        ("cluster", "clusters_printed"),
    ):
        assert reads(place, None, cause(kind, table), ())
    models = Place("number", "trade_summary", "wine", "share_change")
    assert reads(models, None, cause("trade", "trade_totals"), ())
    assert not reads(models, None, cause("printed", "printed_cells"), ())
