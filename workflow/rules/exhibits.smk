# Processed data -> every table and figure.


rule exhibits:
    input:
        cells="data/processed/printed_cells.csv",
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
        by_degree="data/processed/upgrading_by_degree.csv",
        averages="data/processed/group_averages.csv",
        governance="data/processed/governance_counts.csv",
        profiles="data/processed/profiles.csv",
        stages="data/processed/salmon_stages.csv",
        layouts="config/exhibits.yaml",
    output:
        exhibits="data/processed/exhibits.csv",
        formulas="data/processed/formulas.csv",
    log:
        "logs/exhibits.log",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    params:
        mean_rule=config["averages"]["not_available"],
        rule=config["indices"],
    message:
        "Setting recomputed beside printed figures, table by table"
    script:
        "../run_step.py"


rule numbers:
    input:
        exhibits=EXHIBIT_CELLS,
    output:
        "results/numbers.csv",
    log:
        "logs/numbers.log",
    conda:
        ENVIRONMENT
    message:
        "Listing every number that a table shows"
    script:
        "../run_step.py"


rule tables:
    input:
        exhibits=EXHIBIT_CELLS,
        words=EXHIBIT_WORDS,
        catalogue="data/raw/report/catalogue.yaml",
        captions="config/captions.yaml",
        templates=["workflow/templates/table_alone.html.jinja"],
    output:
        csv=expand("results/tables/{table}.csv", table=ALL_TABLES),
        html=report(
            expand("results/tables/{table}.html", table=TABLES + OWN_TABLES + OVERVIEW_TABLES),
            category="Tables",
            caption="../report/tables.rst",
        ),
        trade_html=report(
            expand("results/tables/{table}.html", table=TRADE_TABLES),
            category="Trade",
            caption="../report/trade.rst",
        ),
        inference_html=report(
            expand("results/tables/{table}.html", table=INFERENCE_TABLES + MODEL_TABLES),
            category="Inference",
            caption="../report/inference.rst",
        ),
        tex=expand("results/tables/{table}.tex", table=ALL_TABLES),
        document="results/tables.tex",
    log:
        "logs/tables.log",
    conda:
        ENVIRONMENT
    message:
        "Writing every table as CSV, HTML and LaTeX"
    script:
        "../run_step.py"


rule figures:
    input:
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
        averages="data/processed/group_averages.csv",
        profiles="data/processed/profiles.csv",
        stages="data/processed/salmon_stages.csv",
        exhibits="data/processed/exhibits.csv",
    output:
        svg=report(
            expand("results/figures/{figure}.svg", figure=CASE_FIGURES),
            category="Figures",
            caption="../report/figures.rst",
        ),
        pdf=expand("results/figures/{figure}.pdf", figure=CASE_FIGURES),
        png=expand("results/figures/{figure}.png", figure=CASE_FIGURES),
        csv=expand("results/figures/{figure}.csv", figure=CASE_DATA),
    log:
        "logs/figures.log",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    threads: half_of_the_cores
    params:
        rule=config["indices"],
    message:
        "Drawing the figures of clusters, indices and upgrading"
    script:
        "../run_step.py"


rule trade_figures:
    input:
        unit_values="results/trade/unit_values.csv",
        upgrading="results/trade/upgrading.csv",
        warnings="results/trade/warnings.csv",
        robustness="results/trade/robustness.csv",
        quality_ranges="results/trade/quality_ranges.csv",
        years="results/trade/printed_years.csv",
        offsets="results/trade/year_offsets.csv",
        exports="results/trade/table_2_exports.csv",
        second="results/trade/second_sources.csv",
        second_years="results/trade/second_source_years.csv",
        products="config/trade_products.yaml",
    output:
        svg=report(
            expand("results/figures/{figure}.svg", figure=TRADE_FIGURES),
            category="Figures",
            caption="../report/figures.rst",
        ),
        pdf=expand("results/figures/{figure}.pdf", figure=TRADE_FIGURES),
        png=expand("results/figures/{figure}.png", figure=TRADE_FIGURES),
        csv=expand("results/figures/{figure}.csv", figure=TRADE_DATA),
    log:
        "logs/trade_figures.log",
    conda:
        ENVIRONMENT
    threads: half_of_the_cores
    params:
        window=config["trade"]["window"],
        classes=config["trade"]["classes"],
        comparator=config["trade"]["measures"]["comparator"],
        intra_industry=config["trade"]["intra_industry"],
    message:
        "Drawing the figures of trade"
    script:
        "../run_step.py"


rule association_figures:
    input:
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
        association="results/inference/association.csv",
    output:
        svg=report(
            expand("results/figures/{figure}.svg", figure=ASSOCIATION_FIGURES),
            category="Figures",
            caption="../report/figures.rst",
        ),
        pdf=expand("results/figures/{figure}.pdf", figure=ASSOCIATION_FIGURES),
        png=expand("results/figures/{figure}.png", figure=ASSOCIATION_FIGURES),
        csv=expand("results/figures/{figure}.csv", figure=ASSOCIATION_DATA),
    log:
        "logs/association_figures.log",
    conda:
        ENVIRONMENT
    threads: half_of_the_cores
    params:
        confidence=config["inference"]["confidence"],
        rule=config["indices"],
    message:
        "Drawing the figures of association"
    script:
        "../run_step.py"


rule specification_figures:
    input:
        specifications="results/inference/specifications.csv",
        curves="results/inference/multiverse.csv",
        choices="results/inference/choices.csv",
        relations="config/relations.yaml",
        clusters="data/processed/clusters.csv",
    output:
        svg=report(
            expand("results/figures/{figure}.svg", figure=SPECIFICATION_FIGURES),
            category="Figures",
            caption="../report/figures.rst",
        ),
        pdf=expand("results/figures/{figure}.pdf", figure=SPECIFICATION_FIGURES),
        png=expand("results/figures/{figure}.png", figure=SPECIFICATION_FIGURES),
        csv=expand("results/figures/{figure}.csv", figure=SPECIFICATION_DATA),
    log:
        "logs/specification_figures.log",
    # on the longest way through the workflow
    priority: 1
    conda:
        ENVIRONMENT
    threads: half_of_the_cores
    params:
        negligible=config["multiverse"]["negligible"],
        relation=config["multiverse"]["shown"],
    message:
        "Drawing what every specification gives"
    script:
        "../run_step.py"
