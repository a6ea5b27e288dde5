# Printed cells beside recomputed ones -> verdicts, explanations, claims.


rule hypotheses:
    input:
        cells="data/processed/printed_cells.csv",
        printed_clusters="data/processed/printed/clusters.csv",
        layouts="config/exhibits.yaml",
    output:
        errata="data/processed/audit/hypotheses.csv",
        parts="data/processed/audit/hypotheses_parts.json",
    log:
        "logs/hypotheses.log",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    params:
        rule=config["indices"],
    message:
        "Looking for what could explain the figures that disagree"
    script:
        "../run_step.py"


rule audit:
    input:
        claims_files=CLAIMS_FILES,
        cells="data/processed/printed_cells.csv",
        printed_clusters="data/processed/printed/clusters.csv",
        corrected_clusters="data/processed/corrected/clusters.csv",
        profiles="data/processed/profiles.csv",
        stages="data/processed/salmon_stages.csv",
        upgrading="results/trade/upgrading.csv",
        unit_values="results/trade/unit_values.csv",
        second="results/trade/second_sources.csv",
        exports="results/trade/table_2_exports.csv",
        cluster_register="data/raw/clusters.csv",
        profile_register="data/raw/profiles.csv",
        parts="data/processed/trade/parts.json",
        layouts="config/exhibits.yaml",
        relations="config/relations.yaml",
    output:
        cells="results/audit/cells.csv",
        errata="results/audit/errata.csv",
        conventions="results/audit/conventions.csv",
        parts="data/processed/audit/parts.json",
    log:
        "logs/audit.log",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    params:
        rule=config["indices"],
        classes=config["trade"]["classes"],
    message:
        "Auditing every printed number"
    script:
        "../run_step.py"


rule claims:
    input:
        claims_files=CLAIMS_FILES,
        cells="data/processed/printed_cells.csv",
        printed_clusters="data/processed/printed/clusters.csv",
        corrected_clusters="data/processed/corrected/clusters.csv",
        profiles="data/processed/profiles.csv",
        stages="data/processed/salmon_stages.csv",
        relations_printed="results/inference/relations_printed.csv",
        relations_corrected="results/inference/relations_corrected.csv",
        sets_printed="results/inference/sets_printed.csv",
        sets_corrected="results/inference/sets_corrected.csv",
        relations="config/relations.yaml",
        upgrading="results/trade/upgrading.csv",
        unit_values="results/trade/unit_values.csv",
        second="results/trade/second_sources.csv",
        cluster_register="data/raw/clusters.csv",
        profile_register="data/raw/profiles.csv",
        layouts="config/exhibits.yaml",
    output:
        claims="results/audit/claims.csv",
        claim_numbers="results/audit/claim_numbers.csv",
        parts="data/processed/audit/claims_parts.json",
    log:
        "logs/claims.log",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    params:
        rule=config["indices"],
        seed=config["inference"]["seed"],
        classes=config["trade"]["classes"],
    message:
        "Putting every claim to the test"
    script:
        "../run_step.py"


rule what_if:
    input:
        claims_files=CLAIMS_FILES,
        cells="data/processed/printed_cells.csv",
        printed_clusters="data/processed/printed/clusters.csv",
        corrected_clusters="data/processed/corrected/clusters.csv",
        profiles="data/processed/profiles.csv",
        stages="data/processed/salmon_stages.csv",
        relations_printed="results/inference/relations_printed.csv",
        relations_corrected="results/inference/relations_corrected.csv",
        sets_printed="results/inference/sets_printed.csv",
        sets_corrected="results/inference/sets_corrected.csv",
        curves="results/inference/multiverse.csv",
        specifications="results/inference/set_specifications.csv",
        relations="config/relations.yaml",
        upgrading="results/trade/upgrading.csv",
        unit_values="results/trade/unit_values.csv",
        second="results/trade/second_sources.csv",
        cluster_register="data/raw/clusters.csv",
        profile_register="data/raw/profiles.csv",
        layouts="config/exhibits.yaml",
    output:
        "results/inference/what_if.csv",
    log:
        "logs/what_if.log",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    params:
        multiverse=config["multiverse"],
        rule=config["indices"],
        seed=config["inference"]["seed"],
        classes=config["trade"]["classes"],
    message:
        "Judging the conclusions under other weights and thresholds"
    script:
        "../run_step.py"


rule reproduction_report:
    input:
        cells="results/audit/cells.csv",
        errata="results/audit/errata.csv",
        conventions="results/audit/conventions.csv",
        claims="results/audit/claims.csv",
        parts="data/processed/audit/parts.json",
        claims_parts="data/processed/audit/claims_parts.json",
        clusters="data/processed/clusters.csv",
        profile_register="data/raw/profiles.csv",
        products="config/trade_products.yaml",
        catalogue="data/raw/report/catalogue.yaml",
    output:
        report(
            "results/audit/reproduction_report.md",
            category="Audit",
            caption="../report/audit.rst",
        ),
    log:
        "logs/reproduction_report.log",
    conda:
        ENVIRONMENT
    message:
        "Summing up the audit on one page"
    script:
        "../run_step.py"
