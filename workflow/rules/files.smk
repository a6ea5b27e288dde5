# Names of files that several rules share.

TABLES = [f"table_{number:02}" for number in range(1, 21)] + ["box_2"]
TABLES += [f"annex_table_{number}" for number in range(1, 9)]

PRINTED_TABLES = expand("data/raw/report/{table}.csv", table=TABLES)
UPDATES = sorted(glob_wildcards("data/raw/updates/{name}.csv").name)

OWN_TABLES = ["software_by_degree", "governance_by_group"]

FIGURES = [
    "components_heatmap",
    "indices_by_cluster",
    "upgrading_against_index",
    "group_profiles",
    "governance_matrix",
    "exports_and_production",
    "salmon_life_cycle",
    "upgrading_by_degree",
    "diagram_1",
]

ENVIRONMENT = "../../environment.yml"
