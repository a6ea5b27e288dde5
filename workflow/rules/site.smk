# Everything that was computed -> the workbook, the macros, the site.


rule data_dictionary:
    input:
        columns="config/columns.csv",
        exhibits=EXHIBIT_CELLS,
        drawn=FIGURE_DATA,
    output:
        "results/data_dictionary.csv",
    log:
        "logs/data_dictionary.log",
    conda:
        ENVIRONMENT
    message:
        "Describing every column of every file"
    script:
        "../run_step.py"


rule workbook:
    input:
        exhibits=EXHIBIT_CELLS,
        words=EXHIBIT_WORDS,
        captions="config/captions.yaml",
        catalogue="data/raw/report/catalogue.yaml",
        numbers="results/numbers.csv",
        citation="CITATION.cff",
        register="data/raw/register.csv",
    output:
        workbook="results/tables.xlsx",
        macros="results/numbers.tex",
    log:
        "logs/workbook.log",
    conda:
        ENVIRONMENT
    params:
        edition=config["edition"],
    message:
        "Writing the workbook and the macros for a manuscript"
    script:
        "../run_step.py"


rule report_pdf:
    input:
        template="workflow/templates/paper.typ.jinja",
        citation="CITATION.cff",
        exhibits=EXHIBIT_CELLS,
        words=EXHIBIT_WORDS,
        captions="config/captions.yaml",
        catalogue="data/raw/report/catalogue.yaml",
        figures=expand("results/figures/{figure}.svg", figure=FIGURES),
        cells="results/audit/cells.csv",
        errata="results/audit/errata.csv",
        conventions="results/audit/conventions.csv",
        claims="results/audit/claims.csv",
        parts="data/processed/audit/parts.json",
        claims_parts="data/processed/audit/claims_parts.json",
        clusters="data/processed/clusters.csv",
        profile_register="data/raw/profiles.csv",
        products="config/trade_products.yaml",
    output:
        pdf=report(
            "results/report.pdf",
            category="The working paper",
            caption="../report/document.rst",
        ),
        source="results/report.typ",
    log:
        "logs/report_pdf.log",
    conda:
        ENVIRONMENT
    params:
        edition=config["edition"],
    message:
        "Typesetting the working paper"
    script:
        "../run_step.py"


rule site:
    input:
        assets=expand(
            "workflow/assets/{name}",
            name=[
                *["shell.css", "site.css", "site.js", "what_if.js", "made.js", "folding.js"],
                *["sorting.js", "icon.svg"],
                *["explore.js", "vendor/d3.min.js", "vendor/plot.min.js", "vendor/minisearch.js"],
                *["vendor/study_sans.css", "vendor/study_sans_licence.md"],
                *["vendor/d3_licence.txt", "vendor/plot_licence.txt"],
                "vendor/minisearch_licence.txt",
            ],
        ),
        templates=expand(
            "workflow/templates/{name}.html.jinja",
            name=[
                *["shell", "components", "overview", "about", "tables", "exhibit", "figures"],
                *["clusters", "cluster", "audit", "audit_table", "audit_errata", "claims"],
                *["claims_chapter", "trade", "survives", "what_if", "made", "explore"],
            ],
        ),
        exhibits=EXHIBIT_CELLS,
        words=EXHIBIT_WORDS,
        captions="config/captions.yaml",
        citation="CITATION.cff",
        layouts="config/exhibits.yaml",
        catalogue="data/raw/report/catalogue.yaml",
        profile_register="data/raw/profiles.csv",
        products="config/trade_products.yaml",
        updates="data/processed/updates.csv",
        raw_states=["data/processed/checks/raw_files.csv", "data/processed/checks/trade_files.csv"],
        formulas=FORMULAS,
        clusters="data/processed/clusters.csv",
        printed_clusters="data/processed/printed/clusters.csv",
        corrected_clusters="data/processed/corrected/clusters.csv",
        indices="data/processed/indices.csv",
        cells="results/audit/cells.csv",
        errata="results/audit/errata.csv",
        conventions="results/audit/conventions.csv",
        claims="results/audit/claims.csv",
        parts="data/processed/audit/parts.json",
        claims_parts="data/processed/audit/claims_parts.json",
        survives="results/inference/survives.csv",
        relations_printed="results/inference/relations_printed.csv",
        what_if="results/inference/what_if.csv",
        correlations="results/inference/correlations.csv",
        sets_printed="results/inference/sets_printed.csv",
        sets_corrected="results/inference/sets_corrected.csv",
        chance="benchmarks/words_by_chance.csv",
        field_study="results/trade/field_study.csv",
        cleaning="results/trade/cleaning.csv",
        flows="data/processed/trade/flows.csv",
        figures=expand("results/figures/{figure}.svg", figure=FIGURES),
        pictures=expand("results/figures/{figure}.{form}", figure=FIGURES, form=["pdf", "png"]),
        drawn=FIGURE_DATA,
        tables=expand(
            "results/tables/{table}.{form}", table=ALL_TABLES, form=["csv", "tex", "html"]
        ),
        numbers="results/numbers.csv",
        dictionary="results/data_dictionary.csv",
        macros="results/numbers.tex",
        pdf="results/report.pdf",
        workbook="results/tables.xlsx",
        notebooks=expand("results/notebooks/{notebook}.html", notebook=NOTEBOOKS),
    output:
        site=directory("results/report"),
    log:
        "logs/site.log",
    conda:
        ENVIRONMENT
    resources:
        mem_mb=for_flows,
    params:
        choices=chosen(config),
        trade_updates=TRADE_UPDATE_INPUTS,
        programs=programs_of_figures(),
        rules=described(workflow.rules),
    message:
        "Writing the site"
    script:
        "../run_step.py"
