# Every asserted relation under every defensible choice -> specification curves.


rule multiverse:
    input:
        code=code_of("multiverse"),
        printed_clusters="data/processed/printed/clusters.csv",
        corrected_clusters="data/processed/corrected/clusters.csv",
        cells="data/processed/printed_cells.csv",
        errata="results/audit/errata.csv",
        parts="data/processed/audit/parts.json",
        relations="config/relations.yaml",
        layouts="config/exhibits.yaml",
        catalogue="data/raw/report/catalogue.yaml",
    output:
        specifications="results/inference/specifications.parquet",
        relations="results/inference/multiverse.csv",
        choices="results/inference/choices.csv",
    log:
        "logs/multiverse.log",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    threads: half_of_the_cores
    params:
        kept=".cache/multiverse",
        multiverse=config["multiverse"],
        rule=config["indices"],
        edition=config["edition"],
        mean_rule=config["averages"]["not_available"],
    message:
        "Going through every specification of the relations that the report asserts"
    script:
        "../scripts/multiverse.py"
