# Everything that was computed -> the site.


rule site:
    input:
        code=code_of("site"),
        assets=expand(
            "workflow/upgrading/present/site/{name}",
            name=["site.css", "site.js"],
        ),
        exhibits=EXHIBIT_CELLS,
        words=EXHIBIT_WORDS,
        captions="config/captions.yaml",
        layouts="config/exhibits.yaml",
        catalogue="data/raw/report/catalogue.yaml",
        formulas="data/processed/formulas.csv",
        clusters="data/processed/clusters.csv",
        indices="data/processed/indices.csv",
        profile_register="data/raw/profiles.csv",
        cells="results/audit/cells.csv",
        claims="results/audit/claims.csv",
        field_study="results/trade/field_study.csv",
        figures=expand("results/figures/{figure}.svg", figure=FIGURES),
    output:
        site=directory("results/report"),
    log:
        "logs/site.log",
    conda:
        ENVIRONMENT
    params:
        edition=config["edition"],
    message:
        "Writing the site"
    script:
        "../scripts/site.py"
