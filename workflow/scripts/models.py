"""Models of upgrading, tests between sector groups, and their tables."""

from fractions import Fraction
from pathlib import Path

from sources import read_frame
from task import task
from upgrading.inference.between_groups import between_groups, group_differences
from upgrading.inference.models import estimate
from upgrading.inference.paired import paired_tests
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.reliability import reliability
from upgrading.present import comparison_tables, regression_table
from upgrading.present.estimate_tables import to_latex
from upgrading.present.tables import to_csv as table_csv
from upgrading.present.tables import to_html
from upgrading.trade.text import to_csv
from upgrading.vocabulary import UPGRADING

with task(snakemake):
    clusters = read_frame(snakemake.input.clusters)
    indices = read_frame(snakemake.input.indices)
    params = snakemake.params
    confidence = Fraction(str(params.confidence))
    choices = PermutationChoices(params.permutations, params.exact_up_to, params.seed)

    estimates = estimate(clusters, indices, confidence)
    overall = between_groups(clusters, indices, choices)
    differences = group_differences(clusters, indices, confidence)
    paired = paired_tests(clusters, indices, confidence)
    alphas = reliability(clusters)
    for name, frame in {
        "models": estimates.models,
        "coefficients": estimates.terms,
        "between_groups": overall,
        "group_differences": differences,
        "paired": paired,
        "reliability": alphas,
    }.items():
        Path(snakemake.output[name]).write_text(to_csv(frame), encoding="utf-8")

    tables = [
        (
            regression_table.regression_cells(*estimates, outcome, confidence),
            regression_table.regression_text(estimates.models, outcome, confidence),
        )
        for outcome in UPGRADING
    ]
    tables += [
        comparison_tables.group_differences(overall, differences, confidence),
        comparison_tables.economies_against_joint_action(paired, confidence),
        comparison_tables.reliability(alphas),
    ]
    folder = Path(snakemake.output.csv[0]).parent
    for cells, text in tables:
        for suffix, content in (
            ("csv", table_csv(cells)),
            ("html", to_html(cells, text)),
            ("tex", to_latex(cells, text)),
        ):
            (folder / f"{text.exhibit}.{suffix}").write_text(content, encoding="utf-8")
