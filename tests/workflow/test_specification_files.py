"""The specifications of the multiverse come back as they were written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from upgrading.multiverse.specification_files import (
    read_effects,
    read_relation,
    write_specifications,
)


def examined(relation: str, editions: list[str], effects: list[float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "relation": relation,
            "specification": range(1, len(effects) + 1),
            "baseline": [number == 0 for number in range(len(effects))],
            "edition": pd.Categorical(editions),
            "effect": pd.array(effects, dtype="float64"),
        }
    )


PARTS = [
    examined("small", ["as printed in 'Table 3'"], [0.25]),
    # larger than the others and in the middle, with levels of its own
    examined(
        "large", ["printed and corrected", "corrected", ""] * 20_000, [0.5, None, -1] * 20_000
    ),
    examined("last", ["corrected", "printed"], [None, 1]),
]


def test_relations_and_their_rows_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "specifications.parquet"
    write_specifications(PARTS, path)
    effects = read_effects(path, ["last", "small", "large"])
    assert list(effects["relation"].drop_duplicates()) == ["small", "large", "last"]
    for part in PARTS:
        found = read_relation(path, part["relation"].iloc[0])
        assert list(found["specification"]) == list(part["specification"])
        assert found["edition"].astype(str).tolist() == part["edition"].astype(str).tolist()
        pd.testing.assert_series_equal(found["effect"], part["effect"])


def test_the_same_specifications_are_the_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / "first.parquet", tmp_path / "second.parquet"]
    for path in paths:
        write_specifications(PARTS, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
