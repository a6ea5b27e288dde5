"""Models of upgrading, tests between sector groups, and their tables."""

from fractions import Fraction
from pathlib import Path

import pandas as pd

from sources import read_catalogue, read_frame
from task import task
from upgrading import frames
from upgrading.exhibits.formulas import formula_frame, homes
from upgrading.indices import IndexRule
from upgrading.inference.between_groups import between_groups, group_differences
from upgrading.inference.models import estimate
from upgrading.inference.paired import paired_tests
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.reliability import reliability
from upgrading.present import comparison_tables, regression_table
from upgrading.present.comparison_formulas import Comparisons
from upgrading.present.line_formulas import by_exhibit
from upgrading.present.model_formulas import regression_formulas
from upgrading.trade.text import to_csv
from upgrading.vocabulary import UPGRADING
from words import write_words

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
        comparison_tables.group_differences(
            overall, differences, confidence, IndexRule.from_config(params.rule).scale
        ),
        comparison_tables.economies_against_joint_action(paired, confidence),
        comparison_tables.reliability(alphas),
    ]
    exhibits = pd.concat([cells for cells, _ in tables], ignore_index=True)
    Path(snakemake.output.exhibits).write_text(frames.to_csv(exhibits), encoding="utf-8")
    own, at_home = by_exhibit(exhibits), homes(read_catalogue(snakemake.input)[0])
    compared = Comparisons(clusters, indices, at_home, confidence, params.seed)
    formulas = {
        **compared.differences(own["group_differences"], overall, differences),
        **compared.paired(own["economies_against_joint_action"], paired),
        **compared.alphas(own["reliability"], alphas),
    }
    for outcome in UPGRADING:
        table = own[regression_table.table_name(outcome)]
        formulas |= regression_formulas(table, *estimates, outcome, confidence, at_home)
    text = frames.to_csv(formula_frame(formulas))
    Path(snakemake.output.formulas).write_text(text, encoding="utf-8")
    write_words(
        snakemake.output.words, {text.exhibit: (text.caption, text.notes) for _, text in tables}
    )
