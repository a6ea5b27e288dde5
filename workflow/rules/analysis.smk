# Clean case data -> indices and the report's group tables.


rule indices:
    message:
        "Computing the indices of collective efficiency"
    input:
        code=code_of("indices"),
        clusters="data/processed/clusters.csv",
    output:
        "data/processed/indices.csv",
    params:
        rule=config["indices"],
    log:
        "logs/indices.log",
    conda:
        ENVIRONMENT
    script:
        "../scripts/indices.py"


rule group_tables:
    message:
        "Averaging upgrading by degree and sector group"
    input:
        code=code_of("group_tables"),
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
    output:
        by_degree="data/processed/upgrading_by_degree.csv",
        averages="data/processed/group_averages.csv",
        governance="data/processed/governance_counts.csv",
    params:
        mean_rule=config["averages"]["not_available"],
    log:
        "logs/group_tables.log",
    conda:
        ENVIRONMENT
    script:
        "../scripts/group_tables.py"
