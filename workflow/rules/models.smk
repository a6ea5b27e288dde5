# Clean case data and indices -> models of upgrading and tests between sector groups.


rule models:
    input:
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
        layouts="config/exhibits.yaml",
    output:
        models="results/inference/models.csv",
        coefficients="results/inference/coefficients.csv",
        between_groups="results/inference/between_groups.csv",
        group_differences="results/inference/group_differences.csv",
        paired="results/inference/paired.csv",
        reliability="results/inference/reliability.csv",
        exhibits="data/processed/inference/models_exhibits.csv",
        words="data/processed/inference/models_words.yaml",
        formulas="data/processed/inference/models_formulas.csv",
    log:
        "logs/models.log",
    conda:
        ENVIRONMENT
    threads: half_of_the_cores
    params:
        permutations=config["inference"]["permutations"],
        exact_up_to=config["inference"]["exact_up_to"],
        bootstrap=config["inference"]["bootstrap"],
        seed=config["inference"]["seed"],
        confidence=config["inference"]["confidence"],
        rule=config["indices"],
    message:
        "Fitting models of upgrading and testing the sector groups against each other"
    script:
        "../run_step.py"
