"""Chapter 3, specialised suppliers: software (Tables 15 and 16)."""

from __future__ import annotations

from collections.abc import Callable

from upgrading.audit.claims.repeats import Repeat
from upgrading.claims.evidence import (
    Condition,
    Evidence,
    country_is,
    decade_of_creation,
    degree_is,
    exceeds,
    in_chain,
    is_,
)
from upgrading.claims.readings import (
    Claim,
    Reading,
    Test,
    against_other_groups,
    all_hold,
    association,
    average,
    calculation,
    compare,
    every,
    few,
    figure_of,
    higher_where,
    most,
    number,
    number_of,
    only,
    printed_in,
    ratio,
    score_of,
    share_of,
    stated,
    total_of,
)
from upgrading.numbers import mean, shown
from upgrading.vocabulary import JOINT_ACTION

GROUP = "specialised_suppliers"
PLACE = "Chapter 3, Specialised suppliers (software)"
ORIGINS = f"{PLACE}, On the origins of clustering"
EXTERNAL = f"{PLACE}, Collective efficiency, External economies"
JOINT = f"{PLACE}, Collective efficiency, Joint action"
CHAINS = f"{PLACE}, Value chains"
UPGRADING = f"{PLACE}, Upgrading"
CONCLUSIONS = f"{PLACE}, Conclusions"

BLUMENAU = "software_blumenau"
AGUASCALIENTES = "software_aguascalientes"
MEXICO_CITY = "software_mexico_city"
GUADALAJARA = "software_guadalajara"
MONTERREY = "software_monterrey"
MEXICAN = (AGUASCALIENTES, MEXICO_CITY, GUADALAJARA, MONTERREY)

PRODUCT, PROCESS, FUNCTIONAL = "up_product", "up_process", "up_functional"
IN_MEXICO = country_is("MEX")


def _above_other_groups(variable: str) -> Test:
    return against_other_groups(lambda name: average(variable, name), ">", GROUP)


def _more_often_than_other_groups(condition: Condition) -> Test:
    return against_other_groups(lambda name: share_of(condition, name), ">", GROUP)


def _most_created_since(decade: int) -> Callable[[Evidence], tuple[bool, str]]:
    def function(evidence: Evidence) -> tuple[bool, str]:
        recent = sum(decade_of_creation(evidence, name) >= decade for name in MEXICAN)
        listed = ", ".join(f"{name} {evidence.by_profile[name]['created']}" for name in MEXICAN)
        return 2 * recent > len(MEXICAN), f"{recent} of {len(MEXICAN)} (Table 2: {listed})"

    return function


def _newer_than_other_studied(evidence: Evidence) -> tuple[bool | None, str]:
    own, _ = mean(decade_of_creation(evidence, name) for name in MEXICAN)
    other, count = mean(
        decade_of_creation(evidence, name) for name in evidence.by_profile if name not in MEXICAN
    )
    if own is None or other is None:
        return None, "no dates"
    return own > other, (
        f"mean decade of creation (Table 2): software {shown(own, 1)}, "
        f"{count} other rows {shown(other, 1)}"
    )


def _annex_names_blumenau(table: str) -> Test:
    def function(evidence: Evidence) -> tuple[bool, str]:
        label = evidence.cells[table, BLUMENAU, "label_1"]
        return "Blumenau" in label, f"{table} prints {label}"

    return calculation(function)


MONTERREY_EXPORTS = ratio(
    figure_of(MONTERREY, "exports_2002"),
    figure_of(MONTERREY, "production_2002"),
    "share of Monterrey's production exported in 2002 (Table 2):",
)


CLAIMS: tuple[Claim, ...] = (
    Repeat(
        "sw-only-software",
        f"{PLACE}, first paragraph",
        "The group holds only software clusters.",
        repeats="sm-group-software",
    ),
    Claim(
        "sw-clients-mainly-local",
        f"{PLACE}, first paragraph; Value chains",
        "Clients are mainly local, and so is the main market.",
        (
            Reading(
                "Monterrey, the one cluster with figures, exports less than half",
                compare(MONTERREY_EXPORTS, "<", number("0.5")),
            ),
        ),
    ),
    Claim(
        "sw-skilled-labour-intensive",
        f"{PLACE}, first paragraph",
        "The sector makes intensive use of highly skilled labour.",
        (
            Reading(
                "the labour market high in most", most(is_("ee_labour_market", "==", 3), GROUP)
            ),
            Reading(
                "a higher mean score of the labour market than in every other group",
                _above_other_groups("ee_labour_market"),
            ),
        ),
    ),
    Claim(
        "sw-near-demand",
        ORIGINS,
        "All software clusters grew from demand, where economic activity is concentrated.",
        (
            Reading(
                "market access at least medium in every cluster",
                every(is_("ee_market_access", ">=", 2), GROUP),
            ),
            Reading(
                "a higher mean score of market access than in every other group",
                _above_other_groups("ee_market_access"),
            ),
        ),
    ),
    Claim(
        "sw-educated-labour",
        ORIGINS,
        "An educated labour force is a basic condition of a software cluster.",
        (
            Reading(
                "the labour market at least medium in every cluster",
                every(is_("ee_labour_market", ">=", 2), GROUP),
            ),
        ),
    ),
    Claim(
        "sw-mexican-places",
        ORIGINS,
        "The Mexican clusters are Mexico City, Monterrey, Guadalajara and Aguascalientes.",
        (Reading("the group's clusters in Mexico", only(MEXICAN, IN_MEXICO, GROUP)),),
    ),
    Claim(
        "sw-brazilian-place",
        ORIGINS,
        "The Brazilian cluster is Blumenau.",
        (
            Reading("as Table 15 names it", _annex_names_blumenau("table_15")),
            Reading("as Table 16 names it", _annex_names_blumenau("table_16")),
            Reading("as Annex Table 7 names it", _annex_names_blumenau("annex_table_7")),
            Reading("as Annex Table 8 names it", _annex_names_blumenau("annex_table_8")),
        ),
    ),
    Claim(
        "sw-spin-offs",
        ORIGINS,
        "Some clusters profited from spin-offs of transnational plants and of a data centre.",
        needs="the origin of the firms of each cluster",
    ),
    Claim(
        "sw-skilled-labour-market",
        f"{EXTERNAL}, first paragraph",
        "Local labour markets generally gather highly skilled people.",
        (
            Reading("high in most clusters", most(is_("ee_labour_market", "==", 3), GROUP)),
            Reading(
                "at least medium in every cluster", every(is_("ee_labour_market", ">=", 2), GROUP)
            ),
        ),
    ),
    Claim(
        "sw-mobility-spreads-knowledge",
        f"{EXTERNAL}, first paragraph",
        "People who move between firms improve access to information.",
        (
            Reading(
                "access to information rises with the specialised labour market",
                association("ee_labour_market", "ee_information", group=GROUP),
            ),
        ),
    ),
    Claim(
        "sw-information-common",
        f"{EXTERNAL}, first paragraph",
        "Access to information is an important external economy of all clusters.",
        (
            Reading(
                "at least medium in every cluster", every(is_("ee_information", ">=", 2), GROUP)
            ),
            Reading("high in every cluster", every(is_("ee_information", "==", 3), GROUP)),
        ),
    ),
    Claim(
        "sw-little-division-of-labour",
        f"{EXTERNAL}, second paragraph",
        "The division of labour is little developed and outsourcing limited.",
        (
            Reading(
                "backward linkages no more than low in every cluster",
                every(is_("ja_backward", "<=", 1), GROUP),
            ),
            Reading(
                "the availability of inputs below medium in every cluster",
                every(is_("ee_inputs", "<", 2), GROUP),
            ),
            Reading(
                "inputs and backward linkages have the lowest means of their kinds",
                all_hold(
                    *(
                        compare(average("ee_inputs", GROUP), "<", average(other, GROUP))
                        for other in ("ee_labour_market", "ee_information", "ee_market_access")
                    ),
                    *(
                        compare(average("ja_backward", GROUP), "<", average(other, GROUP))
                        for other in JOINT_ACTION
                        if other != "ja_backward"
                    ),
                ),
            ),
        ),
    ),
    Claim(
        "sw-blumenau-image",
        f"{EXTERNAL}, second paragraph",
        "Blumenau profits from a name known throughout the country.",
        (
            Reading(
                "market access high",
                compare(score_of(BLUMENAU, "ee_market_access"), "==", number(3)),
            ),
            Reading(
                "market access above the group's mean",
                compare(
                    score_of(BLUMENAU, "ee_market_access"), ">", average("ee_market_access", GROUP)
                ),
            ),
        ),
    ),
    Claim(
        "sw-horizontal-cooperation-common",
        f"{JOINT}, first paragraph",
        "Cooperation between firms is common in all clusters.",
        (
            Reading(
                "bilateral linkages at least medium in every cluster",
                every(is_("ja_bilateral", ">=", 2), GROUP),
            ),
            Reading("a higher mean than in every other group", _above_other_groups("ja_bilateral")),
        ),
    ),
    Claim(
        "sw-institutional-cooperation-most-prevalent",
        f"{JOINT}, first paragraph",
        "Joint action through institutions is the most prevalent cooperation.",
        (
            Reading(
                "multilateral linkages have the highest mean of the joint actions",
                all_hold(
                    *(
                        compare(average("ja_multilateral", GROUP), ">", average(other, GROUP))
                        for other in JOINT_ACTION
                        if other != "ja_multilateral"
                    )
                ),
            ),
            Reading(
                "above bilateral linkages in most clusters",
                most(exceeds("ja_multilateral", "ja_bilateral"), GROUP),
            ),
            Reading(
                "above bilateral linkages in every cluster",
                every(exceeds("ja_multilateral", "ja_bilateral"), GROUP),
            ),
        ),
    ),
    Claim(
        "sw-mexican-associations-active",
        f"{JOINT}, first paragraph",
        "Active business associations promote joint initiatives in the Mexican clusters.",
        (
            Reading(
                "multilateral linkages at least medium in each",
                every(is_("ja_multilateral", ">=", 2), GROUP, IN_MEXICO),
            ),
            Reading(
                "multilateral linkages high in each",
                every(is_("ja_multilateral", "==", 3), GROUP, IN_MEXICO),
            ),
        ),
    ),
    Claim(
        "sw-aguascalientes-association-size",
        f"{JOINT}, second paragraph",
        "The association of Aguascalientes includes 34 enterprises.",
        (
            Reading(
                "no more than the cluster has firms",
                compare(
                    stated(34, "enterprises in the association"),
                    "<=",
                    figure_of(AGUASCALIENTES, "firms"),
                ),
            ),
        ),
    ),
    Claim(
        "sw-aguascalientes-association-active",
        f"{JOINT}, second paragraph",
        "The association of Aguascalientes runs a range of joint activities.",
        (
            Reading(
                "multilateral linkages high",
                compare(score_of(AGUASCALIENTES, "ja_multilateral"), "==", number(3)),
            ),
        ),
    ),
    Claim(
        "sw-associations-certification",
        f"{JOINT}, second paragraph",
        "The associations of Mexico City and Guadalajara work on joint certification.",
        (
            Reading(
                "multilateral linkages high in both",
                all_hold(
                    *(
                        compare(score_of(cluster, "ja_multilateral"), "==", number(3))
                        for cluster in (MEXICO_CITY, GUADALAJARA)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "sw-blumenau-initiatives",
        f"{JOINT}, third and fourth paragraphs",
        "Blumenau has joint training, a joint fair and a successful incubator.",
        (
            Reading(
                "multilateral linkages high",
                compare(score_of(BLUMENAU, "ja_multilateral"), "==", number(3)),
            ),
            Reading(
                "the highest joint action of the group",
                all_hold(
                    *(
                        compare(score_of(BLUMENAU, "jai"), ">", score_of(other, "jai"))
                        for other in MEXICAN
                    )
                ),
            ),
        ),
    ),
    Claim(
        "sw-universities-strong",
        f"{JOINT}, fifth paragraph",
        "In all clusters firms and universities work together very closely.",
        (
            Reading(
                "multilateral linkages high in every cluster",
                every(is_("ja_multilateral", "==", 3), GROUP),
            ),
            Reading(
                "multilateral linkages at least medium in every cluster",
                every(is_("ja_multilateral", ">=", 2), GROUP),
            ),
        ),
    ),
    Claim(
        "sw-people-carry-knowledge",
        f"{JOINT}, fifth paragraph",
        "In all clusters people move between firms and universities and carry much knowledge.",
        (
            Reading(
                "access to information at least medium in every cluster",
                every(is_("ee_information", ">=", 2), GROUP),
            ),
            Reading(
                "access to information high in every cluster",
                every(is_("ee_information", "==", 3), GROUP),
            ),
        ),
    ),
    Claim(
        "sw-collective-institutions-high",
        f"{JOINT}, on Table 15",
        "Joint action through collective institutions is surprisingly strong.",
        (
            Reading(
                "multilateral linkages high in most clusters",
                most(is_("ja_multilateral", "==", 3), GROUP),
            ),
            Reading(
                "a higher mean than in every other group",
                _above_other_groups("ja_multilateral"),
            ),
        ),
    ),
    Claim(
        "sw-clusters-recent",
        f"{JOINT}, on Table 15",
        "Most of the software clusters are quite recent.",
        (
            Reading(
                "most of those in Table 2 date from the 1990s or later",
                calculation(_most_created_since(1990)),
            ),
            Reading(
                "most of those in Table 2 date from the 1980s or later",
                calculation(_most_created_since(1980)),
            ),
            Reading(
                "on average newer than the other rows of Table 2",
                calculation(_newer_than_other_studied),
            ),
        ),
    ),
    Claim(
        "sw-relations-market-network",
        f"{CHAINS}, first paragraph",
        "Relations with clients are mainly of the market and network kind.",
        (
            Reading(
                "most clusters in market or network chains",
                most(in_chain("gov_market") | in_chain("gov_network"), GROUP),
            ),
        ),
    ),
    Claim(
        "sw-networks-help-product",
        f"{CHAINS}, first paragraph; Upgrading, first paragraph; Conclusions",
        "Network relations with users are important for product upgrading.",
        (
            Reading(
                "product upgrading rises with network chains",
                association("gov_network", PRODUCT, group=GROUP),
            ),
            Reading(
                "product upgrading higher in network chains",
                higher_where(PRODUCT, in_chain("gov_network"), GROUP),
            ),
        ),
    ),
    Claim(
        "sw-few-quasi-hierarchies",
        f"{CHAINS}, second paragraph",
        "Very few Mexican firms are in global quasi-hierarchies.",
        (
            Reading(
                "less than half of the clusters, but some",
                few(in_chain("gov_quasi_hierarchy", "global"), GROUP),
            ),
            Reading(
                "none in most clusters", most(~in_chain("gov_quasi_hierarchy", "global"), GROUP)
            ),
        ),
    ),
    Claim(
        "sw-softtek-employees",
        f"{CHAINS}, second paragraph",
        "Softtek, with offices in Monterrey, Mexico City and abroad, has 2,000 employees.",
        (
            Reading(
                "fewer than the direct jobs of the two clusters together",
                compare(
                    stated(2000, "employees of Softtek"),
                    "<",
                    total_of(
                        (
                            figure_of(MONTERREY, "direct_jobs"),
                            figure_of(MEXICO_CITY, "direct_jobs"),
                        ),
                        "direct jobs of Monterrey and Mexico City (Table 2):",
                    ),
                ),
            ),
        ),
    ),
    Claim(
        "sw-product-process-high",
        f"{UPGRADING}, first paragraph",
        "Product and process upgrading are generally high in all clusters.",
        (
            Reading("product upgrading high in every cluster", every(is_(PRODUCT, "==", 3), GROUP)),
            Reading("process upgrading high in every cluster", every(is_(PROCESS, "==", 3), GROUP)),
        ),
    ),
    Claim(
        "sw-product-steps",
        f"{UPGRADING}, first to third paragraphs",
        "The oldest firms moved from data processing to packages, and a few to standard systems.",
        needs="sales of the firms of each cluster by type of product, over time",
    ),
    Claim(
        "sw-blumenau-full-systems",
        f"{UPGRADING}, second paragraph",
        "Firms of Blumenau upgrade their products by offering full systems.",
        (
            Reading(
                "product upgrading at least medium",
                compare(score_of(BLUMENAU, PRODUCT), ">=", number(2)),
            ),
        ),
    ),
    Claim(
        "sw-efficiency-helps-product",
        f"{UPGRADING}, fourth paragraph",
        "In all clusters collective efficiency furthers product upgrading.",
        (
            Reading(
                "product upgrading rises with the index",
                association("ce_index", PRODUCT, group=GROUP),
            ),
        ),
    ),
    Claim(
        "sw-information-and-mobility-help-product",
        f"{UPGRADING}, fourth paragraph",
        "Exchange of information and mobile skilled people further product upgrading.",
        (
            Reading(
                "product upgrading rises with access to information",
                association("ee_information", PRODUCT, group=GROUP),
            ),
            Reading(
                "product upgrading rises with the specialised labour market",
                association("ee_labour_market", PRODUCT, group=GROUP),
            ),
        ),
    ),
    Claim(
        "sw-initiatives-help-information",
        f"{UPGRADING}, fourth paragraph",
        "Collective initiatives improve access to information and to skilled people.",
        (
            Reading(
                "access to information rises with multilateral linkages",
                association("ja_multilateral", "ee_information", group=GROUP),
            ),
            Reading(
                "the specialised labour market rises with multilateral linkages",
                association("ja_multilateral", "ee_labour_market", group=GROUP),
            ),
        ),
    ),
    Claim(
        "sw-initiatives-help-process",
        f"{UPGRADING}, after Table 16",
        "Joint certification and ties with universities further process upgrading.",
        (
            Reading(
                "process upgrading rises with multilateral linkages",
                association("ja_multilateral", PROCESS, group=GROUP),
            ),
        ),
    ),
    Claim(
        "sw-functional-more-common",
        f"{UPGRADING}, last paragraph; Conclusions",
        "Functional upgrading is more common in software than in the other sector groups.",
        (
            Reading("a higher mean than in every other group", _above_other_groups(FUNCTIONAL)),
            Reading(
                "above zero in a larger share of clusters than in every other group",
                _more_often_than_other_groups(is_(FUNCTIONAL, ">", 0)),
            ),
            Reading(
                "at least medium in a larger share of clusters than in every other group",
                _more_often_than_other_groups(is_(FUNCTIONAL, ">=", 2)),
            ),
            Reading(
                "the highest mean that Table 19 prints",
                against_other_groups(
                    lambda name: printed_in("table_19", name, FUNCTIONAL), ">", GROUP
                ),
            ),
        ),
    ),
    Claim(
        "sw-marketing-in-all",
        f"{UPGRADING}, last paragraph",
        "In every cluster some firms work at their marketing.",
        (
            Reading(
                "functional upgrading at least low in every cluster",
                every(is_(FUNCTIONAL, ">=", 1), GROUP),
            ),
        ),
    ),
    Claim(
        "sw-initiatives-help-functional",
        f"{UPGRADING}, last paragraph",
        "Collective initiatives help small firms invest in functional upgrading.",
        (
            Reading(
                "functional upgrading rises with multilateral linkages",
                association("ja_multilateral", FUNCTIONAL, group=GROUP),
            ),
        ),
    ),
    Claim(
        "sw-conclusion-product-process-in-all",
        CONCLUSIONS,
        "All clusters have improved products and processes step by step.",
        (
            Reading(
                "product and process upgrading above zero in every cluster",
                every(is_(PRODUCT, ">", 0) & is_(PROCESS, ">", 0), GROUP),
            ),
        ),
    ),
    Claim(
        "sw-conclusion-efficiency-explains-upgrading",
        CONCLUSIONS,
        "Collective efficiency is important in explaining why software firms upgrade.",
        tuple(
            Reading(f"{label} rises with the index", association("ce_index", variable, group=GROUP))
            for variable, label in (
                ("up_sum", "the sum of upgrading"),
                (PRODUCT, "product upgrading"),
                (PROCESS, "process upgrading"),
                (FUNCTIONAL, "functional upgrading"),
            )
        ),
    ),
    Claim(
        "sw-conclusion-efficiency-high",
        CONCLUSIONS,
        "The level of collective efficiency is high.",
        (
            Reading(
                "a mean index in the high range",
                compare(average("ce_index", GROUP), ">=", number("9.5")),
            ),
            Reading("a high degree in most clusters", most(degree_is("high"), GROUP)),
            Reading("a high degree in every cluster", every(degree_is("high"), GROUP)),
            Reading(
                "a higher mean index than in every other group", _above_other_groups("ce_index")
            ),
            Reading(
                "no cluster of a low degree",
                compare(number_of(degree_is("low"), GROUP), "==", number(0)),
            ),
        ),
    ),
    Claim(
        "sw-conclusion-initiatives-contribute",
        CONCLUSIONS,
        "Joint initiatives of firms, authorities and universities raise collective efficiency.",
        (
            Reading(
                "the index rises with multilateral linkages",
                association("ja_multilateral", "ce_index", group=GROUP),
            ),
            Reading(
                "multilateral linkages have the highest mean of the joint actions",
                all_hold(
                    *(
                        compare(average("ja_multilateral", GROUP), ">", average(other, GROUP))
                        for other in JOINT_ACTION
                        if other != "ja_multilateral"
                    )
                ),
            ),
        ),
    ),
)
