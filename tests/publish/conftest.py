from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml
from paper_made import ALT, EXPORTS, FIELD_STUDY, SETS, SIZES, SVG, Compiled, compiled
from reference import ROOT

from upgrading.exhibits.study_in_numbers import counted, overview
from upgrading.exhibits.tabulation import exhibits_of
from upgrading.inference.association import association
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices
from upgrading.parts import told
from upgrading.publish.citation import Citation
from upgrading.publish.paper import paper
from upgrading.publish.reproduction_report import Reproduction, reproduction
from upgrading.publish.tables import Text, texts
from upgrading.publish.typeset import Picture


@pytest.fixture(scope="session")
def measured(clusters, indices) -> pd.DataFrame:
    """The association of the report's indices, with few resamples."""
    permutation = PermutationChoices(permutations=199, exact_up_to=5000, seed=4)
    return association(clusters, indices, permutation, BootstrapChoices(100, 0.95, 4))


@pytest.fixture(scope="session")
def counted_numbers(in_parts, study) -> pd.DataFrame:
    """The cells of the study in numbers, where nothing of trade and inference is known."""
    association = pd.DataFrame(
        [
            ("up_product", "ce_index", scope, "primary", 0.3, 0.01, 0.2)
            for scope in ("pooled", "blocked")
        ],
        columns=["upgrading", "index", "scope", "family", "tau_b", "p", "p_adjusted"],
    )
    sets = pd.DataFrame({"set": ["efficiency"], "tau_b": [0.2], "p": [0.1]})
    numbers = counted(
        {
            **{name: in_parts.plain(name) for name in ("cells", "errata", "claims")},
            "parts": in_parts.parts("cells", "errata"),
            **{f"sets_{edition}": sets for edition in ("printed", "corrected")},
            "by_degree": study.by_degree,
            "association": association,
            "survives": pd.DataFrame({"sign": ["positive"], "verdict_printed": ["open"]}),
            "field_study": pd.DataFrame({"agreement": ["agrees"], "robustness": ["stands"]}),
            "exports": pd.DataFrame({"source": ["a"], "verdict": ["exact"]}),
        }
    )
    return exhibits_of([overview(numbers)])


@pytest.fixture(scope="session")
def reproduced(in_parts, around) -> Reproduction:
    """What reproduces in the repository's own report."""
    tables = {name: in_parts.plain(name) for name in ("cells", "errata", "conventions", "claims")}
    return reproduction(**told(in_parts.parts(*tables), **tables), around=around, names={})


@pytest.fixture(scope="session")
def around_tables(exhibits, around) -> dict[str, Text]:
    """The words around the report's tables and the project's own."""
    words = yaml.safe_load((ROOT / "config" / "captions.yaml").read_text(encoding="utf-8"))
    return texts(exhibits, around, words)


@pytest.fixture(scope="session")
def paper_folder(tmp_path_factory) -> Path:
    """A folder with the figures of the paper."""
    folder: Path = tmp_path_factory.mktemp("paper")
    for name, (width, height) in SIZES.items():
        (folder / f"{name}.svg").write_text(SVG.format(width=width, height=height))
    return folder


@pytest.fixture(scope="session")
def working_paper(paper_folder, exhibits, around_tables, counted_numbers, reproduced) -> Compiled:
    """The paper of the repository's own report, with made-up tables of trade and sets."""
    empty = FIELD_STUDY.assign(exhibit="trade_wine", value="")
    cells = pd.concat(
        [exhibits, counted_numbers, SETS, FIELD_STUDY, EXPORTS, empty], ignore_index=True
    )
    own = {
        name: Text(name, "", f"About {name}", ("A note of its own.",))
        for name in cells["exhibit"].unique()
        if name not in around_tables
    }
    words = around_tables | own
    text = paper(
        (ROOT / "workflow/templates/paper.typ.jinja").read_text(encoding="utf-8"),
        cells,
        words,
        [Picture(name, f"A figure, {name}", ALT, f"/{name}.svg") for name in SIZES],
        reproduced,
        Citation.of(yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))),
        "corrected",
    )
    return Compiled(text, cells, words, compiled(paper_folder, text))
