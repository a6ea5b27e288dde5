"""Chapter 3, traditional manufacturing (Tables 3-6, Box 1)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from statistics import median
from typing import Any

from upgrading import printed
from upgrading.audit.claims.shared_readings import global_chains_mostly_quasi_hierarchies
from upgrading.claims import trade_readings
from upgrading.claims.evidence import (
    DEGREE_IS,
    VERTICAL_PREVAILS,
    Condition,
    Evidence,
    chains,
    chosen,
    cluster_is,
    creation,
    decade_of_creation,
    degree_is,
    exceeds,
    in_any_chain,
    in_chain,
    industry_is,
    is_,
)
from upgrading.claims.readings import (
    Claim,
    Quantity,
    Reading,
    Test,
    against_group,
    all_hold,
    association,
    average,
    calculation,
    compare,
    difference,
    every,
    few,
    figure_of,
    higher_where,
    kendall_tau_b,
    lower_where,
    most,
    negated,
    none,
    number,
    number_of,
    of_trade,
    only,
    printed_in,
    printed_rises_with_degree,
    ratio,
    rises_with_degree,
    score_of,
    share_of,
    share_within,
    stated,
    strength,
)
from upgrading.numbers import mean, shown
from upgrading.trade.classes import DOWNGRADING
from upgrading.vocabulary import DEGREES, GOVERNANCE

GROUP = "traditional_manufacturing"
PLACE = "Chapter 3, Traditional manufacturing"
ORIGINS = f"{PLACE}, On the origins of clustering"
EXTERNAL = f"{PLACE}, Collective efficiency, External economies"
JOINT = f"{PLACE}, Collective efficiency, Joint actions"
CHAINS = f"{PLACE}, Value chains"
UPGRADING = f"{PLACE}, Upgrading"
CONCLUSIONS = f"{PLACE}, Conclusions"

SINOS_VALLEY = "footwear_sinos_valley"
LEON = "footwear_leon"
GUADALAJARA = "footwear_guadalajara"
CHIPILO = "furniture_chipilo"
TORREON = "garments_torreon"
SAO_BENTO = "furniture_sao_bento_do_sul"
ITAJAI = "textiles_itajai"

PRODUCT, PROCESS, FUNCTIONAL = "up_product", "up_process", "up_functional"
KINDS = ((PRODUCT, "product"), (PROCESS, "process"), (FUNCTIONAL, "functional"))

MARKET = in_chain("gov_market")
QUASI_HIERARCHY = in_chain("gov_quasi_hierarchy")
GLOBAL_QUASI_HIERARCHY = in_chain("gov_quasi_hierarchy", "global")

MEXICO = "MEX"
OFFICE = ("furniture_office",)
OTHERS = ("furniture_kitchen", "furniture_bedroom", "furniture_other")
FURNITURE = (*OFFICE, *OTHERS)
"""Products of `config/trade_products.yaml`, after note 14 of the report."""

FURNITURE_TRADE = (
    "export values and quantities of HS 940330, 940340, 940350 and 940360, Mexico and the world, "
    "by year"
)


GLOBAL_CHAIN = in_any_chain("global")


def _chains_by_reach() -> Condition:
    found = [in_chain(pattern, reach) for pattern in GOVERNANCE for reach in ("domestic", "global")]

    def holds(row: Mapping[str, Any]) -> bool | None:
        held = [condition.holds(row) for condition in found]
        return None if None in held else sum(map(bool, held)) > 1

    return Condition("more than one chain, domestic and global ones counted apart", holds)


def _short_of_mean(index: str) -> Quantity:
    """How far Chipilo is below the group's mean."""
    return difference(average(index, GROUP), score_of(CHIPILO, index), f"short of mean {index}:")


def _relative_to_group(cluster: str, variable: str) -> Quantity:
    return ratio(
        score_of(cluster, variable),
        average(variable, GROUP),
        f"{variable} of {cluster} relative to the group's mean:",
    )


def _at_least(variable: str, value: int, *clusters: str) -> Test:
    return every(is_(variable, ">=", value), GROUP, cluster_is(*clusters))


def _age_and_index(evidence: Evidence) -> list[tuple[str, Fraction, Fraction]]:
    """Cluster, decade of creation (of its first row in Table 2) and index."""
    first = {row["cluster_id"]: name for name, row in reversed(evidence.by_profile.items())}
    return [
        (row["cluster_id"], decade_of_creation(evidence, name), index)
        for name, row in evidence.by_profile.items()
        if first[row["cluster_id"]] == name
        and (index := evidence.by_cluster[row["cluster_id"]]["ce_index"]) is not None
    ]


def _older_are_higher(evidence: Evidence) -> tuple[bool | None, str]:
    rows = _age_and_index(evidence)
    tau = kendall_tau_b([decade for _, decade, _ in rows], [index for *_, index in rows])
    if tau is None:
        return None, "no two clusters of Table 2 differ"
    text = f"τ-b = {tau:+.2f}, decade of creation (Table 2) with ce_index, n = {len(rows)}"
    return tau < 0, text.replace("-0.", "−0.")


def _no_young_high(evidence: Evidence) -> tuple[bool, str]:
    young = [(name, index) for name, decade, index in _age_and_index(evidence) if decade >= 1990]
    listed = ", ".join(f"{name} {shown(index, 2, trim=True)}" for name, index in young)
    return (
        all(index < Fraction("9.5") for _, index in young),
        f"ce_index of the clusters of Table 2 created since 1990: {listed}",
    )


def _newer_than_most(evidence: Evidence) -> tuple[bool, str]:
    decades = {name: decade for name, decade, _ in _age_and_index(evidence)}
    own = decades.pop(CHIPILO)
    older = sum(decade < own for decade in decades.values())
    return 2 * older > len(decades), (
        f"of {len(decades)} other clusters {older} date from before the decade of Chipilo (Table 2)"
    )


def _created_since_1983(evidence: Evidence) -> tuple[bool, str]:
    text = evidence.by_profile[CHIPILO]["created"]
    return creation(evidence, CHIPILO)[0] >= 1983, f"created (Table 2): {text}"


def _created_1987(evidence: Evidence) -> tuple[bool, str]:
    text = evidence.by_profile[CHIPILO]["created"]
    return text == "1987", f"created (Table 2): {text}"


def _jobs_per_million(evidence: Evidence) -> dict[str, Fraction]:
    table = evidence.by_profile
    found = {}
    for name, row in table.items():
        outputs = [row["production_2002"]]
        outputs += [
            other["production_2002"]
            for other in table.values()
            if other["jobs_counted_with"] == name
        ]
        if row["direct_jobs"] is not None and None not in outputs:
            found[name] = Fraction(row["direct_jobs"]) / sum(outputs)
    return found


def _above_median_labour(evidence: Evidence) -> tuple[bool, str]:
    jobs = _jobs_per_million(evidence)
    own = jobs.pop(CHIPILO)
    centre = median(jobs.values())
    return own > centre, (
        f"direct jobs per US$ million produced in 2002 (Table 2): Chipilo {shown(own, 0)}, "
        f"median of {len(jobs)} other rows {shown(centre, 0)}"
    )


def _printed_low(exhibit: str) -> Quantity:
    def value(evidence: Evidence) -> Fraction:
        degrees = [
            printed.degree(evidence.cells[exhibit, row["cluster_id"], "ce_degree"])
            for row in chosen(evidence, GROUP)
            if (exhibit, row["cluster_id"], "ce_degree") in evidence.cells
        ]
        return Fraction(degrees.count("low"))

    return Quantity(f"clusters printed Low in {exhibit}:", value)


def _table_6_holds_means(upgrading: str) -> Test:
    def function(evidence: Evidence) -> tuple[bool | None, str]:
        wrong: list[str] = []
        held: list[str] = []
        for degree, label in DEGREES.items():
            text = evidence.cells["table_06", degree, upgrading]
            value = printed.score(text)
            having = chosen(evidence, GROUP, DEGREE_IS[degree])
            right, count = mean(row[upgrading] for row in having)
            if value is None or right is None:
                continue
            agrees = abs(value - right) <= Fraction(1, 2 * 10 ** printed.decimals(text))
            (held if agrees else wrong).append(
                f"{label} printed {text}, computed {shown(right, 2)} ({count})"
            )
        return (not wrong) if held or wrong else None, "; ".join(held + wrong)

    return calculation(function)


def _weaker_than_with_product(evidence: Evidence) -> tuple[bool | None, str]:
    functional, product = (
        strength("ce_index", variable, GROUP).value(evidence) for variable in (FUNCTIONAL, PRODUCT)
    )
    if functional is None or product is None:
        return None, "a constant score"
    text = f"τ-b with ce_index: functional {float(functional):+.2f}, product {float(product):+.2f}"
    return functional < product, text.replace("-0.", "−0.")


JOINT_ACTION_OTHER_THAN_BACKWARD = ("ja_forward", "ja_bilateral", "ja_multilateral")
BACKWARD_STRONGEST_IN_CHIPILO = all_hold(
    *(
        compare(score_of(CHIPILO, "ja_backward"), ">", score_of(CHIPILO, other))
        for other in JOINT_ACTION_OTHER_THAN_BACKWARD
    )
)
OTHER_EXTERNAL_ECONOMIES = ("ee_inputs", "ee_information", "ee_market_access")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "tm-labour-intensive",
        f"{PLACE}, first paragraph",
        "Traditional manufacturing is labour-intensive.",
        (
            Reading(
                "Chipilo, the group's one cluster in Table 2, against the median of the others",
                calculation(_above_median_labour),
            ),
        ),
    ),
    Claim(
        "tm-competition-on-costs",
        f"{PLACE}, first paragraph",
        "The group competes mainly on labour costs, and more and more on design and quality.",
        needs="wages, unit values and unit labour costs of the industries, by year",
    ),
    Claim(
        "tm-clustering-without-efficiency",
        ORIGINS,
        "In many clusters external economies and cooperation stay minimal.",
        (
            Reading(
                "at least a third of the group's clusters have a low degree",
                compare(share_of(degree_is("low"), GROUP), ">=", number("1/3")),
            ),
            Reading(
                "in at least a third both indices average no more than Low",
                compare(
                    share_of(is_("eei", "<=", 4) & is_("jai", "<=", 4), GROUP), ">=", number("1/3")
                ),
            ),
            Reading(
                "in at least a third of all clusters both indices average no more than Low",
                compare(share_of(is_("eei", "<=", 4) & is_("jai", "<=", 4)), ">=", number("1/3")),
            ),
        ),
    ),
    Claim(
        "tm-time-is-necessary",
        ORIGINS,
        "Collective efficiency needs time: it is a necessary condition, though not a sufficient "
        "one.",
        (
            Reading(
                "no cluster of Table 2 created since 1990 has a high degree",
                calculation(_no_young_high),
            ),
            Reading(
                "the older clusters of Table 2 have the higher index",
                calculation(_older_are_higher),
            ),
        ),
    ),
    Claim(
        "tm-chipilo-created-1987",
        ORIGINS,
        "The Chipilo cluster began with a firm set up in 1987.",
        (Reading("the date in Table 2", calculation(_created_1987)),),
    ),
    Claim(
        "tm-segusino-under-20-workers",
        ORIGINS,
        "Segusino started with fewer than 20 workers.",
        (
            Reading(
                "the number in Annex 6 (20)",
                compare(stated(20, "employees in Annex 6"), "<", stated(20, "bound stated here")),
            ),
        ),
    ),
    Claim(
        "tm-chipilo-village",
        ORIGINS,
        "The furniture cluster sits in a village of 5,000 inhabitants.",
        (
            Reading(
                "the inhabitants could fill its direct jobs",
                compare(
                    figure_of(CHIPILO, "direct_jobs"), "<=", stated(5000, "inhabitants of Chipilo")
                ),
            ),
        ),
    ),
    Claim(
        "tm-segusino-export-record",
        ORIGINS,
        "Segusino's exports rose to a record of more than US$30 million in 1998.",
        (
            Reading(
                "the whole cluster exported less in 1996 and in 2002",
                all_hold(
                    compare(
                        figure_of(CHIPILO, "exports_1996"),
                        "<",
                        stated(30, "Segusino in 1998, US$ million"),
                    ),
                    compare(
                        figure_of(CHIPILO, "exports_2002"),
                        "<",
                        stated(30, "Segusino in 1998, US$ million"),
                    ),
                ),
            ),
        ),
    ),
    Claim(
        "tm-segusino-size",
        ORIGINS,
        "At its best Segusino had 1,500 workers and over 100 subcontractors.",
        (
            Reading(
                "no more workers than the cluster has direct jobs",
                compare(
                    stated(1500, "workers of Segusino"), "<=", figure_of(CHIPILO, "direct_jobs")
                ),
            ),
            Reading(
                "no more subcontractors than the cluster has firms",
                compare(
                    stated(100, "subcontractors of Segusino"), "<", figure_of(CHIPILO, "firms")
                ),
            ),
        ),
    ),
    Claim(
        "tm-chipilo-exports-fell",
        ORIGINS,
        "After its boom the Chipilo cluster declined.",
        (
            Reading(
                "exports fell from 1996 to 2002",
                compare(
                    figure_of(CHIPILO, "exports_2002"), "<", figure_of(CHIPILO, "exports_1996")
                ),
            ),
            Reading(
                "production fell from 1995 to 2002",
                compare(
                    figure_of(CHIPILO, "production_2002"),
                    "<",
                    figure_of(CHIPILO, "production_1995"),
                ),
            ),
        ),
    ),
    Claim(
        "tm-segusino-exchange-rate",
        ORIGINS,
        "Devaluation, demand and a niche carried Segusino's exports; their reversal ended them.",
        needs="Mexico's furniture exports to the United States and the real exchange rate, by year",
    ),
    Claim(
        "tm-italian-districts-average-size",
        f"{PLACE}, Box 1",
        "The districts of southern Italy average 8.3 employees per firm.",
        (
            Reading(
                "110,000 persons in 13,000 firms, to one decimal",
                all_hold(
                    compare(stated("110000/13000", "computed"), ">=", number("8.25")),
                    compare(stated("110000/13000", "computed"), "<", number("8.35")),
                ),
            ),
            Reading(
                "105,000 to 115,000 persons in 12,500 to 13,000 firms",
                all_hold(
                    compare(stated("105000/13000", "at least"), "<=", number("8.3")),
                    compare(stated("115000/12500", "at most"), ">=", number("8.3")),
                ),
            ),
        ),
    ),
    Claim(
        "tm-skills-most-widespread",
        f"{EXTERNAL}, first paragraph",
        "Specialised skills are the most widespread external economy of the group.",
        (
            Reading(
                "the highest mean",
                all_hold(
                    *(
                        compare(average("ee_labour_market", GROUP), ">", average(other, GROUP))
                        for other in OTHER_EXTERNAL_ECONOMIES
                    )
                ),
            ),
            Reading(
                "at least medium in the largest share of clusters",
                all_hold(
                    *(
                        compare(
                            share_of(is_("ee_labour_market", ">=", 2), GROUP),
                            ">",
                            share_of(is_(other, ">=", 2), GROUP),
                        )
                        for other in OTHER_EXTERNAL_ECONOMIES
                    )
                ),
            ),
        ),
    ),
    Claim(
        "tm-skills-in-many-clusters",
        f"{EXTERNAL}, first paragraph",
        "Many clusters have a pool of skilled workers.",
        (
            Reading("at least medium in most", most(is_("ee_labour_market", ">=", 2), GROUP)),
            Reading("high in most", most(is_("ee_labour_market", "==", 3), GROUP)),
        ),
    ),
    Claim(
        "tm-skills-make-quality",
        f"{EXTERNAL}, first paragraph",
        "Workers' skills matter much for the quality of products.",
        (
            Reading(
                "product upgrading rises with the specialised labour market",
                association("ee_labour_market", PRODUCT, group=GROUP),
            ),
        ),
    ),
    Claim(
        "tm-rotation-spreads-knowledge",
        f"{EXTERNAL}, first paragraph",
        "Skilled people who change firms spread knowledge within the cluster.",
        (
            Reading(
                "access to information rises with the specialised labour market",
                association("ee_labour_market", "ee_information", group=GROUP),
            ),
        ),
    ),
    Claim(
        "tm-chipilo-skills-rare",
        f"{EXTERNAL}, second paragraph",
        "Chipilo's specialised labour market is poorly developed and skilled workers are rare.",
        (
            Reading(
                "no more than low", compare(score_of(CHIPILO, "ee_labour_market"), "<=", number(1))
            ),
            Reading(
                "below the group's mean", against_group(CHIPILO, "ee_labour_market", "<", GROUP)
            ),
        ),
    ),
    Claim(
        "tm-chipilo-wages",
        f"{EXTERNAL}, second paragraph",
        "In Chipilo wages rose a great deal and labour productivity did not.",
        needs="wages and output per worker in Chipilo, by year",
    ),
    Claim(
        "tm-clustering-brings-inputs",
        f"{EXTERNAL}, third paragraph",
        "Clustering brings about a local supply of inputs and services.",
        (
            Reading("at least low in every cluster", every(is_("ee_inputs", ">=", 1), GROUP)),
            Reading("at least medium in most", most(is_("ee_inputs", ">=", 2), GROUP)),
        ),
    ),
    Claim(
        "tm-inputs-less-common-than-in-italy",
        f"{EXTERNAL}, fourth paragraph",
        "Inputs and services are found locally less often in Latin America than in southern Italy.",
        needs="scores of the clusters of southern Italy on the same scale",
    ),
    Claim(
        "tm-chipilo-inputs-from-leader",
        f"{EXTERNAL}, fourth paragraph",
        "Segusino provided Chipilo's subcontractors with materials, components and credit.",
        (
            Reading(
                "the availability of inputs at least medium",
                compare(score_of(CHIPILO, "ee_inputs"), ">=", number(2)),
            ),
            Reading("above the group's mean", against_group(CHIPILO, "ee_inputs", ">", GROUP)),
        ),
    ),
    Claim(
        "tm-no-local-machinery",
        f"{EXTERNAL}, fourth paragraph",
        "The clusters lack local makers of machinery and import it.",
        needs="the origin of the machinery of each cluster, or imports of machinery by product",
    ),
    Claim(
        "tm-clustering-spreads-information",
        f"{EXTERNAL}, fifth paragraph",
        "Clustering makes know-how and information flow more easily.",
        (
            Reading("at least low in every cluster", every(is_("ee_information", ">=", 1), GROUP)),
            Reading("at least medium in most", most(is_("ee_information", ">=", 2), GROUP)),
        ),
    ),
    Claim(
        "tm-common-origin-spreads-information",
        f"{EXTERNAL}, sixth paragraph",
        "A common origin helps information flow in Chipilo, the Sinos Valley and São Bento do Sul.",
        (
            Reading(
                "access to information at least medium in each",
                _at_least("ee_information", 2, CHIPILO, SINOS_VALLEY, SAO_BENTO),
            ),
            Reading(
                "higher on average than in the rest of the group",
                higher_where("ee_information", cluster_is(CHIPILO, SINOS_VALLEY, SAO_BENTO), GROUP),
            ),
        ),
    ),
    Claim(
        "tm-clustering-eases-market-access",
        f"{EXTERNAL}, last paragraph",
        "Clustering makes it easier to reach markets.",
        (
            Reading(
                "at least low in every cluster", every(is_("ee_market_access", ">=", 1), GROUP)
            ),
            Reading("at least medium in most", most(is_("ee_market_access", ">=", 2), GROUP)),
        ),
    ),
    Claim(
        "tm-sinos-valley-market-access",
        f"{EXTERNAL}, last paragraph",
        "An established cluster with input suppliers drew US importers to the Sinos Valley.",
        (
            Reading(
                "market access and inputs both high",
                all_hold(
                    compare(score_of(SINOS_VALLEY, "ee_market_access"), "==", number(3)),
                    compare(score_of(SINOS_VALLEY, "ee_inputs"), "==", number(3)),
                ),
            ),
            Reading(
                "in a global quasi-hierarchy",
                every(GLOBAL_QUASI_HIERARCHY, GROUP, cluster_is(SINOS_VALLEY)),
            ),
        ),
    ),
    Claim(
        "tm-horizontal-bilateral-undeveloped",
        f"{JOINT}, first paragraph",
        "Bilateral cooperation between firms is little developed.",
        (
            Reading(
                "no more than low on average",
                compare(average("ja_bilateral", GROUP), "<=", number(1)),
            ),
            Reading("at least medium in no cluster", none(is_("ja_bilateral", ">=", 2), GROUP)),
            Reading(
                "the lowest mean of the joint actions",
                all_hold(
                    *(
                        compare(average("ja_bilateral", GROUP), "<", average(other, GROUP))
                        for other in ("ja_backward", "ja_forward", "ja_multilateral")
                    )
                ),
            ),
        ),
    ),
    Claim(
        "tm-chipilo-backward-linkages",
        f"{JOINT}, second paragraph",
        "In Chipilo the leading firm and its subcontractors work together closely.",
        (
            Reading(
                "backward linkages at least medium",
                compare(score_of(CHIPILO, "ja_backward"), ">=", number(2)),
            ),
            Reading("above the group's mean", against_group(CHIPILO, "ja_backward", ">", GROUP)),
            Reading("the cluster's strongest joint action", BACKWARD_STRONGEST_IN_CHIPILO),
        ),
    ),
    Claim(
        "tm-challenges-raised-supplier-cooperation",
        f"{JOINT}, third paragraph",
        "Producers and local suppliers came to cooperate more in the Sinos Valley, Guadalajara, "
        "León and São Bento do Sul.",
        (
            Reading(
                "backward linkages at least medium in each",
                _at_least("ja_backward", 2, SINOS_VALLEY, GUADALAJARA, LEON, SAO_BENTO),
            ),
            Reading(
                "backward linkages higher on average than in the rest of the group",
                higher_where(
                    "ja_backward", cluster_is(SINOS_VALLEY, GUADALAJARA, LEON, SAO_BENTO), GROUP
                ),
            ),
        ),
    ),
    Claim(
        "tm-guadalajara-suppliers",
        f"{JOINT}, third paragraph",
        "In Guadalajara information and the collaboration with suppliers have improved.",
        (
            Reading(
                "access to information at least medium",
                compare(score_of(GUADALAJARA, "ee_information"), ">=", number(2)),
            ),
            Reading(
                "backward linkages at least medium",
                compare(score_of(GUADALAJARA, "ja_backward"), ">=", number(2)),
            ),
        ),
    ),
    Claim(
        "tm-sinos-valley-suppliers",
        f"{JOINT}, third paragraph",
        "In the Sinos Valley competition from China furthered cooperation with suppliers.",
        (
            Reading(
                "backward linkages at least medium",
                compare(score_of(SINOS_VALLEY, "ja_backward"), ">=", number(2)),
            ),
            Reading(
                "above the group's mean", against_group(SINOS_VALLEY, "ja_backward", ">", GROUP)
            ),
        ),
    ),
    Claim(
        "tm-institutions-in-some",
        f"{JOINT}, fourth paragraph",
        "In some clusters institutions were very important for growth.",
        (
            Reading(
                "multilateral linkages at least medium in some",
                compare(number_of(is_("ja_multilateral", ">=", 2), GROUP), ">", number(0)),
            ),
            Reading(
                "multilateral linkages high in some",
                compare(number_of(is_("ja_multilateral", "==", 3), GROUP), ">", number(0)),
            ),
        ),
    ),
    Claim(
        "tm-sinos-valley-institutions",
        f"{JOINT}, fourth paragraph",
        "Self-help institutions played a major part in the Sinos Valley.",
        (
            Reading(
                "multilateral linkages high",
                compare(score_of(SINOS_VALLEY, "ja_multilateral"), "==", number(3)),
            ),
            Reading(
                "multilateral linkages above the group's mean",
                against_group(SINOS_VALLEY, "ja_multilateral", ">", GROUP),
            ),
        ),
    ),
    Claim(
        "tm-chipilo-institutions-failed",
        f"{JOINT}, fourth paragraph",
        "In Chipilo the attempts at a technology centre and an association failed.",
        (
            Reading(
                "multilateral linkages no more than low",
                compare(score_of(CHIPILO, "ja_multilateral"), "<=", number(1)),
            ),
            Reading(
                "multilateral linkages absent",
                compare(score_of(CHIPILO, "ja_multilateral"), "==", number(0)),
            ),
            Reading(
                "below the group's mean", against_group(CHIPILO, "ja_multilateral", "<", GROUP)
            ),
        ),
    ),
    Claim(
        "tm-external-economies-more-common",
        f"{JOINT}, on Table 3",
        "External economies are more common than joint actions.",
        (
            Reading("on average", compare(average("eei", GROUP), ">", average("jai", GROUP))),
            Reading(
                "in the averages that Table 3 prints",
                compare(
                    printed_in("table_03", "average", "eei"),
                    ">",
                    printed_in("table_03", "average", "jai"),
                ),
            ),
            Reading("in most clusters", most(exceeds("eei", "jai"), GROUP)),
        ),
    ),
    Claim(
        "tm-external-economies-more-common-in-many",
        f"{JOINT}, on Table 3",
        "A large number of the study's cases confirm that external economies are more common.",
        (
            Reading("most of all clusters", most(exceeds("eei", "jai"))),
            Reading(
                "at least three quarters of all clusters",
                compare(share_of(exceeds("eei", "jai")), ">=", number("0.75")),
            ),
        ),
    ),
    Claim(
        "tm-footwear-fair-degree",
        f"{JOINT}, on Table 3",
        "Footwear clusters on average reach a fair degree of collective efficiency.",
        (
            Reading(
                "a mean index above that of a low degree",
                compare(average("ce_index", GROUP, industry_is("Footwear")), ">", number(5)),
            ),
            Reading(
                "a mean index above that of the group's other clusters",
                higher_where("ce_index", industry_is("Footwear"), GROUP),
            ),
        ),
    ),
    Claim(
        "tm-high-clusters",
        f"{JOINT}, on Table 3",
        "The Sinos Valley and León are clearly ahead of the other clusters.",
        (
            Reading(
                "each has a higher index than each other footwear cluster",
                all_hold(
                    *(
                        compare(score_of(leader, "ce_index"), ">", score_of(follower, "ce_index"))
                        for leader in (SINOS_VALLEY, LEON)
                        for follower in (GUADALAJARA, "footwear_campina_grande")
                    )
                ),
            ),
            Reading(
                "they alone of the group have a high degree",
                only([SINOS_VALLEY, LEON], degree_is("high"), GROUP),
            ),
        ),
    ),
    Claim(
        "tm-three-low",
        f"{JOINT}, on Table 3",
        "Three clusters have a low degree of collective efficiency.",
        (
            Reading(
                "by the recomputed index",
                compare(number_of(degree_is("low"), GROUP), "==", number(3)),
            ),
            Reading("as Table 3 prints", compare(_printed_low("table_03"), "==", number(3))),
            Reading("as Table 5 prints", compare(_printed_low("table_05"), "==", number(3))),
        ),
    ),
    Claim(
        "tm-chipilo-lacks-efficiency",
        f"{JOINT}, on Table 3",
        "Chipilo lacks collective efficiency.",
        (
            Reading("a low degree", every(degree_is("low"), GROUP, cluster_is(CHIPILO))),
            Reading(
                "an index below the group's mean", against_group(CHIPILO, "ce_index", "<", GROUP)
            ),
        ),
    ),
    Claim(
        "tm-chipilo-very-recent",
        f"{JOINT}, on Table 3",
        "The Chipilo cluster is of very recent origin.",
        (
            Reading(
                "created in a later decade than most other clusters of Table 2",
                calculation(_newer_than_most),
            ),
            Reading(
                "created no more than 20 years before the study (2003)",
                calculation(_created_since_1983),
            ),
        ),
    ),
    Claim(
        "tm-chipilo-vertical-relations-interfere",
        f"{JOINT}, on Table 3",
        "In Chipilo strong vertical relations hold back external economies and other joint action.",
        (
            Reading(
                "no other joint action of the cluster scores as high as backward linkages",
                BACKWARD_STRONGEST_IN_CHIPILO,
            ),
            Reading(
                "external economies below the group's mean",
                against_group(CHIPILO, "eei", "<", GROUP),
            ),
            Reading(
                "each other joint action below the group's mean",
                all_hold(
                    *(
                        against_group(CHIPILO, other, "<", GROUP)
                        for other in JOINT_ACTION_OTHER_THAN_BACKWARD
                    )
                ),
            ),
        ),
    ),
    Claim(
        "tm-chipilo-especially-joint-action",
        f"{JOINT}, on Table 3",
        "They hold back joint action in particular.",
        (
            Reading(
                "further below the group's mean in joint action than in external economies",
                compare(_short_of_mean("jai"), ">", _short_of_mean("eei")),
            ),
            Reading(
                "joint action a smaller part of the group's mean than external economies",
                compare(
                    _relative_to_group(CHIPILO, "jai"), "<", _relative_to_group(CHIPILO, "eei")
                ),
            ),
            Reading(
                "joint action below external economies",
                compare(score_of(CHIPILO, "jai"), "<", score_of(CHIPILO, "eei")),
            ),
        ),
    ),
    Claim(
        "tm-torreon-similar-to-chipilo",
        f"{JOINT}, on Table 3",
        "Torreón's jeans cluster is much like Chipilo in its lack of collective efficiency.",
        (
            Reading(
                "a low degree too", every(degree_is("low"), GROUP, cluster_is(TORREON, CHIPILO))
            ),
            Reading(
                "in a quasi-hierarchy too",
                every(QUASI_HIERARCHY, GROUP, cluster_is(TORREON, CHIPILO)),
            ),
            Reading(
                "vertical linkages prevail in both",
                every(VERTICAL_PREVAILS, GROUP, cluster_is(TORREON, CHIPILO)),
            ),
            Reading(
                "external economies and joint action below the group's mean in both",
                all_hold(
                    *(
                        against_group(cluster, index, "<", GROUP)
                        for cluster in (CHIPILO, TORREON)
                        for index in ("eei", "jai")
                    )
                ),
            ),
        ),
    ),
    Claim(
        "tm-torreon-labour-market-only",
        f"{JOINT}, on Table 3",
        "A specialised labour market is Torreón's only notable external economy.",
        (
            Reading(
                "the labour market at least medium, the others no more than low",
                all_hold(
                    compare(score_of(TORREON, "ee_labour_market"), ">=", number(2)),
                    *(
                        compare(score_of(TORREON, other), "<=", number(1))
                        for other in OTHER_EXTERNAL_ECONOMIES
                    ),
                ),
            ),
        ),
    ),
    Claim(
        "tm-torreon-no-horizontal-action",
        f"{JOINT}, on Table 3",
        "In Torreón horizontal joint action is nearly absent.",
        (
            Reading(
                "neither form scores more than half a grade",
                all_hold(
                    compare(score_of(TORREON, "ja_bilateral"), "<=", number("0.5")),
                    compare(score_of(TORREON, "ja_multilateral"), "<=", number("0.5")),
                ),
            ),
        ),
    ),
    Claim(
        "tm-quasi-hierarchy-not-dominant",
        f"{CHAINS}, first paragraph",
        "Against expectation quasi-hierarchy does not dominate; governance is varied.",
        (
            Reading("not in most clusters", negated(most(QUASI_HIERARCHY, GROUP))),
            Reading(
                "more clusters are in market chains",
                compare(number_of(MARKET, GROUP), ">", number_of(QUASI_HIERARCHY, GROUP)),
            ),
            Reading(
                "each pattern is found in some cluster",
                all_hold(
                    *(
                        compare(number_of(in_chain(pattern), GROUP), ">", number(0))
                        for pattern in GOVERNANCE
                    )
                ),
            ),
        ),
    ),
    Claim(
        "tm-local-and-global-coexist",
        f"{CHAINS}, first paragraph",
        "In some clusters firms are in domestic and in global chains.",
        (
            Reading(
                "some clusters with both",
                compare(number_of(in_any_chain("domestic") & GLOBAL_CHAIN, GROUP), ">", number(0)),
            ),
        ),
    ),
    Claim(
        "tm-seven-in-several-chains",
        f"{CHAINS}, first paragraph",
        "Seven clusters take part in more than one value chain with different governance.",
        (
            Reading(
                "clusters with chains of more than one pattern in Table 4",
                compare(number_of(chains(), GROUP), "==", number(7)),
            ),
            Reading(
                "clusters with more than one chain in Table 4",
                compare(number_of(_chains_by_reach(), GROUP), "==", number(7)),
            ),
        ),
    ),
    Claim(
        "tm-sinos-valley-several-chains",
        f"{CHAINS}, second paragraph",
        "The Sinos Valley is in a global quasi-hierarchy and in market chains at home and abroad.",
        (
            Reading(
                "a global quasi-hierarchy",
                every(GLOBAL_QUASI_HIERARCHY, GROUP, cluster_is(SINOS_VALLEY)),
            ),
            Reading(
                "market chains at home and abroad",
                every(
                    in_chain("gov_market", "domestic") & in_chain("gov_market", "global"),
                    GROUP,
                    cluster_is(SINOS_VALLEY),
                ),
            ),
        ),
    ),
    Claim(
        "tm-sinos-valley-domestic-chain-market",
        f"{CHAINS}, second paragraph",
        "At home the Sinos Valley sells under market conditions, quite unlike its US chain.",
        (
            Reading(
                "a domestic market chain and no domestic quasi-hierarchy",
                every(
                    in_chain("gov_market", "domestic")
                    & ~in_chain("gov_quasi_hierarchy", "domestic"),
                    GROUP,
                    cluster_is(SINOS_VALLEY),
                ),
            ),
        ),
    ),
    Claim(
        "tm-sinos-valley-export-concentration",
        f"{CHAINS}, second paragraph",
        "A small number of agents handle most shoe exports of the Sinos Valley to the US.",
        needs="exports of the Sinos Valley by agent",
    ),
    Claim(
        "tm-mexican-footwear-chains",
        f"{CHAINS}, after the quotation",
        "Both Mexican footwear clusters are in US-led quasi-hierarchies and in domestic market and "
        "network chains.",
        (
            Reading(
                "a global quasi-hierarchy",
                every(GLOBAL_QUASI_HIERARCHY, GROUP, cluster_is(LEON, GUADALAJARA)),
            ),
            Reading(
                "a domestic market chain",
                every(in_chain("gov_market", "domestic"), GROUP, cluster_is(LEON, GUADALAJARA)),
            ),
            Reading(
                "a domestic network",
                every(in_chain("gov_network", "domestic"), GROUP, cluster_is(LEON, GUADALAJARA)),
            ),
        ),
    ),
    Claim(
        "tm-mexican-networks-increase",
        f"{CHAINS}, after the quotation",
        "Networks of domestic buyers and producers are spreading in Mexican footwear.",
        needs="the governance patterns of the two clusters at an earlier date",
    ),
    Claim(
        "tm-chipilo-sells-under-market-conditions",
        f"{CHAINS}, after Table 4",
        "Chipilo's leading firm sells under market conditions in Mexico and abroad.",
        (
            Reading(
                "market chains at home and abroad",
                every(
                    in_chain("gov_market", "domestic") & in_chain("gov_market", "global"),
                    GROUP,
                    cluster_is(CHIPILO),
                ),
            ),
        ),
    ),
    Claim(
        "tm-chipilo-no-global-quasi-hierarchy",
        f"{CHAINS}, after Table 4",
        "Foreign buyers do not govern a quasi-hierarchy in Chipilo; the local leaders do.",
        (
            Reading(
                "a domestic quasi-hierarchy and no global one",
                every(
                    in_chain("gov_quasi_hierarchy", "domestic") & ~GLOBAL_QUASI_HIERARCHY,
                    GROUP,
                    cluster_is(CHIPILO),
                ),
            ),
        ),
    ),
    Claim(
        "tm-chains-often-coexist",
        f"{CHAINS}, last paragraph",
        "Different types of chain often coexist in a cluster.",
        (
            Reading("in most clusters", most(chains(), GROUP)),
            Reading(
                "in at least a third of the clusters",
                compare(share_of(chains(), GROUP), ">=", number("1/3")),
            ),
        ),
    ),
    Claim(
        "tm-global-chains-mostly-quasi-hierarchies",
        f"{CHAINS}, last paragraph",
        "Global chains are in most cases quasi-hierarchies.",
        global_chains_mostly_quasi_hierarchies(GROUP),
    ),
    Claim(
        "tm-producers-depend-on-few-buyers",
        f"{CHAINS}, last paragraph",
        "In global chains producers often depend on a few buyers.",
        needs="sales of the clusters by buyer",
    ),
    Claim(
        "tm-not-only-quasi-hierarchies",
        f"{CHAINS}, last paragraph",
        "Many clusters in quasi-hierarchies are in other chains too, such as market chains.",
        (
            Reading(
                "most clusters in a quasi-hierarchy are also in a chain of another pattern",
                compare(
                    share_within(chains(), QUASI_HIERARCHY, GROUP),
                    ">",
                    number("0.5"),
                ),
            ),
            Reading(
                "most clusters in a quasi-hierarchy are also in a market chain",
                compare(
                    share_within(MARKET, QUASI_HIERARCHY, GROUP),
                    ">",
                    number("0.5"),
                ),
            ),
        ),
    ),
    Claim(
        "tm-product-process-widespread",
        f"{UPGRADING}, first paragraph",
        "Product and process upgrading are widespread.",
        tuple(
            Reading(
                f"{label} upgrading at least medium in most clusters",
                most(is_(variable, ">=", 2), GROUP),
            )
            for variable, label in ((PRODUCT, "product"), (PROCESS, "process"))
        ),
    ),
    Claim(
        "tm-functional-less-common",
        f"{UPGRADING}, first paragraph",
        "Functional upgrading is far less common than product and process upgrading.",
        (
            Reading(
                "a lower mean",
                all_hold(
                    compare(average(FUNCTIONAL, GROUP), "<", average(PRODUCT, GROUP)),
                    compare(average(FUNCTIONAL, GROUP), "<", average(PROCESS, GROUP)),
                ),
            ),
            Reading(
                "found in fewer clusters",
                all_hold(
                    *(
                        compare(
                            number_of(is_(FUNCTIONAL, ">", 0), GROUP),
                            "<",
                            number_of(is_(variable, ">", 0), GROUP),
                        )
                        for variable in (PRODUCT, PROCESS)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "tm-functional-only-beginning",
        f"{UPGRADING}, first paragraph",
        "Functional upgrading is only just beginning, and in a smaller number of cases.",
        (
            Reading("above zero in less than half", few(is_(FUNCTIONAL, ">", 0), GROUP)),
            Reading(
                "at least medium in less than half", negated(most(is_(FUNCTIONAL, ">=", 2), GROUP))
            ),
            Reading(
                "no more than low on average", compare(average(FUNCTIONAL, GROUP), "<=", number(1))
            ),
        ),
    ),
    Claim(
        "tm-intersectoral-never",
        f"{UPGRADING}, first paragraph",
        "No cluster of the group has upgraded into another sector.",
        (
            Reading("no score above zero", none(is_("up_intersectoral", ">", 0), GROUP)),
            Reading(
                "the mean that Table 19 prints",
                compare(printed_in("table_19", GROUP, "up_intersectoral"), "==", number(0)),
            ),
        ),
    ),
    Claim(
        "tm-process-innovation-from-suppliers",
        f"{UPGRADING}, first paragraph",
        "Major process innovations come from makers of machinery and materials.",
        needs="the source of each cluster's process innovations",
    ),
    Claim(
        "tm-product-upgrading-incremental",
        f"{UPGRADING}, second paragraph",
        "Product upgrading usually comes in small steps of design and quality.",
        needs="unit values of the clusters' exports over time",
    ),
    Claim(
        "tm-buyers-helped-some",
        f"{UPGRADING}, second paragraph; Conclusions",
        "In some clusters large foreign buyers furthered product and process upgrading.",
        (
            Reading(
                "some clusters in global quasi-hierarchies score at least medium on both",
                compare(
                    number_of(
                        GLOBAL_QUASI_HIERARCHY & is_(PRODUCT, ">=", 2) & is_(PROCESS, ">=", 2),
                        GROUP,
                    ),
                    ">",
                    number(0),
                ),
            ),
        ),
    ),
    Claim(
        "tm-quasi-hierarchy-good-prospects",
        f"{UPGRADING}, second paragraph (after Gereffi)",
        "Producers in quasi-hierarchies have good prospects of product and process upgrading.",
        tuple(
            Reading(
                f"{label} upgrading higher in quasi-hierarchies",
                higher_where(variable, QUASI_HIERARCHY, GROUP),
            )
            for variable, label in ((PRODUCT, "product"), (PROCESS, "process"))
        )
        + tuple(
            Reading(
                f"{label} upgrading at least medium on average in quasi-hierarchies",
                compare(average(variable, GROUP, QUASI_HIERARCHY), ">=", number(2)),
            )
            for variable, label in ((PRODUCT, "product"), (PROCESS, "process"))
        ),
    ),
    Claim(
        "tm-global-chains-open-market",
        f"{UPGRADING}, third paragraph",
        "Being in a global chain generally opens the global market.",
        (
            Reading(
                "market access higher in global chains",
                higher_where("ee_market_access", GLOBAL_CHAIN, GROUP),
            ),
        ),
    ),
    Claim(
        "tm-buyers-usually-support",
        f"{UPGRADING}, third paragraph",
        "In traditional industries foreign buyers usually support upgrading.",
        tuple(
            Reading(
                f"{label} upgrading higher in global quasi-hierarchies",
                higher_where(variable, GLOBAL_QUASI_HIERARCHY, GROUP),
            )
            for variable, label in ((PRODUCT, "product"), (PROCESS, "process"))
        )
        + tuple(
            Reading(
                f"{label} upgrading at least medium in most clusters in global quasi-hierarchies",
                compare(
                    share_within(is_(variable, ">=", 2), GLOBAL_QUASI_HIERARCHY, GROUP),
                    ">",
                    number("0.5"),
                ),
            )
            for variable, label in ((PRODUCT, "product"), (PROCESS, "process"))
        ),
    ),
    Claim(
        "tm-sinos-valley-us-chain-upgrading",
        f"{UPGRADING}, fourth paragraph",
        "The US chain sped product and process upgrading in the Sinos Valley.",
        (
            Reading(
                "product and process upgrading at least medium",
                all_hold(
                    compare(score_of(SINOS_VALLEY, PRODUCT), ">=", number(2)),
                    compare(score_of(SINOS_VALLEY, PROCESS), ">=", number(2)),
                ),
            ),
            Reading(
                "both above the group's mean",
                all_hold(
                    against_group(SINOS_VALLEY, PRODUCT, ">", GROUP),
                    against_group(SINOS_VALLEY, PROCESS, ">", GROUP),
                ),
            ),
        ),
    ),
    Claim(
        "tm-leon-us-buyers-upgrading",
        f"{UPGRADING}, fourth paragraph",
        "US buyers played a very significant part in upgrading in León.",
        (
            Reading(
                "product and process upgrading at least medium",
                all_hold(
                    compare(score_of(LEON, PRODUCT), ">=", number(2)),
                    compare(score_of(LEON, PROCESS), ">=", number(2)),
                ),
            ),
            Reading(
                "both above the group's mean",
                all_hold(
                    against_group(LEON, PRODUCT, ">", GROUP),
                    against_group(LEON, PROCESS, ">", GROUP),
                ),
            ),
        ),
    ),
    Claim(
        "tm-torreon-us-buyers-upgrading",
        f"{UPGRADING}, fourth paragraph",
        "US buyers contributed much to product and process upgrading in Torreón.",
        (
            Reading(
                "product and process upgrading at least medium",
                all_hold(
                    compare(score_of(TORREON, PRODUCT), ">=", number(2)),
                    compare(score_of(TORREON, PROCESS), ">=", number(2)),
                ),
            ),
            Reading(
                "both above the group's mean",
                all_hold(
                    against_group(TORREON, PRODUCT, ">", GROUP),
                    against_group(TORREON, PROCESS, ">", GROUP),
                ),
            ),
        ),
    ),
    Claim(
        "tm-us-chains-built-capabilities",
        f"{UPGRADING}, fourth paragraph",
        "In all three cases the global chain quickly improved products and processes.",
        (
            Reading(
                "product upgrading at least medium in each",
                _at_least(PRODUCT, 2, SINOS_VALLEY, LEON, TORREON),
            ),
            Reading(
                "process upgrading at least medium in each",
                _at_least(PROCESS, 2, SINOS_VALLEY, LEON, TORREON),
            ),
        ),
    ),
    Claim(
        "tm-table-6-holds-means",
        f"{UPGRADING}, note to Table 6",
        "Table 6 gives the mean of each kind of upgrading by degree of collective efficiency.",
        tuple(
            Reading(f"{label} upgrading, recomputed", _table_6_holds_means(variable))
            for variable, label in KINDS
        ),
    ),
    Claim(
        "tm-product-rises-with-efficiency",
        f"{UPGRADING}, on Table 6",
        "Product upgrading rises with the degree of collective efficiency.",
        (
            Reading(
                "rank correlation with the index", association("ce_index", PRODUCT, group=GROUP)
            ),
            Reading("recomputed means by degree", rises_with_degree(PRODUCT, GROUP)),
            Reading(
                "the means that Table 6 prints", printed_rises_with_degree(PRODUCT, "table_06")
            ),
        ),
    ),
    Claim(
        "tm-information-and-rotation-spread-upgrading",
        f"{UPGRADING}, list after Table 6 is cited",
        "Shared information and the rotation of workers help upgrading spread.",
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
        "tm-vertical-action-helps-product",
        f"{UPGRADING}, list after Table 6 is cited",
        "Joint action with suppliers and buyers furthers product upgrading.",
        (
            Reading(
                "product upgrading rises with joint action",
                association("jai", PRODUCT, group=GROUP),
            ),
            Reading(
                "product upgrading rises with backward linkages",
                association("ja_backward", PRODUCT, group=GROUP),
            ),
            Reading(
                "product upgrading rises with forward linkages",
                association("ja_forward", PRODUCT, group=GROUP),
            ),
        ),
    ),
    Claim(
        "tm-multilateral-action-helps-product",
        f"{UPGRADING}, list after Table 6 is cited",
        "Multilateral cooperation can further product upgrading.",
        (
            Reading(
                "product upgrading rises with multilateral linkages",
                association("ja_multilateral", PRODUCT, group=GROUP),
            ),
        ),
    ),
    Claim(
        "tm-footwear-shows-relation",
        f"{UPGRADING}, after the list",
        "The Mexican footwear clusters and the Sinos Valley show how product upgrading goes with "
        "collective efficiency.",
        (
            Reading(
                "rank correlation within the three",
                association(
                    "ce_index",
                    PRODUCT,
                    group=GROUP,
                    where=cluster_is(SINOS_VALLEY, LEON, GUADALAJARA),
                ),
            ),
            Reading(
                "each above the group's mean in both",
                all_hold(
                    *(
                        against_group(cluster, variable, ">", GROUP)
                        for cluster in (SINOS_VALLEY, LEON, GUADALAJARA)
                        for variable in ("ce_index", PRODUCT)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "tm-guadalajara-components",
        f"{UPGRADING}, after the list",
        "Better components improved products throughout the Guadalajara cluster.",
        (
            Reading(
                "product upgrading at least medium",
                compare(score_of(GUADALAJARA, PRODUCT), ">=", number(2)),
            ),
            Reading(
                "backward linkages at least medium",
                compare(score_of(GUADALAJARA, "ja_backward"), ">=", number(2)),
            ),
        ),
    ),
    Claim(
        "tm-leon-standard-components",
        f"{UPGRADING}, after the list",
        "A joint programme of standard components furthered product upgrading in León.",
        (
            Reading(
                "product upgrading at least medium",
                compare(score_of(LEON, PRODUCT), ">=", number(2)),
            ),
            Reading(
                "multilateral linkages at least medium",
                compare(score_of(LEON, "ja_multilateral"), ">=", number(2)),
            ),
        ),
    ),
    Claim(
        "tm-sinos-valley-programmes",
        f"{UPGRADING}, after the list",
        "Cluster programmes for trade fairs and buyers were important in the Sinos Valley.",
        (
            Reading(
                "product upgrading at least medium",
                compare(score_of(SINOS_VALLEY, PRODUCT), ">=", number(2)),
            ),
            Reading(
                "multilateral linkages at least medium",
                compare(score_of(SINOS_VALLEY, "ja_multilateral"), ">=", number(2)),
            ),
        ),
    ),
    Claim(
        "tm-process-no-clear-link",
        f"{UPGRADING}, before Table 6",
        "Process upgrading has no clear link with collective efficiency.",
        (
            Reading(
                "a negligible rank correlation with the index",
                association("ce_index", PROCESS, "none", group=GROUP),
            ),
            Reading(
                "recomputed means do not rise with the degree",
                negated(rises_with_degree(PROCESS, GROUP)),
            ),
            Reading(
                "the means that Table 6 prints do not rise with the degree",
                negated(printed_rises_with_degree(PROCESS, "table_06")),
            ),
        ),
    ),
    Claim(
        "tm-no-local-technology",
        f"{UPGRADING}, before Table 6",
        "None of the clusters has local makers of technology, unlike Italian districts.",
        needs="the origin of the machinery of each cluster",
    ),
    Claim(
        "tm-global-chains-help-product-process",
        f"{UPGRADING}, after Table 6",
        "Being in a global chain furthers product and process upgrading.",
        tuple(
            Reading(
                f"{label} upgrading higher in global chains",
                higher_where(variable, GLOBAL_CHAIN, GROUP),
            )
            for variable, label in ((PRODUCT, "product"), (PROCESS, "process"))
        ),
    ),
    Claim(
        "tm-global-chains-prevent-functional",
        f"{UPGRADING}, after Table 6",
        "Being in a global chain often prevents functional upgrading.",
        (
            Reading(
                "functional upgrading lower in global chains",
                lower_where(FUNCTIONAL, GLOBAL_CHAIN, GROUP),
            ),
            Reading(
                "functional upgrading lower in global quasi-hierarchies",
                lower_where(FUNCTIONAL, GLOBAL_QUASI_HIERARCHY, GROUP),
            ),
        ),
    ),
    Claim(
        "tm-sinos-valley-functional-discouraged",
        f"{UPGRADING}, after Table 6",
        "US buyers kept suppliers of the Sinos Valley from upgrading functionally.",
        (
            Reading(
                "functional upgrading below product and process upgrading",
                every(
                    exceeds(PRODUCT, FUNCTIONAL) & exceeds(PROCESS, FUNCTIONAL),
                    GROUP,
                    cluster_is(SINOS_VALLEY),
                ),
            ),
            Reading(
                "functional upgrading below the mean of clusters without a global quasi-hierarchy",
                compare(
                    score_of(SINOS_VALLEY, FUNCTIONAL),
                    "<",
                    average(FUNCTIONAL, GROUP, ~GLOBAL_QUASI_HIERARCHY),
                ),
            ),
        ),
    ),
    Claim(
        "tm-mexican-furniture-functional-downgrading",
        f"{UPGRADING}, paragraph on Mexican furniture",
        "Mexico's furniture industry has downgraded.",
        (
            Reading(
                "relative unit values fall in most products",
                of_trade(
                    FURNITURE, MEXICO, trade_readings.unit_values_fall_in_most(FURNITURE, MEXICO)
                ),
            ),
        ),
        needs=FURNITURE_TRADE,
    ),
    Claim(
        "tm-mexican-furniture-shares-modest",
        f"{UPGRADING}, paragraph on Mexican furniture",
        "Mexico's share of the market is modest for all furniture products considered.",
        (
            Reading(
                "below a tenth of world exports in every product",
                of_trade(FURNITURE, MEXICO, trade_readings.shares_below(0.10, FURNITURE, MEXICO)),
            ),
            Reading(
                "in no product one of the three largest exporters",
                of_trade(FURNITURE, MEXICO, trade_readings.not_among_first(3, FURNITURE, MEXICO)),
            ),
        ),
        needs=FURNITURE_TRADE,
    ),
    Claim(
        "tm-mexican-furniture-shares-fall",
        f"{UPGRADING}, paragraph on Mexican furniture",
        "Mexico's market share falls in three of the four furniture products.",
        (
            Reading(
                "falls in three of four",
                of_trade(FURNITURE, MEXICO, trade_readings.shares_fall(3, FURNITURE, MEXICO)),
            ),
            Reading(
                "falls beyond the tolerance in three of four",
                of_trade(
                    FURNITURE,
                    MEXICO,
                    trade_readings.shares_fall(3, FURNITURE, MEXICO, beyond_tolerance=True),
                ),
            ),
        ),
        needs=FURNITURE_TRADE,
    ),
    Claim(
        "tm-mexican-office-furniture",
        f"{UPGRADING}, paragraph on Mexican furniture",
        "In office furniture Mexico's share falls slightly and its relative unit value sharply.",
        (
            Reading(
                "share slightly down, relative unit value sharply",
                of_trade(OFFICE, MEXICO, trade_readings.reads_as(DOWNGRADING, OFFICE, MEXICO)),
            ),
        ),
        needs=FURNITURE_TRADE,
    ),
    Claim(
        "tm-mexican-other-furniture",
        f"{UPGRADING}, paragraph on Mexican furniture",
        "In the other furniture products Mexico's share and unit value both fall.",
        (
            Reading(
                "both fall in all three",
                of_trade(
                    OTHERS,
                    MEXICO,
                    trade_readings.both_fall(OTHERS, MEXICO, where_share_falls=False),
                ),
            ),
            Reading(
                "both fall in those whose share falls",
                of_trade(
                    OTHERS,
                    MEXICO,
                    trade_readings.both_fall(OTHERS, MEXICO, where_share_falls=True),
                ),
            ),
        ),
        needs=FURNITURE_TRADE,
    ),
    Claim(
        "tm-functional-easier-in-market-chains",
        f"{UPGRADING}, paragraph on market-based chains",
        "Functional upgrading comes more easily in market chains.",
        (
            Reading("higher in market chains", higher_where(FUNCTIONAL, MARKET, GROUP)),
            Reading(
                "higher in domestic market chains",
                higher_where(FUNCTIONAL, in_chain("gov_market", "domestic"), GROUP),
            ),
            Reading(
                "higher in market chains than in quasi-hierarchies",
                compare(
                    average(FUNCTIONAL, GROUP, MARKET),
                    ">",
                    average(FUNCTIONAL, GROUP, QUASI_HIERARCHY),
                ),
            ),
        ),
    ),
    Claim(
        "tm-sinos-valley-functional-at-home",
        f"{UPGRADING}, paragraph on market-based chains",
        "Firms of the Sinos Valley that sell at home have upgraded functionally.",
        (
            Reading(
                "functional upgrading at least low",
                compare(score_of(SINOS_VALLEY, FUNCTIONAL), ">=", number(1)),
            ),
            Reading("above the group's mean", against_group(SINOS_VALLEY, FUNCTIONAL, ">", GROUP)),
        ),
    ),
    Claim(
        "tm-mexican-footwear-functional-at-home",
        f"{UPGRADING}, paragraph on market-based chains",
        "Mexican footwear firms that sell at home have upgraded functionally too.",
        (
            Reading(
                "functional upgrading at least low in both clusters",
                _at_least(FUNCTIONAL, 1, LEON, GUADALAJARA),
            ),
            Reading(
                "above the group's mean in both",
                all_hold(
                    against_group(LEON, FUNCTIONAL, ">", GROUP),
                    against_group(GUADALAJARA, FUNCTIONAL, ">", GROUP),
                ),
            ),
        ),
    ),
    Claim(
        "tm-itajai-functional",
        f"{UPGRADING}, paragraph on market-based chains",
        "The textile cluster of Itajaí has upgraded functionally in its market chains.",
        (
            Reading(
                "functional upgrading at least low",
                compare(score_of(ITAJAI, FUNCTIONAL), ">=", number(1)),
            ),
            Reading("above the group's mean", against_group(ITAJAI, FUNCTIONAL, ">", GROUP)),
            Reading(
                "in market chains only",
                every(MARKET & ~chains(), GROUP, cluster_is(ITAJAI)),
            ),
        ),
    ),
    Claim(
        "tm-functional-rises-with-efficiency",
        f"{UPGRADING}, on Table 6",
        "Functional upgrading rises with collective efficiency.",
        (
            Reading(
                "rank correlation with the index", association("ce_index", FUNCTIONAL, group=GROUP)
            ),
            Reading(
                "recomputed means by degree", rises_with_degree(FUNCTIONAL, GROUP, strictly=False)
            ),
            Reading(
                "the means that Table 6 prints",
                printed_rises_with_degree(FUNCTIONAL, "table_06", strictly=False),
            ),
        ),
    ),
    Claim(
        "tm-functional-relation-weak",
        f"{UPGRADING}, on Table 6",
        "The relation of functional upgrading with collective efficiency is weak.",
        (
            Reading(
                "weaker than that of product upgrading", calculation(_weaker_than_with_product)
            ),
            Reading(
                "the means that Table 6 prints do not rise at every step",
                negated(printed_rises_with_degree(FUNCTIONAL, "table_06")),
            ),
        ),
    ),
    Claim(
        "tm-functional-factors",
        f"{UPGRADING}, on Table 6",
        "Information, skilled workers who change firms and joint initiatives further functional "
        "upgrading.",
        tuple(
            Reading(
                f"functional upgrading rises with {label}",
                association(variable, FUNCTIONAL, group=GROUP),
            )
            for variable, label in (
                ("ee_information", "access to information"),
                ("ee_labour_market", "the specialised labour market"),
                ("ja_multilateral", "multilateral linkages"),
            )
        ),
    ),
    Claim(
        "tm-conclusion-product-process-common",
        CONCLUSIONS,
        "Product and process upgrading are rather common in the group.",
        tuple(
            Reading(
                f"{label} upgrading at least {grade} in most clusters",
                most(is_(variable, ">=", value), GROUP),
            )
            for variable, label in ((PRODUCT, "product"), (PROCESS, "process"))
            for value, grade in ((1, "low"), (2, "medium"))
        ),
    ),
    Claim(
        "tm-conclusion-efficiency-supports-product-functional",
        CONCLUSIONS,
        "Collective efficiency supports product and functional upgrading.",
        (
            Reading(
                "product upgrading rises with the index",
                association("ce_index", PRODUCT, group=GROUP),
            ),
            Reading(
                "functional upgrading rises with the index",
                association("ce_index", FUNCTIONAL, group=GROUP),
            ),
        ),
    ),
    Claim(
        "tm-conclusion-market-best-for-functional",
        CONCLUSIONS,
        "Of all chains, market chains offer the best chance to upgrade functionally.",
        (
            Reading(
                "the highest mean of functional upgrading of the patterns",
                all_hold(
                    *(
                        compare(
                            average(FUNCTIONAL, GROUP, MARKET),
                            ">",
                            average(FUNCTIONAL, GROUP, in_chain(pattern)),
                        )
                        for pattern in ("gov_network", "gov_quasi_hierarchy", "gov_hierarchy")
                    )
                ),
            ),
            Reading(
                "among clusters in several chains, higher with a market chain than without",
                compare(
                    average(FUNCTIONAL, GROUP, chains() & MARKET),
                    ">",
                    average(FUNCTIONAL, GROUP, chains() & ~MARKET),
                ),
            ),
        ),
    ),
    Claim(
        "tm-conclusion-macroeconomy",
        CONCLUSIONS,
        "Favourable macroeconomic conditions matter most for this group.",
        needs="exports of clusters of every group year by year, with exchange rates and demand",
    ),
    Claim(
        "tm-conclusion-chipilo-upgraded",
        CONCLUSIONS,
        "In good times Chipilo upgraded products and processes by way of a global chain.",
        (
            Reading(
                "product and process upgrading at least medium",
                all_hold(
                    compare(score_of(CHIPILO, PRODUCT), ">=", number(2)),
                    compare(score_of(CHIPILO, PROCESS), ">=", number(2)),
                ),
            ),
            Reading("in a global chain", every(GLOBAL_CHAIN, GROUP, cluster_is(CHIPILO))),
        ),
    ),
)
