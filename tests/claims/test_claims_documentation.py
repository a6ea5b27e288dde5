"""docs/claims.md: what it shows works, and its dictionary is that of the program."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from reference import REPORT_RULE, ROOT

from tools import claims_dictionary
from upgrading.audit.run import claims_frame
from upgrading.claims.loader import load
from upgrading.claims.tested import EditionVerdicts
from upgrading.verdicts import Word

TEXT = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, flags=re.DOTALL)


@pytest.fixture(scope="module")
def shipped(claims) -> dict[str, bytes]:
    files = sorted((ROOT / "config" / "claims").glob("*.yaml"))
    return {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in files}


def test_there_are_ten_examples_with_ids_of_their_own(claims) -> None:
    ids = [re.findall(r"^  (\S+):$", example, flags=re.MULTILINE) for example in EXAMPLES]
    assert [len(one) for one in ids] == [1] * 10
    assert {one for (one,) in ids}.isdisjoint({claim.claim_id for claim in claims})


def test_an_added_claim_gets_a_verdict(
    language, evidence, shipped, listed, relations_tested
) -> None:
    """As the page says: an entry, a run."""
    own_files = {f"config/claims/9_{n}.yaml": text.encode() for n, text in enumerate(EXAMPLES)}
    claims = load({**shipped, **own_files}, language)
    own = [claim for claim in claims if claim.claim_id.startswith("example-")]
    assert claims[-len(own) :] == tuple(own)
    tested = EditionVerdicts(own, evidence, REPORT_RULE, listed, *relations_tested["printed"], 2004)
    both = {"printed": tested, "corrected": tested}
    table = claims_frame(both, dict.fromkeys(both, evidence))
    assert len(table) == 10
    assert set(table["verdict"]) <= {*get_args(Word)}
    places = {location.partition(";")[0] for location in table["location"]}
    assert places >= {"Chapter 3, an example", "Executive summary, an example"}
    said = table.set_index("claim_id")
    untested = said.index[said["verdict"] == "not_testable"]
    assert list(untested) == ["example-wages"]
    assert said.loc["example-efficiency-upgrading", "relation"] == "all-efficiency-process"
    jobs, told = (str(said.loc[f"example-{name}", "evidence"]) for name in ("salmon-jobs", "gap"))
    assert jobs.startswith("direct and indirect jobs: yes")
    assert re.search(r"\(external economies \d+\.\d\d, joint action \d+\.\d\d\)", told)


def test_the_dictionary_is_that_of_the_program() -> None:
    between = TEXT.partition(claims_dictionary.BEGIN)[2].partition(claims_dictionary.END)[0]
    assert between.strip() == claims_dictionary.dictionary().strip(), "run: make dictionary"
