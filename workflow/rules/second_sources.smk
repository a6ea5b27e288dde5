# Files of second sources -> one list of figures -> printed figures and trade statistics against them.


rule read_second_sources:
    input:
        files=SECOND_SOURCES + SECOND_UPDATES,
    output:
        "data/processed/second_sources.csv",
    log:
        "logs/read_second_sources.log",
    conda:
        ENVIRONMENT
    message:
        "Reading the second sources"
    script:
        "../run_step.py"


rule second_sources:
    input:
        series="data/processed/second_sources.csv",
        unit_values="results/trade/unit_values.csv",
        cells="data/processed/printed_cells.csv",
        second="config/second_sources.yaml",
    output:
        comparisons="results/trade/second_sources.csv",
        years="results/trade/second_source_years.csv",
        pairs="results/trade/second_source_pairs.csv",
        exhibits="data/processed/second_sources/exhibits.csv",
        words="data/processed/second_sources/words.yaml",
        formulas="data/processed/second_sources/formulas.csv",
    log:
        "logs/second_sources.log",
    conda:
        ENVIRONMENT
    message:
        "Holding printed figures against second sources"
    script:
        "../run_step.py"
