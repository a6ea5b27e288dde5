# Cases and indices -> which relations of the report hold.


rule association:
    input:
        code=code_of("association"),
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
    output:
        association="results/inference/association.csv",
        degrees="results/inference/degrees.csv",
    log:
        "logs/association.log",
    conda:
        ENVIRONMENT
    params:
        permutations=config["inference"]["permutations"],
        exact_up_to=config["inference"]["exact_up_to"],
        bootstrap=config["inference"]["bootstrap"],
        confidence=config["inference"]["confidence"],
        seed=config["inference"]["seed"],
    message:
        "Testing the association of upgrading with collective efficiency and governance"
    script:
        "../scripts/association.py"
