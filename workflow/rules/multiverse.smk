# Every asserted relation under every defensible choice -> specification curves.


rule multiverse:
    input:
        printed_clusters="data/processed/printed/clusters.csv",
        corrected_clusters="data/processed/corrected/clusters.csv",
        cells="data/processed/printed_cells.csv",
        errata="data/processed/audit/hypotheses.csv",
        parts="data/processed/audit/hypotheses_parts.json",
        relations="config/relations.yaml",
        layouts="config/exhibits.yaml",
    output:
        specifications="results/inference/specifications.csv",
        curves="results/inference/multiverse.csv",
        choices="results/inference/choices.csv",
        sets="results/inference/set_specifications.csv",
    log:
        "logs/multiverse.log",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    threads: half_of_the_cores
    params:
        multiverse=config["multiverse"],
        rule=config["indices"],
        edition=config["edition"],
    message:
        "Going through every specification of the relations that the report asserts"
    script:
        "../run_step.py"
