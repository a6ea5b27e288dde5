# Cases and indices -> which relations of the report hold.


rule association:
    input:
        printed="results/inference/association_printed.csv",
        corrected="results/inference/association_corrected.csv",
    output:
        "results/inference/association.csv",
    log:
        "logs/association.log",
    conda:
        ENVIRONMENT
    params:
        edition=config["edition"],
    message:
        "Taking the association of the {params.edition} edition"
    script:
        "../run_step.py"


rule correlations:
    input:
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
    output:
        "results/inference/correlations.csv",
    log:
        "logs/correlations.log",
    conda:
        ENVIRONMENT
    message:
        "Correlating every score and index with every other"
    script:
        "../run_step.py"


rule degrees:
    input:
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
    output:
        "results/inference/degrees.csv",
    log:
        "logs/degrees.log",
    conda:
        ENVIRONMENT
    params:
        permutations=config["inference"]["permutations"],
        exact_up_to=config["inference"]["exact_up_to"],
        seed=config["inference"]["seed"],
    message:
        "Testing upgrading across degrees of collective efficiency"
    script:
        "../run_step.py"


rule edition_association:
    input:
        clusters="data/processed/{edition}/clusters.csv",
    output:
        "results/inference/association_{edition}.csv",
    log:
        "logs/edition_association_{edition}.log",
    wildcard_constraints:
        edition="printed|corrected",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    params:
        inference=config["inference"],
        rule=config["indices"],
    message:
        "Testing the association in the {wildcards.edition} edition, for the claims"
    script:
        "../run_step.py"


rule edition_relations:
    input:
        clusters="data/processed/{edition}/clusters.csv",
        curves="results/inference/multiverse.csv",
        specifications="results/inference/set_specifications.csv",
        relations="config/relations.yaml",
    output:
        relations="results/inference/relations_{edition}.csv",
        sets="results/inference/sets_{edition}.csv",
    log:
        "logs/edition_relations_{edition}.log",
    wildcard_constraints:
        edition="printed|corrected",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    params:
        rule=config["indices"],
        seed=config["inference"]["seed"],
    message:
        "Judging relations and sets of them in the {wildcards.edition} edition"
    script:
        "../run_step.py"


rule inference_exhibits:
    input:
        relations_printed="results/inference/relations_printed.csv",
        relations_corrected="results/inference/relations_corrected.csv",
        sets_printed="results/inference/sets_printed.csv",
        sets_corrected="results/inference/sets_corrected.csv",
        association="results/inference/association.csv",
        degrees="results/inference/degrees.csv",
        curves="results/inference/multiverse.csv",
        choices="results/inference/choices.csv",
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
        printed_clusters="data/processed/printed/clusters.csv",
        corrected_clusters="data/processed/corrected/clusters.csv",
        cells="data/processed/printed_cells.csv",
        relations="config/relations.yaml",
        layouts="config/exhibits.yaml",
    output:
        survives="results/inference/survives.csv",
        exhibits="data/processed/inference/exhibits.csv",
        words="data/processed/inference/words.yaml",
        formulas="data/processed/inference/formulas.csv",
    log:
        "logs/inference_exhibits.log",
    conda:
        ENVIRONMENT
    params:
        inference=config["inference"],
        multiverse=config["multiverse"],
        rule=config["indices"],
        edition=config["edition"],
    message:
        "Setting out which relations survive"
    script:
        "../run_step.py"
