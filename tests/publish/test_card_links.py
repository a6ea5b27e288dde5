"""Cards as a page holds them, and as its script puts them back."""

from __future__ import annotations

from site_pages import unpacked

from upgrading.publish.site.card_links import packed

TABLE_3 = ["Table 3, Index", "tables/table_03.html"]

CARDS = {
    "table_05/a/x": {
        "where": "Table 5: A, X",
        "shown": "0.5",
        "inputs": [TABLE_3, ["Table 5: B, X: 1", "tables/table_05.html#table_05-b-x"]],
    },
    "table_05/b/x": {
        "where": "Table 5: B, X",
        "shown": "1",
        "inputs": [TABLE_3],
        "used": [["Table 5: A, X: 0.5", "tables/table_05.html#table_05-a-x"], ["by hand", ""]],
    },
}


def test_each_link_stands_once_and_one_to_a_card_is_its_id() -> None:
    assert packed(CARDS)["links"] == [
        tuple(TABLE_3),
        "table_05/b/x",
        "table_05/a/x",
        ("by hand", ""),
    ]


def test_what_is_put_back_is_what_there_was() -> None:
    again = unpacked(packed(CARDS))
    assert {
        name: {
            part: list(map(list, told)) if isinstance(told, list) else told
            for part, told in card.items()
        }
        for name, card in again.items()
    } == CARDS
