"""How long the joint test of a specification curve takes: a row of a Markdown table.

Forty clusters in four groups with made-up scores on the half-step scale, all choices crossed.

    .venv/bin/python benchmarks/multiverse.py --permutations 2000
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import random
import resource
import sys
import time
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "workflow"))

from upgrading.cases.indices import IndexRule
from upgrading.multiverse.cores import Grid
from upgrading.multiverse.curve import JointTest, curve
from upgrading.multiverse.relations import Member, Relation
from upgrading.multiverse.specifications import design
from upgrading.multiverse.variants import Editions
from upgrading.vocabulary import COMPONENTS, SECTOR_GROUPS

CLUSTERS = 40

WEIGHTS = (0.3, 0.4, 0.5, 0.6, 0.7)


def made_up(seed: int) -> Editions:
    """Forty clusters with random scores, one component of one of them n.a."""
    draw = random.Random(seed)
    groups = {f"cluster_{n:02d}": list(SECTOR_GROUPS)[n % 4] for n in range(CLUSTERS)}
    scores: dict[tuple[str, str], Fraction | None] = {
        (cluster, column): Fraction(draw.randint(0, 6), 2)
        for cluster in groups
        for column in (*COMPONENTS, "up_product")
    }
    printed = {(cluster, "ce_index"): Fraction(draw.randint(0, 24), 2) for cluster in groups}
    scores["cluster_00", "ee_information"] = None
    return Editions(groups, {"printed": scores}, printed, {})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=int, default=50, help="specifications at least")
    parser.add_argument("--permutations", type=int, default=2_000)
    asked = parser.parse_args()
    rule = IndexRule(Fraction(1, 2), Fraction(1, 2), Fraction(19, 2), Fraction(5), "zero")
    relation = Relation(
        location="made up",
        statement="made up",
        groups=tuple(SECTOR_GROUPS),
        x="ce_index",
        y="up_product",
        sign="positive",
    )
    config = {"weights": WEIGHTS, "high_from": [9, 9.5, 10], "low_to": [4.5, 5, 5.5]}
    wall, cpu = time.perf_counter(), time.process_time()
    grid = Grid.from_config(config, rule, "printed")
    plan = design([Member.of(relation, 1)], made_up(1), grid)
    if len(plan.table) < asked.least:
        raise SystemExit(f"only {len(plan.table)} specifications")
    curve(plan, "positive", JointTest(asked.permutations, 1, 0.1), "benchmark")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    combinations = plan.table["combinations"].sum()
    print(
        f"| multiverse: {combinations:,} combinations of choices, {len(plan.table):,} distinct "
        f"× {asked.permutations:,} permutations, one core | {cpu:.1f} s CPU | {wall:.1f} s wall "
        f"| {memory:.0f} MB |"
    )


if __name__ == "__main__":
    main()
