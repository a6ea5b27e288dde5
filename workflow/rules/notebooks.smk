# Processed data and results -> executed notebooks.


rule notebook:
    input:
        code=lambda wildcards: code_of_notebook(wildcards.notebook),
        notebook="notebooks/{notebook}.ipynb",
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
        by_degree="data/processed/upgrading_by_degree.csv",
        exhibits="data/processed/exhibits.csv",
        figures=rules.figures.output.svg,
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
    params:
        # papermill stamps times into the executed notebook: kept beside the log, not a result.
        executed="logs/notebooks/{notebook}.ipynb",
    message:
        "Executing the notebook {wildcards.notebook}"
    shell:
        "papermill --no-progress-bar {input.notebook} {params.executed} 2> {log}"
        " && jupyter nbconvert --to html --log-level WARN --template lab"
        " --HTMLExporter.require_js_url= --HTMLExporter.mathjax_url= --HTMLExporter.jquery_url= --HTMLExporter.mermaid_js_url="
        " --output-dir results/notebooks --output {wildcards.notebook}.html {params.executed}"
        " 2>> {log}"
