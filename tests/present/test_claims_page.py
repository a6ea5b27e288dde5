"""The page of claims: what it says of claims that repeat one another."""

from __future__ import annotations

import re

import pandas as pd

from upgrading.audit.claim_numbers import NUMBER_COLUMNS
from upgrading.audit.verdicts import CELL_COLUMNS
from upgrading.exhibits.build import EXHIBIT_COLUMNS
from upgrading.exhibits.formulas import FORMULA_COLUMNS
from upgrading.present.site.cells import Exhibits
from upgrading.present.site.claims_page import claims_page, numbers_of_claims


def nothing(columns) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns), dtype=object)


def test_a_repeat_leads_to_the_place_where_it_is_said_too(found) -> None:
    no_tables = Exhibits(
        nothing(EXHIBIT_COLUMNS), {}, *map(nothing, (FORMULA_COLUMNS, CELL_COLUMNS))
    )
    numbers = numbers_of_claims(no_tables, nothing(NUMBER_COLUMNS), {})
    body = claims_page(found.claims, numbers).body
    rows = dict(re.findall(r'<tr id="claim-([\w-]+)"(.*?)</tr>', body, re.DOTALL))
    claims = found.claims.set_index("claim_id")
    assert set(rows) == set(claims.index)
    repeats = claims["repeats"][claims["repeats"] != ""]
    assert 0 < len(repeats) < len(claims)
    assert f"{len(repeats)} of the claims say what another says elsewhere" in body
    for claim_id, row in rows.items():
        led = re.search(r'Said too in <a href="#claim-([\w-]+)">([^<]+)</a>', row)
        assert (led[1] if led else "") == claims.loc[claim_id, "repeats"]
