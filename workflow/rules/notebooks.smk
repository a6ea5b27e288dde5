# Processed data and results -> executed notebooks.

READ_BY_NOTEBOOK = {
    "01_case_data": [
        "config/config.yaml",
        "data/processed/clusters.csv",
        "data/processed/indices.csv",
        "data/processed/upgrading_by_degree.csv",
        "data/processed/exhibits.csv",
        "results/figures/indices_by_cluster.svg",
        "results/figures/upgrading_by_degree.svg",
    ],
    "02_audit": [
        "data/processed/printed_cells.csv",
        "results/audit/cells.csv",
        "results/audit/errata.csv",
    ],
    "03_trade": [
        "config/config.yaml",
        "config/trade_products.yaml",
        "data/raw/clusters.csv",
        "data/raw/profiles.csv",
        "data/processed/trade/flows.csv",
        "results/trade/cleaning.csv",
        "results/trade/unit_values.csv",
        "results/trade/upgrading.csv",
        "results/trade/robustness.csv",
        "results/trade/verdicts.csv",
        "results/trade/table_2_exports.csv",
        "results/trade/printed_years.csv",
        "results/trade/year_offsets.csv",
        "results/trade/year_placebos.csv",
        "results/trade/field_study.csv",
        "results/figures/trade_quadrants.svg",
        "results/figures/trade_printed_years.svg",
    ],
    "04_inference": [
        "config/config.yaml",
        "data/processed/clusters.csv",
        "data/processed/indices.csv",
        "data/processed/upgrading_by_degree.csv",
        "results/inference/association.csv",
        "results/inference/survives.csv",
        "results/inference/multiverse.csv",
        "results/inference/choices.csv",
        "results/inference/specifications.csv",
        "results/figures/specification_choices.svg",
    ],
}

NOTEBOOKS = list(READ_BY_NOTEBOOK)


rule notebook:
    input:
        modules=lambda wildcards: code_of_notebook(wildcards.notebook),
        notebook="notebooks/{notebook}.ipynb",
        data=lambda wildcards: READ_BY_NOTEBOOK[wildcards.notebook],
    output:
        html=report(
            "results/notebooks/{notebook}.html",
            category="Notebooks",
            caption="../report/notebooks.rst",
        ),
    log:
        "logs/notebooks/{notebook}.log",
    conda:
        ENVIRONMENT
    message:
        "Executing the notebook {wildcards.notebook}"
    script:
        "../run_step.py"
