# Clean case data -> indices and the report's group tables.


rule indices:
    input:
        clusters="data/processed/clusters.csv",
    output:
        "data/processed/indices.csv",
    log:
        "logs/indices.log",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    params:
        rule=config["indices"],
    message:
        "Computing the indices of collective efficiency"
    script:
        "../run_step.py"


rule group_tables:
    input:
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
    output:
        by_degree="data/processed/upgrading_by_degree.csv",
        averages="data/processed/group_averages.csv",
        governance="data/processed/governance_counts.csv",
    log:
        "logs/group_tables.log",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    params:
        mean_rule=config["averages"]["not_available"],
    message:
        "Averaging upgrading by degree and sector group"
    script:
        "../run_step.py"
