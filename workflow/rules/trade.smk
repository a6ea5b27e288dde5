# Trade files -> flows of the report's products -> unit values, market shares, upgrading classes.


rule check_trade:
    input:
        trade=TRADE_INPUTS + SECOND_SOURCES,
        updates=TRADE_UPDATE_INPUTS + SECOND_UPDATES,
        register="data/raw/register.csv",
    output:
        "data/processed/checks/trade_files.csv",
    log:
        "logs/check_trade.log",
    conda:
        ENVIRONMENT
    params:
        changed=config["raw_files"]["changed"],
    message:
        "Checking the trade files against their register"
    script:
        "../run_step.py"


rule read_trade_file:
    input:
        trade=raw_trade_file,
        code_tables=CODE_TABLES,
        products="config/trade_products.yaml",
    output:
        flows="data/processed/trade/flows/{file}.csv",
        account="data/processed/trade/accounts/{file}.csv",
        # What cannot be read does not end this job but check_flows, which says it of all files at
        # once and which comes before every result.
        faults="data/processed/checks/trade_faults/{file}.csv",
    log:
        "logs/read_trade_file/{file}.log",
    wildcard_constraints:
        file=one_of(file for file in FLOW_FILES if file not in BACI_FILES),
    conda:
        ENVIRONMENT
    message:
        "Reading {input.trade}"
    script:
        "../run_step.py"


rule select_baci:
    input:
        trade=raw_trade_file,
        code_tables=CODE_TABLES,
        products="config/trade_products.yaml",
    output:
        flows="data/processed/trade/flows/{file}.csv",
        account="data/processed/trade/accounts/{file}.csv",
        faults="data/processed/checks/trade_faults/{file}.csv",
    log:
        "logs/select_baci/{file}.log",
    wildcard_constraints:
        file=one_of(BACI_FILES),
    conda:
        ENVIRONMENT
    threads: 2
    resources:
        mem_mb=for_baci(config["trade"]["memory_mb"]),
    params:
        memory_mb=config["trade"]["memory_mb"],
    message:
        "Selecting the configured products from {input.trade}"
    script:
        "../run_step.py"


rule measure_baci:
    input:
        # The file is read again: a store between the two would take longer to write and read.
        trade=raw_trade_file,
        # What could not be read is not measured, and does not cost the measures there were; what
        # is measured does not rest on the other files that the check looks at.
        checked=ancient("data/processed/checks/trade_flows.csv"),
        code_tables=CODE_TABLES,
    output:
        directory("results/trade/world/{file}"),
    log:
        "logs/measure_baci/{file}.log",
    wildcard_constraints:
        file=one_of(BACI_FILES),
    conda:
        ENVIRONMENT
    threads: 2
    resources:
        mem_mb=for_baci(config["trade"]["memory_mb"]),
    params:
        memory_mb=config["trade"]["memory_mb"],
    message:
        "Measuring every exporter and product of {input.trade}"
    script:
        "../run_step.py"


rule check_flows:
    input:
        faults=expand("data/processed/checks/trade_faults/{file}.csv", file=FLOW_FILES),
        flows=expand("data/processed/trade/flows/{file}.csv", file=TRADE_FILES),
        updates=expand("data/processed/trade/flows/updates/{file}.csv", file=TRADE_UPDATES),
        accounts=expand("data/processed/trade/accounts/{file}.csv", file=FLOW_FILES),
        concordances=CONCORDANCES,
        standard_unit_values=STANDARD_UNIT_VALUES,
        products="config/trade_products.yaml",
    output:
        "data/processed/checks/trade_flows.csv",
    log:
        "logs/check_flows.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=for_flows,
    params:
        cleaning=config["trade"]["cleaning"],
        vintages=config["trade"]["concordances"],
    message:
        "Checking the flows of the trade files"
    script:
        "../run_step.py"


rule clean_trade:
    input:
        flows=expand("data/processed/trade/flows/{file}.csv", file=TRADE_FILES),
        updates=expand("data/processed/trade/flows/updates/{file}.csv", file=TRADE_UPDATES),
        accounts=expand("data/processed/trade/accounts/{file}.csv", file=FLOW_FILES),
        concordances=CONCORDANCES,
        standard_unit_values=STANDARD_UNIT_VALUES,
        products="config/trade_products.yaml",
    output:
        flows="data/processed/trade/flows.csv",
        all_goods="data/processed/trade/all_goods.csv",
        steps="results/trade/cleaning.csv",
    log:
        "logs/clean_trade.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=for_flows,
    params:
        cleaning=config["trade"]["cleaning"],
        vintages=config["trade"]["concordances"],
    message:
        "Cleaning the trade statistics"
    script:
        "../run_step.py"


rule trade_measures:
    input:
        flows="data/processed/trade/flows.csv",
        all_goods="data/processed/trade/all_goods.csv",
        series="data/processed/second_sources.csv",
        products="config/trade_products.yaml",
        second="config/second_sources.yaml",
    output:
        unit_values="results/trade/unit_values.csv",
        warnings="results/trade/warnings.csv",
        upgrading="results/trade/upgrading.csv",
        advantage="results/trade/advantage.csv",
        intra_industry="results/trade/intra_industry.csv",
        intra_industry_totals="results/trade/intra_industry_totals.csv",
        quality_ranges="results/trade/quality_ranges.csv",
        unit_value_indices="results/trade/unit_value_indices.csv",
        market_share_parts="results/trade/market_share_parts.csv",
        mirror="results/trade/mirror.csv",
    log:
        "logs/trade_measures.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=for_flows,
    params:
        measures=config["trade"]["measures"],
        warnings=config["trade"]["warnings"],
        window=config["trade"]["window"],
        classes=config["trade"]["classes"],
        intra_industry=config["trade"]["intra_industry"],
        inference=config["inference"],
    message:
        "Measuring unit values, market shares and upgrading classes"
    script:
        "../run_step.py"


rule trade_robustness:
    input:
        flows="data/processed/trade/flows.csv",
        products="config/trade_products.yaml",
    output:
        robustness="results/trade/robustness.csv",
        verdicts="results/trade/verdicts.csv",
    log:
        "logs/trade_robustness.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=for_flows,
    params:
        measures=config["trade"]["measures"],
        classes=config["trade"]["classes"],
        robustness=config["trade"]["robustness"],
    message:
        "Measuring the upgrading classes under every choice"
    script:
        "../run_step.py"


rule trade_against_report:
    input:
        unit_values="results/trade/unit_values.csv",
        upgrading="results/trade/upgrading.csv",
        verdicts="results/trade/verdicts.csv",
        cells="data/processed/printed_cells.csv",
        clusters="data/processed/clusters.csv",
        products="config/trade_products.yaml",
        profile_register="data/raw/profiles.csv",
    output:
        exports="results/trade/table_2_exports.csv",
        years="results/trade/printed_years.csv",
        offsets="results/trade/year_offsets.csv",
        placebos="results/trade/year_placebos.csv",
        field_study="results/trade/field_study.csv",
        parts="data/processed/trade/parts.json",
    log:
        "logs/trade_against_report.log",
    conda:
        ENVIRONMENT
    params:
        classes=config["trade"]["classes"],
    message:
        "Holding the report against trade statistics"
    script:
        "../run_step.py"


rule trade_exhibits:
    input:
        flows="data/processed/trade/flows.csv",
        unit_values="results/trade/unit_values.csv",
        warnings="results/trade/warnings.csv",
        upgrading="results/trade/upgrading.csv",
        verdicts="results/trade/verdicts.csv",
        exports="results/trade/table_2_exports.csv",
        offsets="results/trade/year_offsets.csv",
        field_study="results/trade/field_study.csv",
        market_share_parts="results/trade/market_share_parts.csv",
        cells="data/processed/printed_cells.csv",
        products="config/trade_products.yaml",
        cluster_register="data/raw/clusters.csv",
    output:
        exhibits="data/processed/trade/exhibits.csv",
        words="data/processed/trade/words.yaml",
        formulas="data/processed/trade/formulas.csv",
    log:
        "logs/trade_exhibits.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=for_flows,
    params:
        updates=TRADE_UPDATE_INPUTS,
        classes=config["trade"]["classes"],
        window=config["trade"]["window"],
        measures=config["trade"]["measures"],
        inference=config["inference"],
    message:
        "Setting the tables of the trade part"
    script:
        "../run_step.py"
