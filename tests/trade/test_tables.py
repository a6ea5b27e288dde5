"""A user's own tables beside the trade files. Their figures are invented."""

from __future__ import annotations

import pytest

from upgrading.trade.cleaning import bounds_table, concordance_table


def faults(reader, text: str) -> list[str]:
    table, found = reader(text.encode(), "own.csv")
    assert list(table.columns)
    return [str(fault) for fault in found]


def test_a_concordance_is_read_by_the_names_of_its_columns() -> None:
    content = b"\xef\xbb\xbfWeight;To;From;remark\n0.25;080711;080710;x\n0.75;080719;080710;y\n"
    table, found = concordance_table(content, "own.csv")
    assert found == []
    assert list(table.itertuples(index=False, name=None)) == [
        ("080710", "080711", 0.25),
        ("080710", "080719", 0.75),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["own.csv: the file is empty"]),
        ("from,to,weight\n", ["own.csv: there is a header and no rows below it"]),
        (
            "from,weight\n1,1\n",
            ["own.csv, line 1: no column to: a concordance has from, to, weight"],
        ),
        ("from,to,weight\n,2,1\n", ['own.csv, line 2, "from": the cell is empty']),
        (
            "from,to,Weight\n1,2,x\n3,4,\n",
            [
                'own.csv, line 2, "Weight": "x" is not a number such as 1234.5',
                'own.csv, line 3, "Weight": there is no figure (the cell holds "")',
            ],
        ),
        ("from,to,weight\n1,2,-1\n", ['own.csv, line 2, "weight": "-1" is negative']),
        (
            "from,to,weight\n1,2,0.5\n1,2,0.5\n",
            ["own.csv, line 3: the same from and to as on a line above"],
        ),
        (
            "from,to,weight\n1,2,0.5\n1,3,0.4\n",
            ['own.csv, line 2, "weight": the weights of 1 add to 0.9, not 1'],
        ),
        (
            "from,to,weight\n1,2,0\n1,3,1\n",
            ['own.csv, line 2, "weight": 0.0 is not above 0 and at most 1'],
        ),
        # a blank line is a line
        (
            "from,to,weight\n\n9,9,1\n1,2,0.5\n\n1,3,0.4\n",
            ['own.csv, line 4, "weight": the weights of 1 add to 0.9, not 1'],
        ),
        ("from,to,weight\n1,2\n", ["own.csv, line 2: 2 cells where the header has 3"]),
    ],
)
def test_a_concordance_at_fault(text, expected) -> None:
    found = faults(concordance_table, text)
    assert len(found) == len(expected)
    for fault, wanted in zip(found, expected, strict=True):
        assert fault.startswith(wanted)


def test_bounds_are_read() -> None:
    table, found = bounds_table(b"product,uv_min,uv_max\n080450,0.5,2\n", "own.csv")
    assert found == []
    assert list(table.itertuples(index=False, name=None)) == [("080450", 0.5, 2.0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "product,uv_min\n1,1\n",
            [
                "own.csv, line 1: no column uv_max: a table of standard unit values has product, "
                "uv_min, uv_max"
            ],
        ),
        ("product,uv_min,uv_max\n,1,2\n", ['own.csv, line 2, "product": the cell is empty']),
        ("product,uv_min,uv_max\n1,3,2\n", ['own.csv, line 2, "uv_min": "3" is above uv_max']),
        (
            "product,uv_min,uv_max\n1,1,2\n2,1,2\n1,3,4\n",
            ['own.csv, line 4, "product": "1" is on a line above already'],
        ),
        (
            "product,uv_min,uv_max\n1,one,2\n",
            ['own.csv, line 2, "uv_min": "one" is not a number such as 1234.5'],
        ),
        (
            "product,uv_min,uv_max\n1,,2\n",
            ['own.csv, line 2, "uv_min": there is no figure (the cell holds "")'],
        ),
    ],
)
def test_bounds_at_fault(text, expected) -> None:
    assert faults(bounds_table, text) == expected
