"""The step that judges an edition: what the specifications come to decides what leans."""

from __future__ import annotations

import pandas as pd
import pytest
import yaml
from reference import ROOT
from shipped_config import SHIPPED
from step_run import few_draws

from upgrading.files.codec import read, write
from upgrading.files.listed import form_of
from upgrading.multiverse.relations import relations
from upgrading.steps.edition_relations import edition_relations


@pytest.fixture(scope="module")
def judged(clusters):
    """The tables under a share of specifications with a positive effect, read back from files."""
    path = ROOT / "config" / "relations.yaml"
    listed = relations(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)

    def under(share: float) -> dict[str, pd.DataFrame]:
        positive = round(100 * share)
        curves = pd.DataFrame(
            {"relation": list(listed), "share_positive": share, "share_negative": 1 - share}
        )
        group = "efficiency/traditional_manufacturing"
        effects = [0.1] * positive + [-0.1] * (100 - positive) + [None]
        sets = pd.DataFrame({"set": [group] * 101, "effect": pd.array(effects, dtype="Float64")})
        with few_draws():
            made = edition_relations(clusters, curves, sets, listed, SHIPPED["indices"], 1)
        found = {}
        for name, frame in made.items():
            file = f"results/inference/{name}_corrected.csv"
            found[name] = read(write(frame, file, form_of(file)), file, form_of(file))
        return found

    return under


@pytest.mark.parametrize(("share", "word"), [(1.0, "leaning"), (0.9, "open")])
def test_nothing_leans_unless_nearly_all_specifications_have_the_sign(judged, share, word) -> None:
    found = judged(share)
    sets, relations_ = (found[name].set_index(name[:-1]) for name in ("sets", "relations"))
    assert sets.loc["efficiency/traditional_manufacturing", "word"] == word
    assert sets.loc["efficiency/traditional_manufacturing", "share"] == pytest.approx(share)
    assert relations_.loc["tm-multilateral-product", "word"] == word
    # of the sets that nothing was computed of nothing is known
    assert sets.loc["efficiency/natural_resource_based", "word"] == "open"
