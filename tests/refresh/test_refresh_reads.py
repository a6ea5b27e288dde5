"""Which inputs a number that is not recomputed may come from."""

from __future__ import annotations

from upgrading.refresh.differences import Cause, Edit
from upgrading.refresh.inputs import Inputs, Table
from upgrading.refresh.outcomes import Place
from upgrading.refresh.reach import reads
from upgrading.refresh.stages import part_stage

CHOICES = Table(("key", "value"), {("edition",): {"key": "edition", "value": '"corrected"'}})


def cause(kind: str, table: str) -> tuple[Cause, tuple[Inputs, ...]]:
    """A cause of a kind, and a state of the inputs without any relation."""
    state = {"choices": CHOICES, "relations": Table(("relation", "field", "value"), {})}
    return Cause((kind, "x"), "1", "2", (Edit(table, ("x",), "y"),)), (state,)


def test_the_study_in_numbers_rests_on_what_its_parts_are_counted_from() -> None:
    def read_by(row: str, table: str, kind: str) -> bool:
        return reads(
            Place("number", "overview", row, "number"), part_stage(row), *cause(kind, table)
        )

    assert read_by("printed_exact", "printed_cells", "printed")
    assert not read_by("printed_exact", "trade_totals", "trade")
    assert read_by("product_p_pooled", "clusters_corrected", "cluster")
    assert not read_by("product_p_pooled", "trade_totals", "trade")
    assert read_by("relations_hold", "relations", "relation")
    assert reads(
        Place("number", "overview", "new", "number"), None, *cause("trade", "trade_totals")
    )


def test_trade_reads_trade() -> None:
    place = Place("number", "trade_summary", "wine", "share_change")
    assert reads(place, None, *cause("trade", "trade_totals"))
    assert not reads(place, None, *cause("printed", "printed_cells"))
