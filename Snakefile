# Upgrading in Clusters and Value Chains in Latin America (Pietrobelli and Rabellotti, IDB 2004):
# from the printed tables and trade statistics to every table and figure of the report.

import sys
from pathlib import Path

from snakemake.utils import min_version

min_version("9.27")


sys.path.insert(0, f"{workflow.basedir}/workflow")

from one_run import ask_those_that_wait, end_at_once_when_asked, run_alone, tell_what_stands
from plan.checks import check, check_files, claims_files, names_in, trade_files
from plan.code import (
    code_of,
    code_of_notebook,
    figures_in,
    figures_with_data,
    own_table_names,
    programs_of_figures,
)
from plan.launch import (
    Choices,
    check_before_results,
    chosen,
    described,
    give_steps,
    made_in,
    one_of,
    prepare,
    require,
    resolved,
)
from plan.memory import for_baci, for_flows
from plan.old_page import mark, mark_as_failed, unmark
from plan.updates import authors_files, raw_trade_file, second_sources_in
from record import record_run, refuse_edited
from upgrading.trade.baci_files import is_baci

prepare()
check_files()


configfile: "config/config.yaml"


check(config)


report: "workflow/report/overview.rst"


include: "workflow/rules/files.smk"
include: "workflow/rules/cases.smk"
include: "workflow/rules/analysis.smk"
include: "workflow/rules/trade.smk"
include: "workflow/rules/second_sources.smk"
include: "workflow/rules/download.smk"
include: "workflow/rules/inference.smk"
include: "workflow/rules/models.smk"
include: "workflow/rules/exhibits.smk"
include: "workflow/rules/audit.smk"
include: "workflow/rules/multiverse.smk"
include: "workflow/rules/notebooks.smk"
include: "workflow/rules/summary.smk"
include: "workflow/rules/refresh.smk"
include: "workflow/rules/site.smk"


rule all:
    default_target: True
    input:
        made_in("data/processed", workflow.rules),
        expand("data/processed/trade/flows/{file}.csv", file=FLOW_FILES),
        "results/numbers.csv",
        "results/data_dictionary.csv",
        "results/changes.md",
        rules.tables.output,
        rules.figures.output,
        rules.trade_figures.output,
        rules.association_figures.output,
        rules.specification_figures.output,
        rules.trade_measures.output,
        rules.trade_robustness.output,
        expand(rules.measure_baci.output, file=BACI_FILES),
        rules.trade_against_report.output,
        rules.second_sources.output,
        rules.association.output,
        rules.models.output,
        rules.multiverse.output,
        rules.audit.output,
        rules.reproduction_report.output,
        rules.workbook.output,
        rules.report_pdf.output,
        rules.site.output,
        expand(rules.notebook.output.html, notebook=NOTEBOOKS),
    message:
        "Everything is up to date under results/"


ask_those_that_wait()
give_steps(workflow.rules)
check_before_results(
    workflow.rules,
    [
        *rules.check_raw.output,
        *rules.check_trade.output,
        *rules.check_flows.output,
        *rules.read_second_sources.output,
    ],
)
run_alone(
    workflow,
    [refuse_edited, Choices(workflow).write],
    [unmark, lambda: record_run(workflow, config)],
    mark_as_failed,
)


onstart:
    end_at_once_when_asked()
    mark()


onerror:
    tell_what_stands(workflow)
