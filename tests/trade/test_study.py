from __future__ import annotations

import pandas as pd

from upgrading.trade.study import empty_windows


def found(*rows: tuple[int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["base", "end", "class"])


def test_a_window_in_which_no_product_has_figures_is_told_in_words() -> None:
    measured = pd.DataFrame({"year": [2002, 1990, 1996]})
    rows = found(
        (1950, 1960, "no data"),
        (1950, 1960, "no data"),
        (1996, 2002, "no data"),
        (1996, 2002, "no clear change"),
    )
    assert empty_windows(rows, measured) == [
        "window 1950 to 1960: no product has figures at both ends; the trade files have 1990 to "
        "2002"
    ]


def test_without_figures_there_is_no_window_to_tell_of() -> None:
    assert empty_windows(found(), pd.DataFrame({"year": []})) == []
