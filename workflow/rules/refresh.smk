# Present results and inputs against the baseline's -> what changed, and because of which input.

BASELINE_FILES = ["numbers", "sets", "relations", "claims", "degrees", "verdicts"]
BASELINE_FILES += ["figures", "program"]
BASELINE_FILES += [
    f"inputs/{table}"
    for table in [
        "clusters_printed",
        "clusters_corrected",
        "profiles",
        "salmon_stages",
        "printed_cells",
        "trade_totals",
        "products",
        "relations",
        "choices",
    ]
]

# None before the first `make accept`.
BASELINE = expand("baseline/{name}.csv", name=sorted(glob_wildcards("baseline/{name}.csv").name))
PICTURES_BEFORE = expand(
    "baseline/figures/{figure}.svg.gz",
    figure=sorted(glob_wildcards("baseline/figures/{figure}.svg.gz").figure),
)

# What makes numbers and pictures of inputs. The same program, the same numbers: only where it is
# another one than the baseline's are the baseline's inputs computed again.
PROGRAM_STEPS = [
    "changes",
    "audit",
    "claims",
    "degrees",
    "exhibits",
    "numbers",
    "figures",
    "multiverse",
]
PROGRAM_STEPS += [
    "indices",
    "group_tables",
    "association",
    "edition_association",
    "edition_relations",
    "inference_exhibits",
    "models",
]
PROGRAM_STEPS += ["trade_measures", "trade_robustness", "trade_against_report"]
PROGRAM_STEPS += ["second_sources", "trade_exhibits", "trade_figures", "association_figures"]
PROGRAM_STEPS += ["specification_figures", "summary", "hypotheses"]
PROGRAM = sorted(
    {
        *code_of(*PROGRAM_STEPS),
        *CLAIMS_FILES,
        *("config/exhibits.yaml", "config/second_sources.yaml"),
        # held against the study and never varied with it
        *SECOND_SOURCES,
        *SECOND_UPDATES,
        "data/raw/report/catalogue.yaml",
        "requirements.lock",
    }
)

# What has cost time to make, and is not made again in memory for the present inputs.
MADE = [
    "data/processed/audit/hypotheses.csv",
    "data/processed/audit/hypotheses_parts.json",
    "data/processed/trade/parts.json",
    "results/audit/claims.csv",
    "results/inference/association_corrected.csv",
    "results/inference/association_printed.csv",
    "results/inference/choices.csv",
    "results/inference/degrees.csv",
    "results/inference/multiverse.csv",
    "results/inference/relations_corrected.csv",
    "results/inference/relations_printed.csv",
    "results/inference/set_specifications.csv",
    "results/inference/sets_corrected.csv",
    "results/inference/sets_printed.csv",
    "results/inference/survives.csv",
    "results/trade/field_study.csv",
    "results/trade/second_sources.csv",
    "results/trade/table_2_exports.csv",
    "results/trade/unit_values.csv",
    "results/trade/upgrading.csv",
    "results/trade/verdicts.csv",
    "results/trade/warnings.csv",
    "results/trade/year_offsets.csv",
]


rule changes:
    input:
        program=PROGRAM,
        baseline=BASELINE,
        pictures_before=PICTURES_BEFORE,
        numbers="results/numbers.csv",
        indices="data/processed/indices.csv",
        audit="results/audit/cells.csv",
        claims="results/audit/claims.csv",
        sets_printed="results/inference/sets_printed.csv",
        sets_corrected="results/inference/sets_corrected.csv",
        relations_printed="results/inference/relations_printed.csv",
        relations_corrected="results/inference/relations_corrected.csv",
        figures=expand("results/figures/{figure}.svg", figure=FIGURES),
        printed_clusters="data/processed/printed/clusters.csv",
        corrected_clusters="data/processed/corrected/clusters.csv",
        profiles="data/processed/profiles.csv",
        stages="data/processed/salmon_stages.csv",
        cells="data/processed/printed_cells.csv",
        updates="data/processed/updates.csv",
        flows="data/processed/trade/flows.csv",
        series="data/processed/second_sources.csv",
        second="config/second_sources.yaml",
        made=MADE,
        products="config/trade_products.yaml",
        relations="config/relations.yaml",
        claims_files=CLAIMS_FILES,
        cluster_register="data/raw/clusters.csv",
        profile_register="data/raw/profiles.csv",
        exhibits=EXHIBIT_CELLS,
        words=EXHIBIT_WORDS,
        layouts="config/exhibits.yaml",
        catalogue="data/raw/report/catalogue.yaml",
        captions="config/captions.yaml",
    output:
        page="results/changes.md",
        table="results/changes.csv",
        pictures=directory("results/changes/figures"),
        candidate=expand("results/changes/baseline/{name}.csv", name=BASELINE_FILES),
    log:
        "logs/changes.log",
    # beside the site, not after it
    priority: 1
    conda:
        ENVIRONMENT
    threads: 2
    resources:
        mem_mb=for_flows,
    params:
        # all of it: every key of the config is an input that may differ from the baseline's
        config=dict(config),
        rules=resolved(workflow.rules),
    message:
        "Comparing with the baseline"
    script:
        "../run_step.py"
