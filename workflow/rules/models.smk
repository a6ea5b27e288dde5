# Clean case data and indices -> models of upgrading and tests between sector groups.

INFERENCE_TABLES = [
    "regression_product",
    "regression_process",
    "regression_functional",
    "regression_intersectoral",
    "group_differences",
    "economies_against_joint_action",
    "reliability",
]


rule models:
    input:
        code=code_of("models"),
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
    output:
        models="results/inference/models.csv",
        coefficients="results/inference/coefficients.csv",
        between_groups="results/inference/between_groups.csv",
        group_differences="results/inference/group_differences.csv",
        paired="results/inference/paired.csv",
        reliability="results/inference/reliability.csv",
        csv=expand("results/tables/{table}.csv", table=INFERENCE_TABLES),
        html=report(
            expand("results/tables/{table}.html", table=INFERENCE_TABLES),
            category="Inference",
            caption="../report/models.rst",
        ),
        tex=expand("results/tables/{table}.tex", table=INFERENCE_TABLES),
    log:
        "logs/models.log",
    conda:
        ENVIRONMENT
    params:
        permutations=config["inference"]["permutations"],
        exact_up_to=config["inference"]["exact_up_to"],
        seed=config["inference"]["seed"],
        confidence=config["inference"]["confidence"],
    message:
        "Fitting models of upgrading and testing the sector groups against each other"
    script:
        "../scripts/models.py"
