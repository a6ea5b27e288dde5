"""Chapter 3, complex product systems (Tables 11-14)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from upgrading.audit.claims.repeats import Repeat
from upgrading.audit.claims.shared_readings import leaders_do_not_foster
from upgrading.claims.evidence import (
    VERTICAL_PREVAILS,
    Evidence,
    chosen,
    degree_is,
    exceeds,
    in_any_chain,
    in_chain,
    in_led_chain,
    industry_is,
    is_,
    named,
    other_groups,
)
from upgrading.claims.readings import (
    Claim,
    Quantity,
    Reading,
    Test,
    against_other_groups,
    all_hold,
    association,
    average,
    compare,
    difference,
    every,
    few,
    figure_of,
    highest_besides,
    lowest_besides,
    most,
    negated,
    none,
    number,
    number_of,
    only,
    printed_in,
    printed_rises_with_degree,
    ratio,
    rises_with_degree,
    score_of,
    share_of,
    total_of,
)
from upgrading.numbers import mean, rounded
from upgrading.vocabulary import EXTERNAL_ECONOMIES, GOVERNANCE, SECTOR_GROUPS

GROUP = "complex_product_systems"
OTHER_GROUPS = other_groups(GROUP)
PLACE = "Chapter 3, Complex product systems"
EXTERNAL = f"{PLACE}, Collective efficiency, external economies"
JOINT = f"{PLACE}, Collective efficiency, joint actions"
INDEX = f"{PLACE}, Collective efficiency, summary index"
VERTICAL = f"{PLACE}, Collective efficiency, vertical and horizontal linkages"
UPGRADED = f"{PLACE}, Upgrading"
CHAINS = f"{PLACE}, Value chains (metalworking in Espírito Santo)"
CONCLUSIONS = f"{PLACE}, Conclusions"

AERONAUTICS = "aeronautics_sao_jose_dos_campos"
NOVA_SERRANA = "automotive_nova_serrana"
JUAREZ = "automotive_juarez"
METALWORKING = "metalworking_espirito_santo"
JALISCO = "electronics_jalisco"
BAJA_CALIFORNIA = "audiovisual_baja_california"
COSTA_RICA = "ict_san_jose"
CAMPINAS = "high_tech_campinas"

ELECTRONICS = (JALISCO, BAJA_CALIFORNIA, COSTA_RICA)
BRAZILIAN_LEADERS = (AERONAUTICS, METALWORKING)

LOW, MEDIUM, HIGH = number(1), number(2), number(3)


METALWORKING_CLUSTER = industry_is("Metalworking")
LED = named("a hierarchy or quasi-hierarchy", in_led_chain())
LED_FROM_ABROAD = named("a global hierarchy or quasi-hierarchy", in_led_chain("global"))
IN_A_GLOBAL_CHAIN = in_any_chain("global")
NOT_GLOBAL = named("no global chain", ~IN_A_GLOBAL_CHAIN)
QUASI_HIERARCHY = in_chain("gov_quasi_hierarchy")

_all = partial(all_hold, joined_by=", ")


def _mean_of(*variables: str, groups: str | tuple[str, ...] = GROUP) -> Quantity:
    """Sum of the means of several scores."""
    place = SECTOR_GROUPS[groups].lower() if isinstance(groups, str) else "the other groups"
    return total_of(
        [average(variable, groups) for variable in variables],
        f"mean {' + '.join(variables)}, {place}:",
    )


def _printed_sum(exhibit: str, row: str, columns: tuple[str, ...]) -> Quantity:
    return total_of(
        [printed_in(exhibit, row, column) for column in columns],
        f"printed {' + '.join(columns)} of {row} in {exhibit}:",
    )


def _printed_mean(evidence: Evidence, variable: str) -> Fraction | None:
    rows = [
        row["cluster_id"]
        for row in chosen(evidence, GROUP)
        if ("table_11", row["cluster_id"], variable) in evidence.cells
    ]
    return mean([printed_in("table_11", row, variable).value(evidence) for row in rows])[0]


def _printed_average(variable: str) -> Quantity:
    def value(evidence: Evidence) -> Fraction | None:
        centre = _printed_mean(evidence, variable)
        return None if centre is None else rounded(centre, 2)

    return Quantity(f"mean of the printed {variable} of the clusters in table_11:", value)


def _gap(cluster: str, variable: str) -> Quantity:
    return difference(
        score_of(cluster, variable),
        average(variable, GROUP),
        f"{variable} of {cluster} less the mean of the group:",
    )


def _printed_gap(cluster: str, variable: str) -> Quantity:
    def value(evidence: Evidence) -> Fraction | None:
        score = printed_in("table_11", cluster, variable).value(evidence)
        centre = _printed_mean(evidence, variable)
        return None if score is None or centre is None else score - centre

    return Quantity(f"printed {variable} of {cluster} less the mean in table_11:", value)


MORE_VERTICAL = named("more vertical than horizontal joint action", VERTICAL_PREVAILS)


def _below_every_other_group(quantity: Callable[[str], Quantity]) -> Test:
    return against_other_groups(quantity, "<", GROUP, joined_by=", ")


EXPORT_SHARE = ratio(
    figure_of(METALWORKING, "exports_2002"),
    figure_of(METALWORKING, "production_2002"),
    f"exports / production of {METALWORKING}, 2002 (Table 2):",
)

CLAIMS: tuple[Claim, ...] = (
    Repeat(
        "cp-anchored-to-a-leader",
        f"{PLACE}, introduction",
        "The local firms usually depend on one assembler or anchor that leads the chain.",
        repeats="sm-complex-products-anchored",
    ),
    Claim(
        "cp-networks-with-first-tier",
        f"{PLACE}, introduction",
        "Assemblers and first-tier suppliers often deal with each other as a network.",
        needs="governance codes for each tier of suppliers",
    ),
    Claim(
        "cp-local-firms-in-lower-tiers",
        f"{PLACE}, introduction",
        "First-tier suppliers are mostly foreign; local firms are second or third-tier suppliers "
        "that add little value and seldom upgrade.",
        needs="ownership, value added and upgrading scores by tier of suppliers",
    ),
    Claim(
        "cp-maquila-of-transnationals",
        f"{PLACE}, introduction",
        "These industries are in Latin America because transnational corporations assemble there.",
        (
            Reading(
                "most clusters are in a global hierarchy or quasi-hierarchy",
                most(LED_FROM_ABROAD, GROUP),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-collaboration",
        f"{PLACE}, introduction",
        "Small firms of the metalworking cluster collaborate with large ones to good effect.",
        (
            Reading(
                "forward linkages are scored high",
                compare(score_of(METALWORKING, "ja_forward"), "==", HIGH),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-high-collective-efficiency",
        f"{PLACE}, introduction",
        "The metalworking cluster has a high level of collective efficiency.",
        (
            Reading(
                "its degree is High",
                every(degree_is("high"), GROUP, METALWORKING_CLUSTER),
            ),
            Reading(
                "its index is above the average of the group",
                compare(score_of(METALWORKING, "ce_index"), ">", average("ce_index", GROUP)),
            ),
            Reading(
                "its index is above the average of all clusters",
                compare(score_of(METALWORKING, "ce_index"), ">", average("ce_index")),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-upgrading-niches",
        f"{PLACE}, introduction",
        "The metalworking cluster upgrades in narrow niches.",
        (
            Reading(
                "product and process upgrading are scored at least medium",
                _all(
                    compare(score_of(METALWORKING, "up_product"), ">=", MEDIUM),
                    compare(score_of(METALWORKING, "up_process"), ">=", MEDIUM),
                ),
            ),
        ),
    ),
    Claim(
        "cp-table-11-averages",
        f"{PLACE}, Table 11",
        "The group averages 9.00 in external economies and 7.36 in joint action.",
        (
            Reading(
                "against the printed indices of its clusters",
                _all(
                    *(
                        compare(
                            printed_in("table_11", "average", index),
                            "==",
                            _printed_average(index),
                        )
                        for index in ("eei", "jai")
                    )
                ),
            ),
            Reading(
                "against Table 17",
                _all(
                    *(
                        compare(
                            printed_in("table_11", "average", index),
                            "==",
                            printed_in("table_17", GROUP, index),
                        )
                        for index in ("eei", "jai")
                    )
                ),
            ),
        ),
    ),
    *(
        Claim(
            f"cp-table-11-{word}-external-economies",
            f"{PLACE}, Table 11, with Annex Table 5",
            f"The cluster of {name} has 10 in external economies.",
            (
                Reading(
                    "its four components add up to that",
                    compare(
                        _printed_sum("annex_table_5", cluster, tuple(EXTERNAL_ECONOMIES)),
                        "==",
                        printed_in("table_11", cluster, "eei"),
                    ),
                ),
            ),
        )
        for word, name, cluster in (
            ("aeronautics", "São José dos Campos", AERONAUTICS),
            ("campinas", "Campinas", CAMPINAS),
        )
    ),
    Claim(
        "cp-external-economies-not-high",
        f"{EXTERNAL}, Table 11",
        "External economies are not high in most of these clusters.",
        (
            Reading("most are below the mark for High (9.5)", most(is_("eei", "<", 9.5), GROUP)),
            Reading(
                "on average, below all clusters together",
                compare(average("eei", GROUP), "<", average("eei")),
            ),
        ),
    ),
    Claim(
        "cp-specialised-labour",
        EXTERNAL,
        "Most of these clusters have a specialised labour market.",
        (Reading("scored at least medium", most(is_("ee_labour_market", ">=", 2), GROUP)),),
    ),
    Claim(
        "cp-inputs-not-local",
        EXTERNAL,
        "Inputs often do not come from the cluster, since corporations source worldwide.",
        (
            Reading("most are scored at most low", most(is_("ee_inputs", "<=", 1), GROUP)),
            Reading(
                "on average, below every other group",
                _below_every_other_group(lambda group: average("ee_inputs", group)),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-inputs-exception",
        EXTERNAL,
        "The metalworking cluster is the exception where inputs are bought on the spot.",
        (
            Reading(
                "it alone is scored at least medium",
                only([METALWORKING], is_("ee_inputs", ">=", 2), GROUP),
            ),
        ),
    ),
    Claim(
        "cp-access-to-some-degree",
        EXTERNAL,
        "Clustering eases access to information and to markets to some degree.",
        (
            Reading(
                "in most clusters neither is absent",
                most(is_("ee_information", ">", 0) & is_("ee_market_access", ">", 0), GROUP),
            ),
            Reading(
                "both lie between low and high on average",
                _all(
                    *(
                        test
                        for variable in ("ee_information", "ee_market_access")
                        for test in (
                            compare(average(variable, GROUP), ">=", LOW),
                            compare(average(variable, GROUP), "<", HIGH),
                        )
                    )
                ),
            ),
        ),
    ),
    Claim(
        "cp-quasi-hierarchy-dominant",
        EXTERNAL,
        "Leaders of quasi-hierarchical chains dominate.",
        (
            Reading("most clusters are in a quasi-hierarchy", most(QUASI_HIERARCHY, GROUP)),
            Reading(
                "it is the most frequent pattern",
                _all(
                    *(
                        compare(
                            number_of(QUASI_HIERARCHY, GROUP),
                            ">",
                            number_of(in_chain(other), GROUP),
                        )
                        for other in GOVERNANCE
                        if other != "gov_quasi_hierarchy"
                    )
                ),
            ),
        ),
    ),
    Claim(
        "cp-access-reflects-leaders",
        EXTERNAL,
        "Access to information and to markets reflects the part played by quasi-hierarchical "
        "leaders.",
        (
            Reading(
                "access to information is better on average where there is a quasi-hierarchy",
                compare(
                    average("ee_information", GROUP, QUASI_HIERARCHY),
                    ">",
                    average("ee_information", GROUP, ~QUASI_HIERARCHY),
                ),
            ),
            Reading(
                "market access is better on average where there is a quasi-hierarchy",
                compare(
                    average("ee_market_access", GROUP, QUASI_HIERARCHY),
                    ">",
                    average("ee_market_access", GROUP, ~QUASI_HIERARCHY),
                ),
            ),
        ),
    ),
    Claim(
        "cp-joint-action-limited",
        JOINT,
        "Joint action is limited, except in aeronautics and metalworking.",
        (
            Reading(
                "they alone reach medium on average (four times 2)",
                only(BRAZILIAN_LEADERS, is_("jai", ">=", 8), GROUP),
            ),
            Reading(
                "all others are at most low on average (four times 1)",
                every(is_("jai", "<=", 4), GROUP, ~industry_is("Aeronautics", "Metalworking")),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-forward-linkages",
        JOINT,
        "Forward linkages with the anchor firms have become much better in metalworking.",
        (
            Reading(
                "by their level alone: scored high",
                compare(score_of(METALWORKING, "ja_forward"), "==", HIGH),
            ),
            Reading(
                "by their level alone: above every other cluster of the group",
                compare(
                    score_of(METALWORKING, "ja_forward"),
                    ">",
                    highest_besides("ja_forward", GROUP, METALWORKING),
                ),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-centre-networking",
        JOINT,
        "The metalworking centre (CDMEC) has been active in linking the firms of the cluster.",
        (
            Reading(
                "joint action through institutions is scored at least medium",
                compare(score_of(METALWORKING, "ja_multilateral"), ">=", MEDIUM),
            ),
            Reading(
                "bilateral joint action is scored at least medium",
                compare(score_of(METALWORKING, "ja_bilateral"), ">=", MEDIUM),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-centre-1988",
        JOINT,
        "The metalworking centre (CDMEC) was founded in 1988.",
        (
            Reading(
                "Table 2 dates the cluster, counted by the centre's members, to the same year",
                compare(printed_in("table_02", METALWORKING, "created"), "==", number(1988)),
            ),
        ),
    ),
    Claim(
        "cp-aeronautics-around-embraer",
        JOINT,
        "The aeronautics cluster has grown around one large firm, Embraer.",
        (
            Reading(
                "the cluster is in a hierarchy or quasi-hierarchy",
                every(LED, GROUP, industry_is("Aeronautics")),
            ),
        ),
    ),
    Claim(
        "cp-aeronautics-cooperation",
        JOINT,
        "Subcontractors in aeronautics cooperate with each other to a fair degree.",
        (
            Reading(
                "bilateral joint action is scored at least medium",
                compare(score_of(AERONAUTICS, "ja_bilateral"), ">=", MEDIUM),
            ),
            Reading(
                "joint action through institutions is scored at least medium",
                compare(score_of(AERONAUTICS, "ja_multilateral"), ">=", MEDIUM),
            ),
        ),
    ),
    Claim(
        "cp-aeronautics-subcontractors-upgrade",
        JOINT,
        "Second and third-tier subcontractors in aeronautics upgrade.",
        (
            Reading(
                "product and process upgrading of the cluster are scored at least medium",
                _all(
                    compare(score_of(AERONAUTICS, "up_product"), ">=", MEDIUM),
                    compare(score_of(AERONAUTICS, "up_process"), ">=", MEDIUM),
                ),
            ),
        ),
    ),
    Claim(
        "cp-lowest-collective-efficiency",
        INDEX,
        "The index of collective efficiency is lower than in the other groups.",
        (
            Reading(
                "recomputed means",
                _below_every_other_group(lambda group: average("ce_index", group)),
            ),
            Reading(
                "means printed in Table 17",
                _below_every_other_group(lambda group: printed_in("table_17", group, "ce_index")),
            ),
        ),
    ),
    Claim(
        "cp-electronics-low-index",
        INDEX,
        "The electronics clusters of Mexico and Costa Rica have a low index.",
        (
            Reading(
                "they alone of the group have a low degree",
                only(ELECTRONICS, degree_is("low"), GROUP),
            ),
        ),
    ),
    Claim(
        "cp-electronics-no-joint-action",
        INDEX,
        "Joint action is almost absent from the electronics clusters of Mexico and Costa Rica.",
        (
            Reading(
                "the components average at most half a point, nearer to absent than to low",
                _all(
                    *(compare(score_of(cluster, "jai"), "<=", number(2)) for cluster in ELECTRONICS)
                ),
            ),
            Reading(
                "the components average less than low",
                _all(
                    *(compare(score_of(cluster, "jai"), "<", number(4)) for cluster in ELECTRONICS)
                ),
            ),
            Reading(
                "the lowest joint action of the group",
                _all(
                    *(
                        compare(
                            score_of(cluster, "jai"),
                            "<",
                            lowest_besides("jai", GROUP, *ELECTRONICS),
                        )
                        for cluster in ELECTRONICS
                    )
                ),
            ),
        ),
    ),
    Claim(
        "cp-electronics-low-for-joint-action",
        INDEX,
        "Want of joint action explains the low index of the electronics clusters.",
        (
            Reading(
                "each falls further behind the group in joint action than in external economies",
                _all(
                    *(
                        compare(_gap(cluster, "jai"), "<", _gap(cluster, "eei"))
                        for cluster in ELECTRONICS
                    )
                ),
            ),
            Reading(
                "the same, by the indices printed in Table 11",
                _all(
                    *(
                        compare(_printed_gap(cluster, "jai"), "<", _printed_gap(cluster, "eei"))
                        for cluster in ELECTRONICS
                    )
                ),
            ),
            Reading(
                "none falls behind the group in external economies",
                _all(
                    *(
                        compare(score_of(cluster, "eei"), ">=", average("eei", GROUP))
                        for cluster in ELECTRONICS
                    )
                ),
            ),
        ),
    ),
    Claim(
        "cp-brazil-higher-index",
        INDEX,
        "Aeronautics and metalworking in Brazil have the higher index.",
        (
            Reading(
                "both are above every other cluster of the group",
                _all(
                    *(
                        compare(
                            score_of(cluster, "ce_index"),
                            ">",
                            highest_besides("ce_index", GROUP, *BRAZILIAN_LEADERS),
                        )
                        for cluster in BRAZILIAN_LEADERS
                    )
                ),
            ),
        ),
    ),
    Claim(
        "cp-brazil-higher-for-joint-action",
        INDEX,
        "Joint action is what raises the index of aeronautics and metalworking.",
        (
            Reading(
                "each is further ahead of the group in joint action than in external economies",
                _all(
                    *(
                        compare(_gap(cluster, "jai"), ">", _gap(cluster, "eei"))
                        for cluster in BRAZILIAN_LEADERS
                    )
                ),
            ),
            Reading(
                "the same, by the indices printed in Table 11",
                _all(
                    *(
                        compare(_printed_gap(cluster, "jai"), ">", _printed_gap(cluster, "eei"))
                        for cluster in BRAZILIAN_LEADERS
                    )
                ),
            ),
        ),
    ),
    Claim(
        "cp-vertical-over-horizontal",
        VERTICAL,
        "There is some vertical cooperation, while horizontal linkages are poor by comparison.",
        (
            Reading(
                "on average",
                compare(
                    _mean_of("ja_backward", "ja_forward"),
                    ">",
                    _mean_of("ja_bilateral", "ja_multilateral"),
                ),
            ),
            Reading("in most clusters", most(MORE_VERTICAL, GROUP)),
            Reading(
                "by the means that Table 18 prints",
                compare(
                    _printed_sum("table_18", GROUP, ("ja_backward", "ja_forward")),
                    ">",
                    _printed_sum("table_18", GROUP, ("ja_bilateral", "ja_multilateral")),
                ),
            ),
        ),
    ),
    Claim(
        "cp-nova-serrana-suppliers",
        f"{VERTICAL} (Nova Serrana)",
        "Fiat has built up a network of local suppliers.",
        (
            Reading(
                "backward linkages are scored at least medium",
                compare(score_of(NOVA_SERRANA, "ja_backward"), ">=", MEDIUM),
            ),
            Reading(
                "the availability of inputs is scored at least medium",
                compare(score_of(NOVA_SERRANA, "ee_inputs"), ">=", MEDIUM),
            ),
        ),
    ),
    Claim(
        "cp-nova-serrana-no-exchange",
        f"{VERTICAL} (Nova Serrana)",
        "Fiat's suppliers do not exchange knowledge and information with each other.",
        (
            Reading(
                "bilateral joint action is absent",
                compare(score_of(NOVA_SERRANA, "ja_bilateral"), "==", number(0)),
            ),
            Reading(
                "bilateral joint action is scored at most low",
                compare(score_of(NOVA_SERRANA, "ja_bilateral"), "<=", LOW),
            ),
        ),
    ),
    Claim(
        "cp-suppliers-tied-to-leader",
        VERTICAL,
        "Suppliers are more commonly tied to the leading firm than to other suppliers.",
        (
            Reading(
                "forward linkages exceed bilateral ones on average",
                compare(average("ja_forward", GROUP), ">", average("ja_bilateral", GROUP)),
            ),
            Reading("and in most clusters", most(exceeds("ja_forward", "ja_bilateral"), GROUP)),
        ),
    ),
    Claim(
        "cp-jalisco-vertical",
        f"{VERTICAL} (Jalisco)",
        "Firms in Jalisco cooperate backward and forward in few cases only.",
        (
            *(
                Reading(
                    f"{direction} linkages are low, but not absent",
                    _all(
                        compare(score_of(JALISCO, variable), ">", number(0)),
                        compare(score_of(JALISCO, variable), "<=", LOW),
                    ),
                )
                for direction, variable in (
                    ("backward", "ja_backward"),
                    ("forward", "ja_forward"),
                )
            ),
        ),
    ),
    Claim(
        "cp-jalisco-horizontal",
        f"{VERTICAL} (Jalisco)",
        "Horizontal cooperation is low in Jalisco as well.",
        (
            Reading(
                "bilateral joint action is scored at most low",
                compare(score_of(JALISCO, "ja_bilateral"), "<=", LOW),
            ),
            Reading(
                "joint action through institutions is scored at most low",
                compare(score_of(JALISCO, "ja_multilateral"), "<=", LOW),
            ),
        ),
    ),
    Claim(
        "cp-costa-rica-vertical",
        f"{VERTICAL} (Costa Rica)",
        "Vertical cooperation with Intel is limited.",
        (
            Reading(
                "backward and forward linkages are scored at most low",
                _all(
                    compare(score_of(COSTA_RICA, "ja_backward"), "<=", LOW),
                    compare(score_of(COSTA_RICA, "ja_forward"), "<=", LOW),
                ),
            ),
        ),
    ),
    Claim(
        "cp-costa-rica-local-suppliers",
        f"{VERTICAL} (Costa Rica)",
        "Links of Intel with local suppliers are very weak.",
        (
            Reading(
                "backward linkages are scored below low",
                compare(score_of(COSTA_RICA, "ja_backward"), "<", LOW),
            ),
            Reading(
                "the availability of inputs is scored at most low",
                compare(score_of(COSTA_RICA, "ee_inputs"), "<=", LOW),
            ),
            Reading(
                "backward linkages are the lowest of the group",
                compare(
                    score_of(COSTA_RICA, "ja_backward"),
                    "<",
                    lowest_besides("ja_backward", GROUP, COSTA_RICA),
                ),
            ),
        ),
    ),
    Claim(
        "cp-costa-rica-imports",
        f"{VERTICAL} (Costa Rica)",
        "Intel imported 85 per cent of its inputs to Costa Rica in 1999.",
        needs="Intel's purchases in Costa Rica by origin, 1999",
    ),
    Claim(
        "cp-process-remarkable",
        f"{UPGRADED}, Table 13",
        "Process upgrading is remarkable.",
        (
            Reading(
                "nearer to high than to medium on average",
                compare(average("up_process", GROUP), ">", number("2.5")),
            ),
            Reading(
                "above the mean of the other groups together",
                compare(average("up_process", GROUP), ">", average("up_process", OTHER_GROUPS)),
            ),
            Reading("scored high in most clusters", most(is_("up_process", "==", 3), GROUP)),
        ),
    ),
    Claim(
        "cp-product-remarkable",
        f"{UPGRADED}, Table 13",
        "Product upgrading is remarkable, too.",
        (
            Reading(
                "at least medium on average", compare(average("up_product", GROUP), ">=", MEDIUM)
            ),
            Reading(
                "above the mean of the other groups together",
                compare(average("up_product", GROUP), ">", average("up_product", OTHER_GROUPS)),
            ),
        ),
    ),
    Claim(
        "cp-product-less-than-process",
        f"{UPGRADED}, Table 13",
        "Product upgrading is less marked than process upgrading.",
        (
            Reading(
                "on average",
                compare(average("up_product", GROUP), "<", average("up_process", GROUP)),
            ),
            Reading(
                "by the averages that Table 13 prints",
                compare(
                    printed_in("table_13", "average", "up_product"),
                    "<",
                    printed_in("table_13", "average", "up_process"),
                ),
            ),
            Reading("in most clusters", most(exceeds("up_process", "up_product"), GROUP)),
            Reading(
                "in no cluster is it more marked", none(exceeds("up_product", "up_process"), GROUP)
            ),
        ),
    ),
    Claim(
        "cp-no-intersectoral",
        f"{UPGRADED}, Table 13",
        "Intersectoral upgrading is totally absent.",
        (
            Reading(
                "no cluster is scored above absent", none(is_("up_intersectoral", ">", 0), GROUP)
            ),
        ),
    ),
    Claim(
        "cp-few-functional",
        f"{UPGRADED}, Table 13",
        "Functional upgrading was achieved in a few clusters only.",
        (
            Reading("scored above absent", few(is_("up_functional", ">", 0), GROUP)),
            Reading("scored at least medium", few(is_("up_functional", ">=", 2), GROUP)),
        ),
    ),
    Claim(
        "cp-juarez-functional",
        f"{UPGRADED} (Juárez)",
        "The automotive cluster of Juárez has upgraded functionally.",
        (
            Reading(
                "scored at least medium",
                compare(score_of(JUAREZ, "up_functional"), ">=", MEDIUM),
            ),
            Reading(
                "no cluster of the group is scored higher",
                compare(
                    score_of(JUAREZ, "up_functional"),
                    ">=",
                    highest_besides("up_functional", GROUP, JUAREZ),
                ),
            ),
        ),
    ),
    Claim(
        "cp-juarez-better-products",
        f"{UPGRADED} (Juárez)",
        "Local suppliers in Juárez have begun to make products of higher value added.",
        (
            Reading(
                "product upgrading is scored high",
                compare(score_of(JUAREZ, "up_product"), "==", HIGH),
            ),
        ),
    ),
    Claim(
        "cp-aeronautics-like-juarez",
        f"{UPGRADED} (São José dos Campos)",
        "Aeronautics has upgraded functionally much as Juárez has.",
        (
            Reading(
                "the same score",
                compare(
                    score_of(AERONAUTICS, "up_functional"), "==", score_of(JUAREZ, "up_functional")
                ),
            ),
        ),
    ),
    Claim(
        "cp-leaders-limited-role",
        f"{UPGRADED}, and Conclusions",
        "Leading firms mostly do little for the upgrading of local firms, which is left to the "
        "market.",
        leaders_do_not_foster(GROUP, "complex products"),
    ),
    Claim(
        "cp-nova-serrana-no-design",
        f"{UPGRADED} (Nova Serrana)",
        "No new design is developed in Nova Serrana; designs are merely adapted.",
        (
            Reading(
                "functional upgrading is absent",
                compare(score_of(NOVA_SERRANA, "up_functional"), "==", number(0)),
            ),
            Reading(
                "functional upgrading is scored at most low",
                compare(score_of(NOVA_SERRANA, "up_functional"), "<=", LOW),
            ),
        ),
    ),
    Claim(
        "cp-baja-california-foreign-suppliers",
        f"{UPGRADED} (Baja California)",
        "In Baja California it is mainly foreign first-tier suppliers that upgrade.",
        needs="upgrading scores by ownership and tier of suppliers",
    ),
    Claim(
        "cp-costa-rica-limited-upgrading",
        f"{UPGRADED} (Costa Rica)",
        "Local firms in Costa Rica have hardly moved to activities of higher value added.",
        (
            Reading(
                "functional upgrading is scored at most low",
                compare(score_of(COSTA_RICA, "up_functional"), "<=", LOW),
            ),
            Reading(
                "the sum of upgrading is below the average of the group",
                compare(score_of(COSTA_RICA, "up_sum"), "<", average("up_sum", GROUP)),
            ),
        ),
    ),
    *(
        Claim(
            f"cp-no-effect-on-{word}-upgrading",
            f"{UPGRADED}, Table 14",
            f"Collective efficiency does not affect {word} upgrading.",
            (
                Reading(
                    "no association with the index, either way",
                    association("ce_index", kind, "none", GROUP),
                ),
                Reading(
                    "no positive association with the index",
                    negated(association("ce_index", kind, "positive", GROUP)),
                ),
                Reading(
                    "means by degree, recomputed, do not rise",
                    negated(rises_with_degree(kind, GROUP)),
                ),
                Reading(
                    "means by degree, as Table 14 prints them, do not rise",
                    negated(printed_rises_with_degree(kind, "table_14")),
                ),
            ),
        )
        for word, kind in (
            ("product", "up_product"),
            ("process", "up_process"),
            ("functional", "up_functional"),
        )
    ),
    Claim(
        "cp-no-effect-on-intersectoral-upgrading",
        f"{UPGRADED}, Table 14",
        "Collective efficiency does not affect intersectoral upgrading.",
        (
            Reading(
                "no association with the index",
                association("ce_index", "up_intersectoral", "none", GROUP),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-anchored",
        CHAINS,
        "The metalworking firms serve large anchor firms.",
        (
            Reading(
                "the cluster is in a quasi-hierarchy",
                every(QUASI_HIERARCHY, GROUP, METALWORKING_CLUSTER),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-atypical",
        CHAINS,
        "The metalworking cluster is not typical of this group.",
        (
            Reading(
                "it alone is in no global chain",
                only([METALWORKING], NOT_GLOBAL, GROUP),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-internal-market",
        CHAINS,
        "The metalworking firms sell at home.",
        (
            Reading(
                "the cluster is in no global chain",
                every(NOT_GLOBAL, GROUP, METALWORKING_CLUSTER),
            ),
            Reading(
                "exports are less than half of production (2002)",
                compare(
                    EXPORT_SHARE,
                    "<",
                    number("0.5"),
                ),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-indirectly-global",
        CHAINS,
        "Indirectly the metalworking firms belong to global chains.",
        (
            Reading(
                "Table 12 has a global chain for the cluster",
                every(IN_A_GLOBAL_CHAIN, GROUP, METALWORKING_CLUSTER),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-remarkable-upgrading",
        CHAINS,
        "The metalworking firms have upgraded remarkably.",
        (
            Reading(
                "process upgrading is scored high",
                compare(score_of(METALWORKING, "up_process"), "==", HIGH),
            ),
            Reading(
                "product upgrading is scored high",
                compare(score_of(METALWORKING, "up_product"), "==", HIGH),
            ),
            Reading(
                "the sum of upgrading is above the average of the group",
                compare(score_of(METALWORKING, "up_sum"), ">", average("up_sum", GROUP)),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-local-purchases",
        CHAINS,
        "The anchor firms bought 1 per cent of what they need locally in the 1980s, 10 per cent in "
        "1990, 35 per cent in 2002.",
        needs="purchases of the anchor firms by origin, 1980s to 2002",
    ),
    Claim(
        "cp-metalworking-competitors",
        CHAINS,
        "The metalworking firms hold their own ever better against those of São Paulo and Minas "
        "Gerais.",
        needs="sales of the cluster's firms and of their competitors by customer and state",
    ),
    Claim(
        "cp-metalworking-customers",
        CHAINS,
        "No customer of a metalworking firm now takes more than 35 per cent of its sales.",
        needs="sales of the cluster's firms by customer (Annex 2 gives only the share of all large "
        "customers together, 60 per cent on average)",
    ),
    Claim(
        "cp-metalworking-centre-broker",
        CHAINS,
        "The metalworking centre (CDMEC) has been an effective broker for the cluster.",
        (
            Reading(
                "joint action through institutions is scored at least medium",
                compare(score_of(METALWORKING, "ja_multilateral"), ">=", MEDIUM),
            ),
            Reading(
                "and above the average of the group",
                compare(
                    score_of(METALWORKING, "ja_multilateral"),
                    ">",
                    average("ja_multilateral", GROUP),
                ),
            ),
        ),
    ),
    Claim(
        "cp-limited-opportunities",
        CONCLUSIONS,
        "Small local firms have limited opportunities to upgrade in these industries.",
        (
            Reading(
                "by whole clusters, less product and process upgrading than in the other groups",
                compare(
                    _mean_of("up_product", "up_process"),
                    "<",
                    _mean_of("up_product", "up_process", groups=OTHER_GROUPS),
                ),
            ),
            Reading(
                "by whole clusters, less functional upgrading than in the other groups",
                compare(
                    average("up_functional", GROUP), "<", average("up_functional", OTHER_GROUPS)
                ),
            ),
            Reading(
                "by whole clusters, product and process upgrading below medium on average",
                _all(
                    compare(average("up_product", GROUP), "<", MEDIUM),
                    compare(average("up_process", GROUP), "<", MEDIUM),
                ),
            ),
        ),
    ),
    Claim(
        "cp-insufficient-collective-efficiency",
        CONCLUSIONS,
        "Collective efficiency is insufficient in these industries.",
        (
            Reading("no cluster has a high degree", none(degree_is("high"), GROUP)),
            Reading(
                "a low degree is more frequent than in the other groups",
                compare(
                    share_of(degree_is("low"), GROUP), ">", share_of(degree_is("low"), OTHER_GROUPS)
                ),
            ),
        ),
    ),
    Claim(
        "cp-no-link",
        CONCLUSIONS,
        "No link between collective efficiency and upgrading has been found in this group.",
        (
            Reading(
                "the sum of upgrading has no association with the index, either way",
                association("ce_index", "up_sum", "none", GROUP),
            ),
            Reading(
                "the sum of upgrading has no positive association with the index",
                negated(association("ce_index", "up_sum", "positive", GROUP)),
            ),
            Reading(
                "the mean sum of upgrading does not rise with the degree",
                negated(rises_with_degree("up_sum", GROUP)),
            ),
        ),
    ),
    Claim(
        "cp-metalworking-success",
        CONCLUSIONS,
        "The metalworking cluster is a case of success.",
        (
            Reading(
                "more upgrading than the average of the group",
                compare(score_of(METALWORKING, "up_sum"), ">", average("up_sum", GROUP)),
            ),
            Reading(
                "production and exports rose from the mid-1990s to 2002",
                _all(
                    compare(
                        figure_of(METALWORKING, "production_2002"),
                        ">",
                        figure_of(METALWORKING, "production_1995"),
                    ),
                    compare(
                        figure_of(METALWORKING, "exports_2002"),
                        ">",
                        figure_of(METALWORKING, "exports_1996"),
                    ),
                ),
            ),
        ),
    ),
)
