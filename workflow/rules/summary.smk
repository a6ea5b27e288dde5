# Audit, inference and trade -> the numbers of the study as a whole.


rule summary:
    input:
        cells="results/audit/cells.csv",
        errata="results/audit/errata.csv",
        claims="results/audit/claims.csv",
        parts="data/processed/audit/parts.json",
        by_degree="data/processed/upgrading_by_degree.csv",
        association="results/inference/association.csv",
        survives="results/inference/survives.csv",
        sets_printed="results/inference/sets_printed.csv",
        sets_corrected="results/inference/sets_corrected.csv",
        exports="results/trade/table_2_exports.csv",
        field_study="results/trade/field_study.csv",
    output:
        exhibits="data/processed/overview/exhibits.csv",
        words="data/processed/overview/words.yaml",
        formulas="data/processed/overview/formulas.csv",
    log:
        "logs/summary.log",
    conda:
        ENVIRONMENT
    message:
        "Counting what the study as a whole comes to"
    script:
        "../run_step.py"
