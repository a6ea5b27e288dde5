"""How often each word falls where nothing goes together, and where something moderately does.

Run with `PYTHONPATH=workflow` after `make`, whose clean data it takes; writes the table
`benchmarks/words_by_chance.csv`, which the page of what survives shows. Data sets are simulated on
the study's own margins: the 40 clusters in their four groups, as printed, each score as often as it
comes. Whole rows of upgrading scores change places within sector groups,

- `none`: at random, so that they go with nothing;
- `moderate`: so that clusters with a higher index tend to have the higher rows, with a mean τ-b of
  about .3 within sector groups (`SHARE`).

Words are those of `sets.judged`. It draws fewer rows than the study does (`DRAWS`), so that what
lies within .003 of a level has the weaker word; the study leaves .0004 (four standard errors).
Specifications are computed where they decide, for what leans. The rule of comparisons guards
against the raters' error alone. Of those between two sets of clusters it is counted how often they
get a word where components, governance and upgrading are dealt out anew among all clusters, each
row of them as a whole.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import yaml

from upgrading.audit.consequences import evidence_of
from upgrading.cases.indices import IndexRule, collective_efficiency
from upgrading.claims.draws import Draws, comparison_of, direction, side_of
from upgrading.claims.evidence import Evidence
from upgrading.claims.readings import Comparison
from upgrading.claims.registers import read_claims
from upgrading.files.codec import RawFile, read
from upgrading.files.listed import form_of
from upgrading.inference.sets import KINDS, STABLE, Drawing, general, judged
from upgrading.inference.survives import word_of
from upgrading.multiverse.cores import Grid, concerning
from upgrading.multiverse.curve import JointTest
from upgrading.multiverse.relations import SIGNS, Member, Relation
from upgrading.multiverse.summary import examine, set_specifications, shares
from upgrading.multiverse.variants import Editions, editions
from upgrading.parts import told
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, UPGRADING

SETS: Final = 300
"""Data sets of which the sets of collective efficiency are judged."""

RELATIONS: Final = 200
"""Data sets of which, beside these, relations and their set of governance are judged."""

COMPARED: Final = 60
"""Data sets of which comparisons are judged."""

DRAWS: Final = {"first": 10_000, "most": 100_000}

SEED: Final = 2004

AT_ONCE: Final = 20
"""Data sets that a process takes at once."""

SHARE: Final = 0.47
"""How much of what orders the rows of a moderate relation is the index; the rest is noise."""

SCENARIOS: Final = ("none", "moderate")

WORDS: Final = ("supported", "leaning", "open", "leaning_against", "contradicted")

COLUMNS: Final = (
    *("scenario", "statement", "statements", "data_sets", "tau_b"),
    *WORDS,
    "any_supported",
)
"""Per cent of statements with each word, and of data sets in which any of them is supported."""

OUTPUT: Final = Path("benchmarks/words_by_chance.csv")

Rows = Mapping[str, str]
"""Whose row of scores each cluster has."""


@dataclass(frozen=True)
class Study:
    """What data sets are simulated on: the clusters and their indices, as printed, all editions of
    the scores, the relations that the report asserts, and the choices of the analysis."""

    clusters: pd.DataFrame
    indices: pd.DataFrame
    editions: Editions
    relations: Mapping[str, Relation]
    grid: Grid
    rule: IndexRule


@dataclass(frozen=True)
class Report:
    """The study, the comparisons that the report makes, and what else they are asked of."""

    study: Study
    comparisons: Sequence[Comparison]
    profiles: pd.DataFrame
    stages: pd.DataFrame
    strings: Mapping[tuple[str, str, str], str]

    def evidence(self, clusters: pd.DataFrame) -> Evidence:
        """The evidence of clusters."""
        indices = collective_efficiency(clusters, self.study.rule)
        return evidence_of(clusters, indices, self.profiles, self.stages, self.strings)


def rows_at_random(study: Study, source: np.random.Generator) -> dict[str, str]:
    """Rows that change places within sector groups, and go with nothing."""
    found: dict[str, str] = {}
    for _, group in study.clusters.groupby("group"):
        ids = group["cluster_id"].tolist()
        found |= dict(zip(ids, source.permutation(ids).tolist(), strict=True))
    return found


def rows_in_order(
    study: Study, source: np.random.Generator, share: float = SHARE
) -> dict[str, str]:
    """Rows that change places within sector groups, the higher to a higher index on the whole.

    Clusters are ordered by the rank of their index and noise, rows by the mean of their scores.
    """
    found: dict[str, str] = {}
    index = study.indices.set_index("cluster_id")["ce_index"].astype(float)
    rows = study.clusters.set_index("cluster_id")[list(KINDS)].astype(float).mean(axis=1)
    for _, group in study.clusters.groupby("group"):
        ids = group["cluster_id"].tolist()
        rank = index[ids].rank().to_numpy()
        latent = share * (rank - rank.mean()) / max(rank.std(), 1)
        latent = latent + np.sqrt(1 - share**2) * source.standard_normal(len(ids))
        height = rows[ids].to_numpy() + 1e-6 * source.standard_normal(len(ids))
        ordered = (np.array(ids)[np.argsort(one)].tolist() for one in (latent, height))
        found |= dict(zip(*ordered, strict=True))
    return found


SIMULATED: Final[Mapping[str, Callable[..., dict[str, str]]]] = {
    "none": rows_at_random,
    "moderate": rows_in_order,
}


def with_rows(clusters: pd.DataFrame, rows: Rows, columns: Sequence[str]) -> pd.DataFrame:
    """The clusters with these columns of others."""
    known = clusters.set_index("cluster_id")
    order = [rows[one] for one in clusters["cluster_id"]]
    return clusters.assign(**{name: known.loc[order, name].to_list() for name in columns}).astype(
        dict.fromkeys(columns, object)
    )


def simulated(study: Study, rows: Rows) -> Study:
    """The study with the rows of upgrading scores of others, in every edition."""
    scores = {
        edition: {
            (cluster, column): given.get((rows[cluster], column)) if column in UPGRADING else value
            for (cluster, column), value in given.items()
        }
        for edition, given in study.editions.scores.items()
    }
    return replace(
        study,
        clusters=with_rows(study.clusters, rows, list(UPGRADING)),
        editions=replace(study.editions, scores=scores),
    )


def tested(study: Study, relations: Mapping[str, Relation], seed: int) -> dict[str, pd.DataFrame]:
    """What `sets.judged` says; what leans has its specifications to decide whether it does."""
    members = general(relations)
    either = pd.DataFrame({"relation": [*relations, *members]}).assign(
        share_positive=1.0, share_negative=1.0
    )
    drawing = Drawing(seed, **DRAWS)
    found = judged(study.clusters, study.indices, relations, either, drawing)
    for table, column in (("sets", "set"), ("relations", "relation")):
        frame = found[table]
        leaning = frame.index[frame["word"].isin(["leaning", "leaning_against"])]
        for place in leaning:
            name = frame.at[place, column]
            positive, negative = shares_of(study, name, relations, members)
            up = frame.at[place, "tau_b"] > 0
            if (positive if up else negative) < STABLE:
                frame.loc[place, "word"] = "open"
    return found


def shares_of(
    study: Study,
    name: str,
    relations: Mapping[str, Relation],
    members: Mapping[str, Sequence[Member]],
) -> tuple[float, float]:
    """The shares of the specifications of a relation or a set with either sign."""
    no_curve = pd.DataFrame(columns=["relation", "share_positive", "share_negative"])
    if name in relations:
        own = concerning([Member.of(relations[name], 1)], study.editions)
        found = examine(name, relations[name], own, study.grid, JointTest(1, 1, 0.1)).summary.iloc[
            0
        ]
    else:
        own = concerning(members[name], study.editions)
        listed = set_specifications(name, members[name], own, study.grid)
        found = shares(no_curve, listed).iloc[0]
    return float(found["share_positive"]), float(found["share_negative"])


Said = tuple[str, str, float]
"""Kind of statement, word, and τ-b in the direction asserted (NaN if none is)."""


def said_of_sets(found: pd.DataFrame) -> Iterator[Said]:
    """The words of the sets that can be tested."""
    for row in found[~found["word"].isin(["", "not_testable"])].to_dict("records"):
        of, _, group = row["set"].partition("/")
        yield (
            ("governance set" if of == "governance" else "group" if group else "all groups"),
            row["word"],
            row["tau_b"],
        )


def said_of_relations(found: pd.DataFrame, relations: Mapping[str, Relation]) -> Iterator[Said]:
    """The words of the relations that can be tested, of absences that of the absence."""
    for row in found[found["word"] != "not_testable"].to_dict("records"):
        relation = relations[row["relation"]]
        word, sign = word_of(relation, row["word"]), SIGNS[relation.sign]
        if not sign:
            yield f"no {relation.denies}", word, np.nan
        else:
            yield "governance" if relation.governed else "efficiency", word, sign * row["tau_b"]


def dealt(study: Study, source: np.random.Generator) -> pd.DataFrame:
    """The clusters with the components, governance and upgrading of any others."""
    clusters, ids = study.clusters, study.clusters["cluster_id"].tolist()
    for block in (COMPONENTS, GOVERNANCE, UPGRADING):
        rows = dict(zip(ids, source.permutation(ids).tolist(), strict=True))
        clusters = with_rows(clusters, rows, list(block))
    return clusters


def two_sets(comparison: Comparison, evidence: Evidence) -> bool:
    """Whether a comparison is between two sets of clusters, of three at least each."""
    left, right = (side_of(one, evidence).clusters for one in (comparison.left, comparison.right))
    return len(left - right) >= 3 and len(right - left) >= 3


def counted(scenario: str, said: Sequence[Sequence[Said]]) -> Iterator[tuple[Any, ...]]:
    """The rows of the table, `COLUMNS`; `said`: of each data set."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    taus, any_, sets = defaultdict(list), Counter(), Counter()
    for one in said:
        for kind, word, tau in one:
            words[kind][word] += 1
            taus[kind].append(tau)
        kinds = {kind for kind, *_ in one}
        sets.update(kinds)
        any_.update({kind for kind, word, _ in one if word == "supported"})
    for kind, counts in words.items():
        total = counts.total()
        yield (
            *(scenario, kind, round(total / sets[kind]), sets[kind]),
            round(float(np.mean(taus[kind])), 3),
            *(round(100 * counts[word] / total, 1) for word in WORDS),
            round(100 * any_[kind] / sets[kind], 1),
        )


def by_chance(
    study: Study, scenario: str, numbers: range, relations: int, seed: int
) -> list[list[Said]]:
    """What is said in some of the data sets of a scenario, in the first of relations as well."""
    said = []
    for number in numbers:
        source = np.random.default_rng([seed, SCENARIOS.index(scenario), number])
        one = simulated(study, SIMULATED[scenario](study, source))
        listed = study.relations if number < relations else {}
        found = tested(one, listed, seed + number)
        said.append([*said_of_sets(found["sets"]), *said_of_relations(found["relations"], listed)])
    return said


def comparisons_by_chance(report: Report, numbers: range, seed: int) -> list[list[Said]]:
    """What is said of comparisons between two sets of clusters in some of the data sets."""
    said = []
    for number in numbers:
        source = np.random.default_rng([seed, len(SCENARIOS), number])
        own = report.evidence(dealt(report.study, source))
        draws = Draws(own, report.study.rule, seed + number)
        asked = [one for one in report.comparisons if two_sets(one, own)]
        asked = [one for one in asked if direction(one, own) is not None]
        said.append([("comparison", draws.weighed(one).as_comparison, np.nan) for one in asked])
    return said


def of_file(path: str) -> Any:
    """What a file of a finished run, or of the project, holds."""
    return read(Path(path).read_bytes(), path, form_of(path))


def of_project() -> Report:
    """The study, and the comparisons that the report makes."""
    config = yaml.safe_load(Path("config/config.yaml").read_text(encoding="utf-8"))
    printed, corrected = (
        of_file(f"data/processed/{edition}/clusters.csv") for edition in ("printed", "corrected")
    )
    cells, layouts = of_file("data/processed/printed_cells.csv"), of_file("config/exhibits.yaml")
    audited = told(
        of_file("data/processed/audit/hypotheses_parts.json"),
        errata=of_file("data/processed/audit/hypotheses.csv"),
    )["errata"]
    rule = IndexRule.from_config(config["indices"])
    study = Study(
        printed,
        collective_efficiency(printed, rule),
        editions(printed, corrected, cells, audited, layouts),
        of_file("config/relations.yaml"),
        Grid.from_config(config["multiverse"], rule, config["edition"]),
        rule,
    )
    registers = [Path(f"data/raw/{name}.csv").read_bytes() for name in ("clusters", "profiles")]
    claims = read_claims(
        {
            p.as_posix(): RawFile(p.as_posix(), p.read_bytes())
            for p in Path("config/claims").glob("*")
        },
        cells,
        *(RawFile("", one) for one in registers),
        layouts,
    )
    strings = {(c.exhibit, c.row, c.column): c.printed for c in cells.itertuples()}
    profiles, stages = (of_file(f"data/processed/{n}.csv") for n in ("profiles", "salmon_stages"))

    comparisons = [
        comparison_of(reading)
        for claim in claims
        if claim.basis == "comparison" and not claim.repeats
        for reading in claim.readings
    ]
    return Report(study, comparisons, profiles, stages, strings)


_report: list[Report] = []
"""What workers simulate on: they have it by being forked."""


def part(scenario: str, numbers: range, relations: int, seed: int) -> tuple[list[Any], float]:
    """What is said of some data sets, and the seconds of processor time that it took."""
    before = time.process_time()
    if scenario in SCENARIOS:
        said = by_chance(_report[0].study, scenario, numbers, relations, seed)
    else:
        said = comparisons_by_chance(_report[0], numbers, seed)
    return said, time.process_time() - before


def main() -> None:
    """Simulate, write the table, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("sets", SETS), ("relations", RELATIONS), ("compared", COMPARED)):
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"data sets ({usual})")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    asked = parser.parse_args()
    _report.append(of_project())
    sets = {**dict.fromkeys(SCENARIOS, asked.sets), "comparisons": asked.compared}
    rows = []
    with ProcessPoolExecutor(asked.processes, mp_context=get_context("fork")) as workers:
        works = {
            scenario: [
                workers.submit(
                    part,
                    scenario,
                    range(start, min(start + AT_ONCE, number)),
                    asked.relations,
                    SEED,
                )
                for start in range(0, number, AT_ONCE)
            ]
            for scenario, number in sets.items()
        }
        for scenario, parts in works.items():
            done = [work.result() for work in parts]
            said = [one for listed, _ in done for one in listed]
            rows += counted(scenario if scenario in SCENARIOS else SCENARIOS[0], said)
            print(f"{scenario}: {sum(cpu for _, cpu in done):.0f} s of CPU time", flush=True)
            found = pd.DataFrame(rows, columns=list(COLUMNS))
            found.to_csv(asked.output, index=False, lineterminator="\n")
    print(found.to_string(index=False))


if __name__ == "__main__":
    main()
