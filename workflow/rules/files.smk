# Names of files that several rules share.

TABLES = [f"table_{number:02}" for number in range(1, 21)] + ["box_2"]
TABLES += [f"annex_table_{number}" for number in range(1, 9)]

PRINTED_TABLES = expand("data/raw/report/{table}.csv", table=TABLES)

# What the report says, and when it holds.
CLAIMS_FILES = claims_files(Path())

# What an author has put there needs no entry in the config.
CLUSTER_UPDATES, TRADE_UPDATES, SECOND_UPDATES = authors_files("data/raw/updates")
TRADE_UPDATE_INPUTS = expand("data/raw/updates/{file}", file=TRADE_UPDATES)
require([*CLUSTER_UPDATES, *TRADE_UPDATE_INPUTS, *SECOND_UPDATES])

# What lies there is read, without an entry in the config.
SECOND_SOURCES = second_sources_in("data/raw/second_sources")

TRADE_FILES = trade_files("data/raw/trade", config["trade"]["files"])
require([*PRINTED_TABLES, *[f"data/raw/trade/{file}" for file in TRADE_FILES]])
BACI_FILES = [file for file in TRADE_FILES if is_baci(Path("data/raw/trade") / file)]
BACI_FILES += [
    f"updates/{file}" for file in TRADE_UPDATES if is_baci(Path("data/raw/updates") / file)
]
# All files of flows, as their flows are named below data/processed/trade/flows.
FLOW_FILES = [*TRADE_FILES, *expand("updates/{file}", file=TRADE_UPDATES)]
CODE_TABLES = expand("data/raw/trade/{file}", file=config["trade"]["code_tables"])
CONCORDANCES = [f"data/raw/trade/{table['file']}" for table in config["trade"]["concordances"]]
STANDARD_UNIT_VALUES = expand(
    "data/raw/trade/{file}", file=filter(None, [config["trade"]["standard_unit_values"]])
)
TRADE_INPUTS = expand("data/raw/trade/{file}", file=TRADE_FILES)
TRADE_INPUTS += CODE_TABLES + CONCORDANCES + STANDARD_UNIT_VALUES
require(TRADE_INPUTS)

OWN_TABLES = own_table_names()
TRADE_TABLES = ["trade_summary", "trade_table_2", "trade_field_study", "trade_market_share_parts"]
TRADE_TABLES += ["trade_second_sources", "trade_second_pairs"]
TRADE_TABLES += [f"trade_{product}" for product in names_in("config/trade_products.yaml")]
MODEL_TABLES = [
    "regression_product",
    "regression_process",
    "regression_functional",
    "regression_intersectoral",
    "group_differences",
    "economies_against_joint_action",
    "reliability",
]
INFERENCE_TABLES = [
    "association_primary",
    "association_exploratory",
    "pooled_within",
    "degrees_tests",
    "sets",
    "referee",
    "survives",
]
OVERVIEW_TABLES = ["overview"]
ALL_TABLES = TABLES + OWN_TABLES + TRADE_TABLES + INFERENCE_TABLES + MODEL_TABLES
ALL_TABLES += OVERVIEW_TABLES

EXHIBIT_CELLS = [
    "data/processed/exhibits.csv",
    "data/processed/trade/exhibits.csv",
    "data/processed/second_sources/exhibits.csv",
    "data/processed/inference/exhibits.csv",
    "data/processed/inference/models_exhibits.csv",
    "data/processed/overview/exhibits.csv",
]
EXHIBIT_WORDS = [
    "data/processed/trade/words.yaml",
    "data/processed/second_sources/words.yaml",
    "data/processed/inference/words.yaml",
    "data/processed/inference/models_words.yaml",
    "data/processed/overview/words.yaml",
]
FORMULAS = [
    "data/processed/formulas.csv",
    "data/processed/trade/formulas.csv",
    "data/processed/second_sources/formulas.csv",
    "data/processed/inference/formulas.csv",
    "data/processed/inference/models_formulas.csv",
    "data/processed/overview/formulas.csv",
]

CASE_FIGURES = figures_in("cases")
TRADE_FIGURES = figures_in("trade")
ASSOCIATION_FIGURES = figures_in("association")
SPECIFICATION_FIGURES = figures_in("specifications")
FIGURES = CASE_FIGURES + TRADE_FIGURES + ASSOCIATION_FIGURES + SPECIFICATION_FIGURES

# What they draw; a diagram has no data.
CASE_DATA = figures_with_data("cases")
TRADE_DATA = figures_with_data("trade")
ASSOCIATION_DATA = figures_with_data("association")
SPECIFICATION_DATA = figures_with_data("specifications")
FIGURE_DATA = expand(
    "results/figures/{figure}.csv",
    figure=CASE_DATA + TRADE_DATA + ASSOCIATION_DATA + SPECIFICATION_DATA,
)

ENVIRONMENT = "../../environment.yml"


def half_of_the_cores(wildcards):
    """Threads of rules that can use several: the other half serves what runs beside them."""
    return max(1, workflow.cores // 2)
