"""Every file that a rule reads or writes, and what stands in it.

A table is `exact` (scores and what follows from them, read as `Fraction`), `measured` (floats; a
colon marks a column that is text, whatever its cells look like) or `flows` of trade. Nothing here
imports pandas: the Snakefile tells every rule the forms of its own files, so that what another file
holds is no reason to run it again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from upgrading.files.form import RAW, Form


def _table(codec: str, columns: str) -> Form:
    listed = columns.split()
    texts = tuple(name.removesuffix(":") for name in listed if name.endswith(":"))
    return Form(codec, tuple(name.removesuffix(":") for name in listed), texts)


def _exact(columns: str) -> Form:
    return _table("files.frames:EXACT", columns)


def _measured(columns: str) -> Form:
    return _table("files.frames:MEASURED", columns)


def _flows(columns: str) -> Form:
    return _table("trade.schema:FLOWS_FILE", columns)


_CELLS: Final = "exhibit line position row row_kind column header printed value shown differs count"
_FORMULAS: Final = "exhibit row column words formula inputs"
_STATES: Final = "file state registered found bytes"
_CLEANING_STEPS: Final = "step: choice: rows_in rows_affected value_usd_affected rows_out"
_CLUSTERS: Final = (
    "cluster_id group industry name country ee_labour_market ee_inputs ee_information "
    "ee_market_access ja_backward ja_forward ja_bilateral ja_multilateral gov_market "
    "gov_network gov_quasi_hierarchy gov_hierarchy up_product up_process up_functional "
    "up_intersectoral"
)
_NAMED_FLOWS: Final = (
    "source file line classification product exporter importer reporter flow year value_usd "
    "quantity quantity_unit net_weight_kg quantity_estimated net_weight_estimated customs "
    "transport supply partner2 aggregate warning outlier code"
)
_WITHOUT_ONE: Final = (
    "without_one_low without_one_low_cluster: without_one_high without_one_high_cluster: "
    "largest_change largest_change_cluster:"
)
_CHOICES: Final = (
    "edition: as_printed: basis: not_available: aggregation: weight: missing_upgrading: chains: "
    "scale: high_from: low_to:"
)
_ASSOCIATION: Final = (
    "upgrading: index: scope: clusters tau_b tau_b_low tau_b_high tau_b_interval: gamma "
    "gamma_low gamma_high gamma_interval: somers_d somers_d_low somers_d_high "
    "somers_d_interval: rho rho_low rho_high rho_interval: resamples_dropped p rho_p exact "
    "arrangements family: adjustment: p_adjusted without_one_low without_one_low_cluster: "
    "without_one_high without_one_high_cluster: note:"
)

_PROFILES: Final = (
    "profile_id cluster_id product created firms additional_firms production_2002 "
    "production_1995 exports_2002 exports_1996 direct_jobs indirect_jobs jobs_counted_with "
    "exports_exceed_production note"
)
_STAGES: Final = "stage from_year to_year tonnes_start tonnes_end price_low price_high"
_PRINTED_CELLS: Final = "exhibit line position row row_kind column header printed"
_NUMBERS: Final = "exhibit row column value shown"
_BASELINE: Final = {
    "claims": "claim_id basis verdict verdict_corrected",
    "degrees": "cluster_id ce_degree",
    "figures": "figure sha256",
    "numbers": _NUMBERS,
    "program": "sha256",
    "relations": "relation word word_corrected",
    "sets": "set word word_corrected",
    "verdicts": "exhibit row column verdict",
    "inputs/choices": "key value",
    "inputs/clusters_corrected": _CLUSTERS,
    "inputs/clusters_printed": _CLUSTERS,
    "inputs/printed_cells": _PRINTED_CELLS,
    "inputs/products": "product field value",
    "inputs/profiles": _PROFILES,
    "inputs/relations": "relation field value",
    "inputs/salmon_stages": _STAGES,
    "inputs/trade_totals": (
        "source exporter product year value_usd value_with_quantity quantity quantity_unit flow "
        "estimated_usd left_out warnings"
    ),
}
_FAULTS: Final = _table("files.codec:FAULTS", "file line column problem")

FILES: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "data/processed/checks/raw_files.csv": _exact(_STATES),
        "data/processed/checks/trade_files.csv": _exact(_STATES),
        "data/processed/checks/trade_flows.csv": _measured(_CLEANING_STEPS),
        "data/processed/clusters.csv": _exact(_CLUSTERS),
        "data/processed/{edition}/clusters.csv": _exact(_CLUSTERS),
        "data/processed/exhibits.csv": _exact(_CELLS),
        "data/processed/formulas.csv": _exact(_FORMULAS),
        "data/processed/governance_counts.csv": _exact(
            "group clusters described gov_market gov_network gov_quasi_hierarchy gov_hierarchy "
            "several"
        ),
        "data/processed/group_averages.csv": _exact("group variable sum count mean"),
        "data/processed/indices.csv": _exact("cluster_id eei jai ce_index ce_degree"),
        "data/processed/inference/exhibits.csv": _exact(_CELLS),
        "data/processed/inference/formulas.csv": _exact(_FORMULAS),
        "data/processed/inference/models_exhibits.csv": _exact(_CELLS),
        "data/processed/inference/models_formulas.csv": _exact(_FORMULAS),
        "data/processed/overview/exhibits.csv": _exact(_CELLS),
        "data/processed/overview/formulas.csv": _exact(_FORMULAS),
        "data/processed/printed_cells.csv": _exact(_PRINTED_CELLS),
        "data/processed/profiles.csv": _exact(_PROFILES),
        "data/processed/salmon_stages.csv": _exact(_STAGES),
        "data/processed/second_sources.csv": _measured(
            "source: area: product: year element: value unit: status: amount file: line"
        ),
        "data/processed/second_sources/exhibits.csv": _exact(_CELLS),
        "data/processed/second_sources/formulas.csv": _exact(_FORMULAS),
        "data/processed/trade/accounts/{file}.csv": _measured(_CLEANING_STEPS),
        "data/processed/trade/all_goods.csv": _flows(_NAMED_FLOWS),
        "data/processed/trade/exhibits.csv": _exact(_CELLS),
        "data/processed/trade/flows.csv": _flows(_NAMED_FLOWS),
        "data/processed/trade/flows/{file}.csv": _flows(
            "source file line classification product exporter importer reporter flow year "
            "value_usd quantity quantity_unit net_weight_kg quantity_estimated "
            "net_weight_estimated customs "
            "transport supply partner2 aggregate warning"
        ),
        "data/processed/trade/formulas.csv": _exact(_FORMULAS),
        "data/processed/updates.csv": _exact("cluster_id column printed value source file"),
        "data/processed/upgrading_by_degree.csv": _exact(
            "group ce_degree upgrading sum count mean"
        ),
        "results/audit/cells.csv": _exact(
            "exhibit row column printed computed kind verdict convention explanation"
        ),
        "results/audit/claim_numbers.csv": _exact(
            "claim_id edition reading before shown after value cells"
        ),
        "results/audit/claims.csv": _exact(
            "claim_id location claim verdict evidence basis tier relation n fragility turned_by "
            "literal verdict_corrected evidence_corrected repeats conflicts_with"
        ),
        "results/audit/conventions.csv": _exact("exhibit part convention telling fitting"),
        "data/processed/audit/hypotheses.csv": _exact(
            "erratum class root cells count evidence alternatives consequences rank believed"
        ),
        "results/audit/errata.csv": _exact(
            "erratum class root cells count evidence alternatives consequences rank believed"
        ),
        "results/changes.csv": _exact(
            "kind exhibit row column change old new difference old_shown new_shown shown_changes "
            "macro effect cause cause_old cause_new share"
        ),
        "benchmarks/words_by_chance.csv": _measured(
            "scenario: statement: statements data_sets tau_b supported leaning open "
            "leaning_against contradicted any_supported"
        ),
        "results/inference/association.csv": _measured(_ASSOCIATION),
        "results/inference/association_{edition}.csv": _measured(_ASSOCIATION),
        "results/inference/between_groups.csv": _measured(
            "outcome: groups clusters statistic epsilon_squared p exact arrangements note:"
        ),
        "results/inference/choices.csv": _measured(
            "relation: choice: explained level: baseline specifications estimable median change "
            "share_asserted"
        ),
        "results/inference/coefficients.csv": _measured(
            "outcome: estimator: specification term: coefficient standard_error low high p "
            "odds_ratio odds_ratio_low odds_ratio_high proportional_odds_p note: "
            "permutation_p permutation_exact arrangements"
        ),
        "results/inference/correlations.csv": _measured("x: y: scope: clusters tau_b"),
        "results/inference/degrees.csv": _measured(
            "upgrading: scope: clusters low medium high kruskal_wallis degrees_of_freedom "
            "kruskal_wallis_p_large kruskal_wallis_p jonckheere_terpstra jonckheere_terpstra_z "
            "jonckheere_terpstra_p_large jonckheere_terpstra_p exact arrangements note:"
        ),
        "results/inference/group_differences.csv": _measured(
            "outcome: group: other_group: clusters other_clusters mean other_mean difference low "
            "high p p_holm note:"
        ),
        "results/inference/models.csv": _measured(
            "outcome: estimator: specification indices: sector_effects governance fitted clusters "
            "left_out: separated_sectors: separation: categories: log_likelihood r_squared "
            "convergence: proportional_odds_statistic proportional_odds_df proportional_odds_p "
            "proportional_odds_splits: proportional_odds_simulated permutation_p permutation_exact "
            "arrangements"
        ),
        "results/inference/multiverse.csv": _measured(
            "relation: location: statement: groups: x: y: sign: clusters combinations "
            "specifications not_estimable baseline median lower_quartile upper_quartile lowest "
            "highest share_positive share_negative share_asserted share_significant mean_z "
            "p_median p_share p_z permutations"
        ),
        "results/inference/paired.csv": _measured(
            "group: clusters external_economies_higher equal joint_action_higher mean_eei mean_jai "
            "difference low high confidence p p_one_sided note:"
        ),
        "results/inference/reliability.csv": _measured(
            "index: group: components clusters deletion: alpha note:"
        ),
        "results/inference/relations_{edition}.csv": _measured(
            "relation: sign: direction: clusters least_side tau_b p p_error exact p_adjusted "
            "p_adjusted_error draws p_in_set needed least_p possible "
            f"{_WITHOUT_ONE} share word: note:"
        ),
        "results/inference/sets_{edition}.csv": _measured(
            "set: step within: members clusters tau_b p p_error p_adjusted p_adjusted_error draws "
            f"needed {_WITHOUT_ONE} share reached word: note:"
        ),
        "results/inference/set_specifications.csv": _measured(
            f"set: specification baseline {_CHOICES} combinations members clusters effect"
        ),
        "results/inference/specifications.csv": _measured(
            f"relation: specification baseline {_CHOICES} combinations clusters effect p"
        ),
        "results/inference/survives.csv": _measured(
            "relation: location: statement: groups: x: y: sign: explanation: scope: direction: "
            "clusters tau_b p_within exact p_adjusted p_adjusted_error draws p_in_set needed "
            "possible without_one_low without_one_low_cluster: without_one_high "
            "without_one_high_cluster: share specifications not_estimable median share_asserted "
            "p_joint matters_most: matters_explained verdict: "
            "verdict_printed: verdict_corrected: note:"
        ),
        "results/inference/what_if.csv": _measured(
            "edition: not_available: weight: high_from: low_to: kind: name: word: undecided"
        ),
        "results/data_dictionary.csv": _measured("file: column: type: unit: meaning: empty:"),
        "results/numbers.csv": _exact(_NUMBERS),
        "results/trade/advantage.csv": _measured(
            "source: exporter: product: year rca symmetric_rca basis:"
        ),
        "results/trade/cleaning.csv": _measured(_CLEANING_STEPS),
        "results/trade/field_study.csv": _measured(
            "product: cluster_id: exporter: source: base end share_change "
            "relative_unit_value_change class: robustness: up_product agreement:"
        ),
        "results/trade/intra_industry.csv": _measured(
            "source: country: partner: product: year exports imports export_unit_value "
            "import_unit_value unit_value_ratio grubel_lloyd ghm_type: trade_type: quality_range:"
        ),
        "results/trade/intra_industry_totals.csv": _measured(
            "source: country: year grubel_lloyd horizontal vertical_high vertical_low unknown "
            "bilateral_trade_usd one_way two_way_horizontal two_way_vertical_up "
            "two_way_vertical_down two_way_unknown"
        ),
        "results/trade/market_share_parts.csv": _measured(
            "source: exporter: base end exporters: products: base_usd end_usd change_usd "
            "world_growth composition competitiveness at_base interaction"
        ),
        "results/trade/mirror.csv": _measured(
            "source: exporter: importer: product: year reported_usd mirror_usd mirror_ratio "
            "reported_unit_value mirror_unit_value mirror_unit_value_ratio"
        ),
        "results/trade/printed_years.csv": _measured(
            "source: row: column: printed: printed_year year value_usd_mill difference_usd_mill "
            "fits_as_printed fits_as_meant"
        ),
        "results/trade/quality_ranges.csv": _measured(
            "source: exporter: product: year relative_unit_value quality_range:"
        ),
        "results/trade/robustness.csv": _measured(
            "source: exporter: product: base end years tolerance comparator: share_change "
            "relative_unit_value_change class:"
        ),
        "results/trade/second_sources.csv": _measured(
            "comparison: label: place: printed: measure: unit: first_year last_year area: "
            "products: decides source: low high years_known relative_difference estimated "
            "assumed_price word: told: formula: lines: note:"
        ),
        "results/trade/second_source_pairs.csv": _measured(
            "pair: second_source: source: element: year second trade relative_difference agrees"
        ),
        "results/trade/second_source_years.csv": _measured(
            "source: kind: measure: unit: area: products: year value estimated assumed_price"
        ),
        "results/trade/table_2_exports.csv": _measured(
            "source: row: column: printed: printed_year decimals_meant exporter: products: "
            "value_usd_mill difference_usd_mill relative_difference verdict: years_that_fit: "
            "nearest_year rank_of_printed_year explanation:"
        ),
        "results/trade/unit_value_indices.csv": _measured(
            "source: exporter: year matched matched_value_share laspeyres paasche fisher tornqvist "
            "laspeyres_chained paasche_chained fisher_chained tornqvist_chained"
        ),
        "results/trade/unit_values.csv": _measured(
            "source: exporter: product: year value_usd quantity quantity_unit: unit_value "
            "world_unit_value relative_unit_value market_share quantity_coverage partners "
            "median_bilateral_unit_value trimmed_bilateral_unit_value market_share_constant "
            "relative_unit_value_constant"
        ),
        "results/trade/upgrading.csv": _measured(
            "source: exporter: product: base end share_change relative_unit_value_change class: "
            "exporters: world: exporters_at_both_ends share_change_constant "
            "relative_unit_value_change_constant class_constant: share_change_all "
            "relative_unit_value_change_all class_all: note: share_change_low share_change_high "
            "relative_unit_value_change_low relative_unit_value_change_high replicates_in_class "
            "resampled:"
        ),
        "results/trade/verdicts.csv": _measured(
            "source: exporter: product: choices verdict: turns_on: sentence: product_upgrading "
            "failed_product_upgrading process_upgrading failed_process_upgrading no_clear_change "
            "no_data"
        ),
        "results/trade/warnings.csv": _measured("source: exporter: product: year warning:"),
        "results/trade/year_offsets.csv": _measured(
            "source: printed_year offset figures fitting median_relative_difference"
        ),
        "results/trade/year_placebos.csv": _measured("source: held_against: fitting cases"),
        "data/processed/checks/trade_faults/{file}.csv": _FAULTS,
        "data/processed/audit/parts.json": Form("parts:FILE"),
        "data/processed/audit/claims_parts.json": Form("parts:FILE"),
        "data/processed/audit/hypotheses_parts.json": Form("parts:FILE"),
        "data/processed/trade/parts.json": Form("parts:FILE"),
        "data/processed/second_sources/words.yaml": Form("files.codec:WORDS"),
        "data/processed/trade/words.yaml": Form("files.codec:WORDS"),
        "data/processed/inference/words.yaml": Form("files.codec:WORDS"),
        "data/processed/inference/models_words.yaml": Form("files.codec:WORDS"),
        "data/processed/overview/words.yaml": Form("files.codec:WORDS"),
        "config/columns.csv": _measured("column: file: type: unit: meaning: empty:"),
        "config/config.yaml": Form("files.codec:WORDS"),
        "config/exhibits.yaml": Form("cases.catalogue:LAYOUTS"),
        "config/relations.yaml": Form("multiverse.relations:FILE"),
        "config/second_sources.yaml": Form("trade.second_entries:FILE"),
        "config/trade_products.yaml": Form("trade.product_entries:FILE"),
        "config/captions.yaml": Form("files.codec:WORDS"),
        "CITATION.cff": Form("files.codec:WORDS"),
        "data/raw/report/catalogue.yaml": Form("cases.catalogue:PRINTED"),
        "results/tables.xlsx": Form("files.codec:BYTES"),
        "results/figures/{figure}.svg": Form("files.codec:BYTES"),
        "results/figures/{figure}.pdf": Form("files.codec:BYTES"),
        "results/figures/{figure}.png": Form("files.codec:BYTES"),
        "results/figures/{figure}.csv": Form("files.codec:TEXT"),
        "results/tables/{table}.csv": Form("files.codec:TEXT"),
        "results/tables/{table}.html": Form("files.codec:TEXT"),
        "results/tables/{table}.tex": Form("files.codec:TEXT"),
        "results/tables.tex": Form("files.codec:TEXT"),
        "results/audit/reproduction_report.md": Form("files.codec:TEXT"),
        "results/changes.md": Form("files.codec:TEXT"),
        "results/numbers.tex": Form("files.codec:TEXT"),
        **{
            f"results/changes/baseline/{name}.csv": _table("files.codec:TEXT", columns)
            for name, columns in _BASELINE.items()
        },
        "results/notebooks/{notebook}.html": Form("files.codec:TEXT"),
        "logs/comtrade_download.csv": _exact("file records sha256"),
    }
)
"""By path; a wildcard as the rules write it."""


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Form], ...]:
    return tuple(
        (re.compile(re.sub(r"\\\{\w+\\\}", "(.+)", re.escape(path))), form)
        for path, form in FILES.items()
        if "{" in path
    )


def form_of(path: str) -> Form:
    """What stands in a file; `path`, relative to the project, may hold wildcards."""
    if path in FILES:
        return FILES[path]
    plain = re.sub(r"\{(\w+),[^{}]*\}", r"{\1}", path)
    return next((form for pattern, form in _patterns() if pattern.fullmatch(plain)), RAW)
