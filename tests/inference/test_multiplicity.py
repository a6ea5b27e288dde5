from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from upgrading.inference.association import benjamini_hochberg, holm


def test_by_hand() -> None:
    p = np.array([0.04, 0.01, np.nan, 0.03])
    assert holm(p) == pytest.approx([0.06, 0.03, np.nan, 0.06], nan_ok=True)
    assert benjamini_hochberg(p) == pytest.approx([0.04, 0.03, np.nan, 0.04], nan_ok=True)


@settings(max_examples=settings.default.max_examples // 5)  # Holm takes statsmodels a second
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_as_statsmodels(values) -> None:
    p = np.array(values)
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])
