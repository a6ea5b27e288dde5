# Printed tables, registers and errata -> the clean case data.


rule check_raw:
    input:
        tables=PRINTED_TABLES,
        clusters="data/raw/clusters.csv",
        labels="data/raw/labels.csv",
        profiles="data/raw/profiles.csv",
        off_scale="data/raw/off_scale.csv",
        errata="data/raw/errata.csv",
        updates=CLUSTER_UPDATES,
        layouts="config/exhibits.yaml",
        catalogue="data/raw/report/catalogue.yaml",
        relations="config/relations.yaml",
        register="data/raw/register.csv",
    output:
        # A mark, not a result: Snakemake removes what a failing rule should have written, and
        # faulty data must not cost anybody the results that stood before. All of them wait for it.
        "data/processed/checks/raw_files.csv",
    log:
        "logs/check_raw.log",
    conda:
        ENVIRONMENT
    params:
        changed=config["raw_files"]["changed"],
    message:
        "Checking the raw files against their register, every printed cell, every relation"
    script:
        "../run_step.py"


rule clean_cases:
    input:
        checked=ancient(rules.check_raw.output),
        tables=PRINTED_TABLES,
        clusters="data/raw/clusters.csv",
        labels="data/raw/labels.csv",
        profiles="data/raw/profiles.csv",
        off_scale="data/raw/off_scale.csv",
        errata="data/raw/errata.csv",
        updates=CLUSTER_UPDATES,
        layouts="config/exhibits.yaml",
        catalogue="data/raw/report/catalogue.yaml",
    output:
        clusters="data/processed/clusters.csv",
        printed_clusters="data/processed/printed/clusters.csv",
        corrected_clusters="data/processed/corrected/clusters.csv",
        cells="data/processed/printed_cells.csv",
        profiles="data/processed/profiles.csv",
        stages="data/processed/salmon_stages.csv",
        updates="data/processed/updates.csv",
    log:
        "logs/clean_cases.log",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    params:
        edition=config["edition"],
    message:
        "Cleaning the case data"
    script:
        "../run_step.py"
