# Processed data and results -> executed notebooks.

READ_BY_NOTEBOOK = {
    "01_case_data": [
        "config/config.yaml",
        "data/processed/clusters.csv",
        "data/processed/indices.csv",
        "data/processed/exhibits.csv",
    ],
    "02_audit": [
        "config/exhibits.yaml",
        "data/processed/clusters.csv",
        "data/processed/printed_cells.csv",
        "results/audit/errata.csv",
    ],
    "03_trade": [
        "config/config.yaml",
        "config/trade_products.yaml",
        "results/trade/unit_values.csv",
        "results/trade/upgrading.csv",
    ],
    "04_inference": [
        "config/config.yaml",
        "data/processed/clusters.csv",
        "data/processed/indices.csv",
        "results/inference/association.csv",
    ],
}

NOTEBOOKS = list(READ_BY_NOTEBOOK)


rule notebook:
    input:
        modules=lambda wildcards: code_of_notebook(
            wildcards.notebook, READ_BY_NOTEBOOK[wildcards.notebook]
        ),
        notebook="notebooks/{notebook}.ipynb",
        data=lambda wildcards: READ_BY_NOTEBOOK[wildcards.notebook],
        styles=expand(
            "workflow/assets/{name}.css",
            name=["site", "shell", "notebook_page"],
        ),
        templates=["workflow/templates/notebook.html.jinja"],
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
