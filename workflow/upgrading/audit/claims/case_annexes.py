"""Annexes 2 to 7, the field studies, against their clusters' scores, Table 2 and Table 20."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from upgrading import printed
from upgrading.audit.claims.repeats import Repeat
from upgrading.audit.claims.shared_readings import FARM_LEADERS_DO_NOT_FOSTER
from upgrading.claims.evidence import (
    Condition,
    Evidence,
    Operator,
    chains,
    creation,
    degree_is,
    exceeds,
    in_any_chain,
    in_chain,
    is_,
)
from upgrading.claims.readings import (
    Claim,
    Outcome,
    Quantity,
    Reading,
    Test,
    against_group,
    all_above,
    all_hold,
    average,
    calculation,
    compare,
    difference,
    each_of,
    every,
    figure_of,
    negated,
    none,
    number,
    only_among,
    ordered,
    printed_in,
    ratio,
    score_of,
    stage_figure,
    stated,
    total_of,
)
from upgrading.numbers import shown
from upgrading.vocabulary import (
    COMPONENTS,
    EXTERNAL_ECONOMIES,
    GOVERNANCE,
    JOINT_ACTION,
    SECTOR_GROUPS,
)

TRADITIONAL = "traditional_manufacturing"
NATURAL = "natural_resource_based"
COMPLEX = "complex_product_systems"
SOFTWARE = "specialised_suppliers"

PRODUCT, PROCESS, FUNCTIONAL = "up_product", "up_process", "up_functional"
INTERSECTORAL = "up_intersectoral"
KINDS = {PRODUCT: "product", PROCESS: "process", FUNCTIONAL: "functional"}

METALWORKING = "metalworking_espirito_santo"
FRUIT, MELONS = "mangoes_grapes_petrolina_juazeiro", "melons_rio_grande_do_norte"
APPLES = "apples_santa_catarina"
THREE_FRUITS = {
    FRUIT: "Petrolina-Juazeiro",
    MELONS: "Rio Grande do Norte",
    APPLES: "Santa Catarina",
}
FRUIT_PROFILES = {
    "mangoes_petrolina_juazeiro": "mangoes",
    "grapes_petrolina_juazeiro": "grapes",
    MELONS: "melons",
    APPLES: "apples",
}
SALMON, CHIPILO, DAIRY = "salmon_austral_region", "furniture_chipilo", "dairy_boaco_chontales"
AGUASCALIENTES, MEXICO_CITY = "software_aguascalientes", "software_mexico_city"
GUADALAJARA, MONTERREY = "software_guadalajara", "software_monterrey"
MEXICAN_SOFTWARE = (MEXICO_CITY, MONTERREY, GUADALAJARA, AGUASCALIENTES)

METAL = "Annex 2, Metalworking in Espírito Santo"
FRESH = "Annex 3, Fresh fruit in Brazil"
FISH = "Annex 4, Salmon in southern Chile"
CODE = "Annex 5, Software in Mexico"
WOOD = "Annex 6, Furniture of Chipilo"
MILK = "Annex 7, Dairy in Boaco and Chontales"

MEDIUM, HIGH = number(2), number(3)
LOW = number(1)
HALF = number("0.5")

QUASI = in_chain("gov_quasi_hierarchy")
DOMESTIC, GLOBAL = in_any_chain("domestic"), in_any_chain("global")


def _of(cluster: str, condition: Condition) -> Test:
    return each_of([cluster], condition)


def _score(cluster: str, variable: str, operator: Operator, limit: Quantity) -> Test:
    return compare(score_of(cluster, variable), operator, limit)


def _says(annex: int, value: float | str) -> Quantity:
    return stated(value, f"Annex {annex}")


def _about(quantity: Quantity, given: Quantity) -> Test:
    """Equal up to a tenth of the stated figure."""

    def test(evidence: Evidence) -> Outcome:
        value, target = quantity.value(evidence), given.value(evidence)
        text = f"{quantity.shown(evidence)}, {given.shown(evidence)}"
        if value is None or target is None:
            return Outcome(None, text)
        apart = abs(value - target) / target
        return Outcome(apart <= Fraction(1, 10), f"{text}, {shown(apart * 100, 0)} percent apart")

    return test


def _share_exported(profile: str, exports: str, production: str) -> Quantity:
    years = f"{exports[-4:]}/{production[-4:]}"
    return ratio(
        figure_of(profile, exports),
        figure_of(profile, production),
        f"share exported of {profile}, {years} (Table 2):",
        3,
    )


def _jobs_per_firm(profile: str) -> Quantity:
    return ratio(
        figure_of(profile, "direct_jobs"),
        figure_of(profile, "firms"),
        f"direct jobs a firm of {profile} (Table 2):",
    )


def _sum_of(cluster: str, variables: Iterable[str]) -> Quantity:
    names = tuple(variables)
    return total_of(
        [score_of(cluster, name) for name in names], f"{' + '.join(names)} of {cluster}:"
    )


def _created(profile: str, first: int, last: int) -> Test:
    """Created between two years; undecided where Table 2 leaves it open."""

    def test(evidence: Evidence) -> Outcome:
        begin, end = creation(evidence, profile)
        text = evidence.by_profile[profile]["created"]
        holds = True if first <= begin and end <= last else None
        if end < first or last < begin:
            holds = False
        return Outcome(holds, f"created {text} ({profile}, Table 2)")

    return test


def _differ(variables: Iterable[str], clusters: Iterable[str]) -> Test:
    """The clusters do not all have the same scores or codes."""
    columns, names = tuple(variables), tuple(clusters)

    def test(evidence: Evidence) -> Outcome:
        codes = {
            name: tuple(evidence.by_cluster[name][column] for column in columns) for name in names
        }
        text = ", ".join(
            f"{name} {'/'.join(shown(code, 1, trim=True) for code in found)}"
            for name, found in codes.items()
        )
        return Outcome(len(set(codes.values())) > 1, f"{', '.join(columns)}: {text}")

    return test


"""Percent of output of each leading grower on average (chapter 3)."""


EARLIEST_MELONS = Quantity(
    "melons from the late 1980s (Annex 3), 1985 at the earliest:", number(1985).value
)

SALES_OF_AN_AVERAGE_METALWORKER = (
    Fraction("0.1") * 15 + Fraction("0.6") * Fraction("3.5") + Fraction("0.3") * 1
)
"""US$ million in 2002: shares and sales of large, medium and small firms (Annex 2)."""


def _kinds_of_chain(cluster: str) -> Quantity:
    def value(evidence: Evidence) -> Fraction | None:
        codes = [evidence.by_cluster[cluster][pattern] for pattern in GOVERNANCE]
        return None if None in codes else Fraction(sum(code > 0 for code in codes))

    return Quantity(f"kinds of chain of {cluster}:", value)


def _printed_degree(cluster: str, degrees: Iterable[str]) -> Test:
    wanted = frozenset(degrees)

    def test(evidence: Evidence) -> Outcome:
        text = evidence.cells["table_15", cluster, "ce_degree"]
        return Outcome(printed.degree(text) in wanted, f"{cluster} {text}")

    return test


def _size_shares(evidence: Evidence) -> tuple[bool | None, str]:
    shares = [Fraction("92"), Fraction("7"), Fraction("0.88"), Fraction("0.2")]
    slack = Fraction("0.5") + Fraction("0.5") + Fraction("0.005") + Fraction("0.05")
    total = sum(shares, Fraction(0))
    return abs(total - 100) <= slack, f"92 + 7 + 0.88 + 0.2 = {shown(total, 2)} percent"


def _three(condition: Condition) -> Test:
    return each_of(THREE_FRUITS, condition)


def _mexican(condition: Condition) -> Test:
    return each_of(MEXICAN_SOFTWARE, condition)


SALMON_JOBS = total_of(
    [figure_of(SALMON, "direct_jobs"), figure_of(SALMON, "indirect_jobs")],
    "direct and indirect jobs in salmon (Table 2):",
)
DAIRY_SOLD_AT_HOME = difference(
    number(1),
    _share_exported(DAIRY, "exports_1996", "production_1995"),
    "share of dairy sold at home, 1996/1995 (Table 2):",
)


METALWORKING_CLAIMS: tuple[Claim, ...] = (
    Claim(
        "an-metal-about-fifty",
        f"{METAL}, Description of the clusters, paragraph 2",
        "Some fifty small and medium firms form the core of the cluster.",
        (
            Reading(
                "the firms of Table 2, within a tenth",
                _about(figure_of(METALWORKING, "firms"), _says(2, 50)),
            ),
        ),
    ),
    Claim(
        "an-metal-sales",
        f"{METAL}, Description of the clusters, paragraph 2",
        "Firms' sales in 2002 by size agree with the cluster's production.",
        (
            Reading(
                "sales per firm, some fifty firms (US$ million)",
                _about(
                    figure_of(METALWORKING, "production_2002"),
                    Quantity(
                        "Annex 2, fifty firms:", lambda _: 50 * SALES_OF_AN_AVERAGE_METALWORKER
                    ),
                ),
            ),
            Reading(
                "sales per firm, the firms of Table 2 (US$ million)",
                _about(
                    figure_of(METALWORKING, "production_2002"),
                    Quantity(
                        "Annex 2, as many firms as in Table 2:",
                        lambda evidence: (
                            evidence.by_profile[METALWORKING]["firms"]
                            * SALES_OF_AN_AVERAGE_METALWORKER
                        ),
                    ),
                ),
            ),
            Reading(
                "sales of each class as a whole (US$ million)",
                _about(figure_of(METALWORKING, "production_2002"), _says(2, 15 + 3.5 + 1)),
            ),
        ),
    ),
    Claim(
        "an-metal-more-than-thirty-jobs",
        f"{METAL}, Description of the clusters, paragraph 2",
        "Firms employ from over 30 to 850 people.",
        (
            Reading(
                "the average firm of Table 2 lies between",
                all_hold(
                    compare(_jobs_per_firm(METALWORKING), ">", _says(2, 30)),
                    compare(_jobs_per_firm(METALWORKING), "<=", _says(2, 850)),
                ),
            ),
        ),
    ),
    Claim(
        "an-metal-services-from-outside",
        f"{METAL}, Description of the clusters, paragraph 3",
        "Engineering and project design came mainly from firms outside the cluster.",
        (
            Reading(
                "availability of inputs and services at most Low",
                _score(METALWORKING, "ee_inputs", "<=", LOW),
            ),
            Reading(
                "functional upgrading at most Low", _score(METALWORKING, FUNCTIONAL, "<=", LOW)
            ),
        ),
    ),
    Claim(
        "an-metal-local-customers",
        f"{METAL}, Description of the clusters, paragraph 3",
        "Large local customers take more than half of the small firms' sales.",
        (
            Reading(
                "less than half of production is exported",
                compare(
                    _share_exported(METALWORKING, "exports_2002", "production_2002"), "<", HALF
                ),
            ),
            Reading("its chains are domestic only", _of(METALWORKING, DOMESTIC & ~GLOBAL)),
        ),
    ),
    Claim(
        "an-metal-contractors",
        f"{METAL}, Description of the clusters, paragraph 4",
        "Nearly all small firms are contractors of large ones.",
        (
            Reading("forward linkages High", _score(METALWORKING, "ja_forward", "==", HIGH)),
            Reading("a quasi-hierarchy", _of(METALWORKING, QUASI)),
        ),
    ),
    Claim(
        "an-metal-inputs-from-outside",
        f"{METAL}, Description of the clusters, paragraph 4",
        "Nearly all inputs come from other states.",
        (
            Reading(
                "availability of inputs at most Low", _score(METALWORKING, "ee_inputs", "<=", LOW)
            ),
            Reading(
                "availability of inputs at most the group's mean",
                against_group(METALWORKING, "ee_inputs", "<=", COMPLEX),
            ),
        ),
    ),
    Claim(
        "an-metal-suppliers-far",
        f"{METAL}, Description of the clusters, paragraph 4",
        "Suppliers close to the cluster play little part.",
        (Reading("backward linkages at most Low", _score(METALWORKING, "ja_backward", "<=", LOW)),),
    ),
    Claim(
        "an-metal-centre-coordinates",
        f"{METAL}, External economies and joint action, paragraph 1",
        "CDMEC coordinates the cluster's institutions.",
        (
            Reading(
                "multilateral linkages High", _score(METALWORKING, "ja_multilateral", "==", HIGH)
            ),
            Reading(
                "multilateral linkages at least Medium",
                _score(METALWORKING, "ja_multilateral", ">=", MEDIUM),
            ),
            Reading(
                "multilateral linkages above the group's mean",
                against_group(METALWORKING, "ja_multilateral", ">", COMPLEX),
            ),
        ),
    ),
    Repeat(
        "an-metal-created-1988",
        f"{METAL}, External economies and joint action, paragraph 1",
        "CDMEC dates from 1988.",
        repeats="cp-metalworking-centre-1988",
    ),
    Claim(
        "an-metal-members",
        f"{METAL}, External economies and joint action, paragraph 1",
        "CDMEC has more than 60 members.",
        (
            Reading(
                "the firms of Table 2, which counts members only",
                compare(figure_of(METALWORKING, "firms"), ">", _says(2, 60)),
            ),
        ),
    ),
    Claim(
        "an-metal-information",
        f"{METAL}, External economies and joint action, paragraph 2",
        "Members exchange information and reach it more easily.",
        (
            Reading(
                "access to information High", _score(METALWORKING, "ee_information", "==", HIGH)
            ),
            Reading(
                "access to information above the group's mean",
                against_group(METALWORKING, "ee_information", ">", COMPLEX),
            ),
        ),
    ),
    Claim(
        "an-metal-cooperation",
        f"{METAL}, External economies and joint action, paragraph 2; Upgrading processes",
        "Firms of the cluster cooperate through agreements and consortia.",
        (
            Reading(
                "bilateral linkages at least Medium",
                _score(METALWORKING, "ja_bilateral", ">=", MEDIUM),
            ),
            Reading(
                "bilateral linkages above the group's mean",
                against_group(METALWORKING, "ja_bilateral", ">", COMPLEX),
            ),
        ),
    ),
    Claim(
        "an-metal-customers-closer",
        f"{METAL}, External economies and joint action, paragraph 2",
        "Members get closer to the anchor firms.",
        (
            Reading(
                "forward linkages are the strongest joint action",
                all_above(
                    [score_of(METALWORKING, "ja_forward")],
                    [score_of(METALWORKING, name) for name in JOINT_ACTION if name != "ja_forward"],
                ),
            ),
            Reading(
                "forward linkages above the group's mean",
                against_group(METALWORKING, "ja_forward", ">", COMPLEX),
            ),
        ),
    ),
    Claim(
        "an-metal-new-markets",
        f"{METAL}, External economies and joint action, paragraph 3",
        "The cluster turns to new markets in other states and countries.",
        (
            Reading(
                "exports grew",
                compare(
                    figure_of(METALWORKING, "exports_2002"),
                    ">",
                    figure_of(METALWORKING, "exports_1996"),
                ),
            ),
            Reading(
                "the exported share of production grew",
                compare(
                    _share_exported(METALWORKING, "exports_2002", "production_2002"),
                    ">",
                    _share_exported(METALWORKING, "exports_1996", "production_1995"),
                ),
            ),
        ),
    ),
    Claim(
        "an-metal-expansion",
        f"{METAL}, External economies and joint action, paragraph 3",
        "While the anchor firms invested in the 1990s the cluster grew.",
        (
            Reading(
                "production grew from 1995 to 2002",
                compare(
                    figure_of(METALWORKING, "production_2002"),
                    ">",
                    figure_of(METALWORKING, "production_1995"),
                ),
            ),
        ),
    ),
    Claim(
        "an-metal-turnkey",
        f"{METAL}, Upgrading processes",
        "Consortia took local firms beyond parts, into turnkey projects.",
        (Reading("some functional upgrading", _score(METALWORKING, FUNCTIONAL, ">", number(0))),),
    ),
    Claim(
        "an-metal-learning",
        f"{METAL}, Upgrading processes; Policies",
        "Trips abroad and new customers taught the firms to innovate.",
        (
            Reading(
                "product upgrading at least Medium", _score(METALWORKING, PRODUCT, ">=", MEDIUM)
            ),
            Reading(
                "process upgrading at least Medium", _score(METALWORKING, PROCESS, ">=", MEDIUM)
            ),
        ),
    ),
)


FRUIT_CLAIMS: tuple[Claim, ...] = (
    Repeat(
        "an-fruit-melons-late-1980s",
        f"{FRESH}, Description of the clusters, paragraph 3",
        "Melon growing in Rio Grande do Norte began in the late 1980s.",
        repeats="nr-melons-since-late-1980s",
    ),
    Claim(
        "an-fruit-mid-1970s",
        f"{FRESH}, Description of the clusters, shared characteristics",
        "Commercial production began in the mid-1970s everywhere.",
        (
            *(
                Reading(f"the date of creation in Table 2, {crop}", _created(profile, 1970, 1979))
                for profile, crop in FRUIT_PROFILES.items()
            ),
            Reading(
                "the date that the same annex gives for melons",
                compare(EARLIEST_MELONS, "<=", number(1976)),
            ),
        ),
    ),
    Claim(
        "an-fruit-home-and-abroad",
        f"{FRESH}, Description of the clusters, shared characteristics",
        "All growers sell at home as well as abroad.",
        (
            Reading("domestic and global chains in all three", _three(DOMESTIC & GLOBAL)),
            *(
                Reading(
                    f"some but not all production of {crop} is exported",
                    all_hold(
                        compare(figure_of(profile, "exports_2002"), ">", number(0)),
                        compare(
                            figure_of(profile, "exports_2002"),
                            "<",
                            figure_of(profile, "production_2002"),
                        ),
                    ),
                )
                for profile, crop in FRUIT_PROFILES.items()
            ),
        ),
    ),
    Claim(
        "an-fruit-destinations",
        f"{FRESH}, Description of the clusters, shared characteristics",
        "Exports go to the European Union or the United States in all cases.",
        needs="Brazilian exports of mangoes, grapes, melons and apples by destination",
    ),
    Claim(
        "an-fruit-agglomeration",
        f"{FRESH}, Description of the clusters, shared characteristics",
        "All three have skilled labour and local suppliers.",
        (
            Reading(
                "labour market and inputs at least Medium",
                _three(is_("ee_labour_market", ">=", 2) & is_("ee_inputs", ">=", 2)),
            ),
        ),
    ),
    Claim(
        "an-fruit-public-involvement",
        f"{FRESH}, Description of the clusters, differences",
        "Public involvement is greatest for mangoes and grapes, least for melons, apples between.",
        (
            Reading(
                "multilateral linkages, in this order",
                ordered(
                    score_of(FRUIT, "ja_multilateral"),
                    score_of(APPLES, "ja_multilateral"),
                    score_of(MELONS, "ja_multilateral"),
                ),
            ),
            Reading(
                "multilateral linkages, with ties",
                ordered(
                    score_of(FRUIT, "ja_multilateral"),
                    score_of(APPLES, "ja_multilateral"),
                    score_of(MELONS, "ja_multilateral"),
                    strictly=False,
                ),
            ),
        ),
    ),
    Repeat(
        "an-fruit-external-economies-alike",
        f"{FRESH}, External economies; Joint action, paragraph 2",
        "The three clusters have similar external economies.",
        repeats="nr-fruit-similar-external-economies",
    ),
    Claim(
        "an-fruit-over-twenty-years",
        f"{FRESH}, External economies, labour market",
        "All three clusters are older than twenty years.",
        (
            *(
                Reading(f"created by 1983 (Table 2), {crop}", _created(profile, 1900, 1983))
                for profile, crop in FRUIT_PROFILES.items()
            ),
            Reading(
                "the date that the same annex gives for melons",
                compare(EARLIEST_MELONS, "<=", number(1983)),
            ),
        ),
    ),
    Repeat(
        "an-fruit-labour",
        f"{FRESH}, External economies, labour market",
        "All three clusters can rely on qualified labour.",
        repeats="nr-fruit-labour",
    ),
    Claim(
        "an-fruit-inputs",
        f"{FRESH}, External economies, inputs",
        "Major inputs are bought from local stores in all three.",
        (
            Reading("at least Medium", _three(is_("ee_inputs", ">=", 2))),
            Reading("High", _three(is_("ee_inputs", "==", 3))),
        ),
    ),
    Repeat(
        "an-fruit-information",
        f"{FRESH}, External economies, information",
        "Information spreads readily in all three.",
        repeats="nr-fruit-information",
    ),
    Claim(
        "an-fruit-market-access",
        f"{FRESH}, External economies, market access",
        "Small growers reach the market less easily than large ones.",
        (Reading("market access below High", _three(is_("ee_market_access", "<", 3))),),
    ),
    Repeat(
        "an-fruit-concentration",
        f"{FRESH}, Joint action, paragraph 1",
        "Less concentrated production goes with more joint action.",
        repeats="nr-fruit-concentration",
    ),
    Repeat(
        "an-fruit-joint-action-differs",
        f"{FRESH}, Joint action, paragraph 2",
        "The three clusters differ remarkably in joint action.",
        repeats="nr-fruit-joint-action-differs",
    ),
    Repeat(
        "an-fruit-governance-differs",
        f"{FRESH}, Joint action, paragraph 2",
        "Role and governance of their chains set the three clusters apart.",
        repeats="nr-fruit-governance-differs",
    ),
    Repeat(
        "an-fruit-apples-vertical",
        f"{FRESH}, Joint action, paragraph 3",
        "Firms and small growers of Santa Catarina coordinate vertically.",
        repeats="nr-apples-range-of-contracts",
    ),
    Repeat(
        "an-fruit-petrolina-assistance",
        f"{FRESH}, Joint action, paragraph 3",
        "Exporters of Petrolina-Juazeiro advise and assist their growers.",
        repeats="nr-mangoes-vertical-ties",
    ),
    Repeat(
        "an-fruit-melons-vertical",
        f"{FRESH}, Joint action, paragraph 3",
        "Forward and backward linkages in Rio Grande do Norte are radically different.",
        repeats="nr-melons-vertical-ties-differ",
    ),
    Repeat(
        "an-fruit-melons-no-cooperation",
        f"{FRESH}, Joint action, paragraph 3",
        "Melon growers hardly cooperate.",
        repeats="nr-melons-no-bilateral",
    ),
    Repeat(
        "an-fruit-melons-weak-association",
        f"{FRESH}, Joint action, paragraph 3",
        "The melon growers' association is weak.",
        repeats="nr-melons-weak-association",
    ),
    Claim(
        "an-fruit-buyers-power",
        f"{FRESH}, Value chains",
        "Retailers and importers, at home and abroad, command fresh fruit chains.",
        (
            Reading(
                "a global quasi-hierarchy in all three",
                _three(in_chain("gov_quasi_hierarchy", "global")),
            ),
            Reading(
                "a domestic quasi-hierarchy in all three",
                _three(in_chain("gov_quasi_hierarchy", "domestic")),
            ),
        ),
    ),
    Claim(
        "an-fruit-buyers-do-not-help",
        f"{FRESH}, Upgrading, paragraph 1",
        "Buyers of farm products do not always help their suppliers upgrade.",
        FARM_LEADERS_DO_NOT_FOSTER,
    ),
    Claim(
        "an-fruit-public-support",
        f"{FRESH}, Upgrading, last paragraph",
        "Growers of Petrolina-Juazeiro and Santa Catarina above all sought public support.",
        (
            Reading(
                "more multilateral linkages than in Rio Grande do Norte",
                all_above(
                    [score_of(FRUIT, "ja_multilateral"), score_of(APPLES, "ja_multilateral")],
                    [score_of(MELONS, "ja_multilateral")],
                ),
            ),
        ),
    ),
    Claim(
        "an-fruit-support-upgrading",
        f"{FRESH}, Upgrading, last paragraph",
        "Where growers work with the public sector they upgrade more.",
        tuple(
            Reading(
                f"{KINDS[kind]} upgrading above that of Rio Grande do Norte",
                all_above(
                    [score_of(FRUIT, kind), score_of(APPLES, kind)], [score_of(MELONS, kind)]
                ),
            )
            for kind in (PRODUCT, PROCESS)
        ),
    ),
    Claim(
        "an-fruit-policy-differs",
        f"{FRESH}, Role of policy, paragraph 1",
        "Public support differs strikingly among the three.",
        (
            Reading(
                "each of the three has other multilateral linkages",
                all_hold(
                    *(
                        _differ(["ja_multilateral"], pair)
                        for pair in ((FRUIT, APPLES), (FRUIT, MELONS), (APPLES, MELONS))
                    )
                ),
            ),
            Reading("the three are not all alike", _differ(["ja_multilateral"], THREE_FRUITS)),
        ),
    ),
    Claim(
        "an-fruit-apples-most-effective",
        f"{FRESH}, Role of policy, last paragraphs",
        "Public and private bodies work together best in Santa Catarina.",
        (
            Reading(
                "multilateral linkages above both others",
                all_above(
                    [score_of(APPLES, "ja_multilateral")],
                    [score_of(FRUIT, "ja_multilateral"), score_of(MELONS, "ja_multilateral")],
                ),
            ),
            Reading(
                "sum of upgrading above both others",
                all_above(
                    [score_of(APPLES, "up_sum")],
                    [score_of(FRUIT, "up_sum"), score_of(MELONS, "up_sum")],
                ),
            ),
        ),
    ),
)


SALMON_CLAIMS: tuple[Claim, ...] = (
    Claim(
        "an-salmon-world-share",
        f"{FISH}, Description of the cluster, paragraph 1",
        "The region has almost all of Chile's and a quarter of the world's farmed salmon.",
        needs="farmed salmon by country and Chilean region, about 2002",
    ),
    Claim(
        "an-salmon-jobs",
        f"{FISH}, Description of the cluster, paragraph 1",
        "More than 40,000 people work for the cluster directly or indirectly.",
        (Reading("the jobs of Table 2", compare(SALMON_JOBS, ">", _says(4, 40000))),),
    ),
    Claim(
        "an-salmon-processors",
        f"{FISH}, Description of the cluster, paragraph 1",
        "34 processing companies are at its core.",
        (
            Reading(
                "no more than the firms in the main chain (Table 2)",
                compare(figure_of(SALMON, "firms"), ">=", _says(4, 34)),
            ),
        ),
    ),
    Claim(
        "an-salmon-farms",
        f"{FISH}, Description of the cluster, paragraph 1",
        "More than 500 farming centres belong to its core.",
        needs="the number of farming sites; Table 2 counts firms, which may have several",
    ),
    Claim(
        "an-salmon-suppliers",
        f"{FISH}, Description of the cluster, paragraph 1",
        "Almost 150 direct suppliers serve the cluster.",
        (
            Reading(
                "the additional providers of Table 2, within a tenth",
                _about(figure_of(SALMON, "additional_firms"), _says(4, 150)),
            ),
        ),
    ),
    Claim(
        "an-salmon-turnover",
        f"{FISH}, Description of the cluster, paragraph 1",
        "The industry turns over about US$ 1,000 million a year.",
        (
            Reading(
                "the production of Table 2, within a tenth",
                _about(figure_of(SALMON, "production_2002"), _says(4, 1000)),
            ),
        ),
    ),
    Claim(
        "an-salmon-sharp-growth",
        f"{FISH}, Description of the cluster, paragraph 1",
        "The industry grew sharply in the 1990s.",
        (
            Reading(
                "production at least doubled from 1995 to 2002",
                compare(
                    ratio(
                        figure_of(SALMON, "production_2002"), figure_of(SALMON, "production_1995")
                    ),
                    ">=",
                    number(2),
                ),
            ),
            Reading(
                "tonnes at least doubled in the maturing stage",
                compare(
                    ratio(
                        stage_figure("maturing", "tonnes_end"),
                        stage_figure("maturing", "tonnes_start"),
                    ),
                    ">=",
                    number(2),
                ),
            ),
        ),
    ),
    Claim(
        "an-salmon-destinations",
        f"{FISH}, Description of the cluster, paragraph 1",
        "Japan and the United States took 84 percent of exports to 62 countries in 2002.",
        needs="Chilean exports of salmon and trout by destination, 2002",
    ),
    Repeat(
        "an-salmon-learning-stage",
        f"{FISH}, Description of the cluster, paragraph 2",
        "The learning stage lasted from 1978 to 1985.",
        repeats="nr-salmon-first-stage",
    ),
    Claim(
        "an-salmon-first-thousand",
        f"{FISH}, Description of the cluster, paragraph 2",
        "The first 1,000 tonnes were exported in 1985.",
        (
            Reading(
                "as much was produced by then (Table 20)",
                compare(stage_figure("initial_learning", "tonnes_end"), ">=", _says(4, 1000)),
            ),
            Reading(
                "about as much, within a tenth",
                _about(stage_figure("initial_learning", "tonnes_end"), _says(4, 1000)),
            ),
        ),
    ),
    Claim(
        "an-salmon-margins-shrink",
        f"{FISH}, Description of the cluster, paragraph 2",
        "Margins shrank quickly in the maturing stage.",
        (
            Reading(
                "its highest price below the lowest of the stage before (Table 20)",
                compare(
                    stage_figure("maturing", "price_high"),
                    "<",
                    stage_figure("initial_learning", "price_low"),
                ),
            ),
        ),
    ),
    Claim(
        "an-salmon-qualified-labour",
        f"{FISH}, Description of the cluster, paragraph 3; External economies",
        "The workforce is well qualified.",
        (Reading("labour market High", _score(SALMON, "ee_labour_market", "==", HIGH)),),
    ),
    Claim(
        "an-salmon-productivity",
        f"{FISH}, Description of the cluster, paragraph 3",
        "Labour productivity rose more than wages.",
        needs="jobs and wages in the cluster in two years; Table 2 has the jobs of one",
    ),
    Claim(
        "an-salmon-inputs",
        f"{FISH}, External economies",
        "Feed, equipment and services are available close by.",
        (Reading("availability of inputs High", _score(SALMON, "ee_inputs", "==", HIGH)),),
    ),
    Claim(
        "an-salmon-external-economies",
        f"{FISH}, External economies",
        "External economies carried the industry's fast expansion.",
        (
            Reading("above the group's mean", against_group(SALMON, "eei", ">", NATURAL)),
            Reading(
                "no component below Medium",
                all_hold(*(_score(SALMON, name, ">=", MEDIUM) for name in EXTERNAL_ECONOMIES)),
            ),
        ),
    ),
    Claim(
        "an-salmon-public-promotion",
        f"{FISH}, External economies",
        "Public institutions supported sanitation, marketing and technology.",
        (Reading("multilateral linkages High", _score(SALMON, "ja_multilateral", "==", HIGH)),),
    ),
    Claim(
        "an-salmon-first-phases",
        f"{FISH}, Joint actions, paragraph 1",
        "The first two phases of the cluster ran from 1984 to 1993.",
        (
            Reading(
                "the years of Table 20",
                all_hold(
                    compare(stage_figure("initial_learning", "from_year"), "==", _says(4, 1984)),
                    compare(stage_figure("maturing", "to_year"), "==", _says(4, 1993)),
                ),
            ),
            Reading(
                "years within those stages as Table 20 has them",
                all_hold(
                    compare(stage_figure("initial_learning", "from_year"), "<=", _says(4, 1984)),
                    compare(stage_figure("maturing", "to_year"), ">=", _says(4, 1993)),
                ),
            ),
        ),
    ),
    Claim(
        "an-salmon-collective-actions",
        f"{FISH}, Joint actions",
        "The cluster undertook important collective action.",
        (
            Reading(
                "joint action above the group's mean", against_group(SALMON, "jai", ">", NATURAL)
            ),
            Reading("multilateral linkages High", _score(SALMON, "ja_multilateral", "==", HIGH)),
        ),
    ),
    Claim(
        "an-salmon-cooperation-faded",
        f"{FISH}, Joint actions, paragraph 1; Value chains",
        "Cooperation between companies weakened after the mid-1990s.",
        needs="joint action scored at two dates; Annex 1 has one",
    ),
    Claim(
        "an-salmon-quasi-hierarchy",
        f"{FISH}, Value chains and governance, paragraph 1; Open questions",
        "Relations between firms of the cluster are now mostly quasi-hierarchical.",
        (
            Reading("a quasi-hierarchy of any reach", _of(SALMON, QUASI)),
            Reading(
                "a quasi-hierarchy within the country",
                _of(SALMON, in_chain("gov_quasi_hierarchy", "domestic")),
            ),
        ),
    ),
    Claim(
        "an-salmon-no-pure-form",
        f"{FISH}, Value chains and governance, paragraph 2",
        "Its governance is no pure form.",
        (
            Reading("more than one kind of chain", _of(SALMON, chains())),
            Reading(
                "a network and a quasi-hierarchy", _of(SALMON, in_chain("gov_network") & QUASI)
            ),
        ),
    ),
    Claim(
        "an-salmon-product-process",
        f"{FISH}, Upgrading",
        "Pioneers introduced new products and, step by step, better technology.",
        tuple(
            Reading(f"{KINDS[kind]} upgrading High", _score(SALMON, kind, "==", HIGH))
            for kind in (PRODUCT, PROCESS)
        ),
    ),
    Claim(
        "an-salmon-integration",
        f"{FISH}, Description of the cluster, paragraph 2; Open questions",
        "Larger firms took on further stages of the chain, from farming to distribution.",
        (
            Reading(
                "functional upgrading at least Medium", _score(SALMON, FUNCTIONAL, ">=", MEDIUM)
            ),
        ),
    ),
    Claim(
        "an-salmon-new-sectors",
        f"{FISH}, Upgrading",
        "Equipment, software and biotechnology came to be made locally.",
        (Reading("some intersectoral upgrading", _score(SALMON, INTERSECTORAL, ">", number(0))),),
    ),
)


SOFTWARE_CLAIMS: tuple[Claim, ...] = (
    Claim(
        "an-software-national-value",
        f"{CODE}, Description of the clusters, paragraph 1",
        "Mexican software was worth US$ 196 million in 2001.",
        (
            Reading(
                "no less than three of its clusters together a year later (Table 2)",
                compare(
                    total_of(
                        [
                            figure_of(name, "production_2002")
                            for name in (AGUASCALIENTES, MEXICO_CITY, MONTERREY)
                        ],
                        "Aguascalientes, Mexico City and Monterrey (Table 2):",
                    ),
                    "<=",
                    _says(5, 196),
                ),
            ),
        ),
    ),
    Claim(
        "an-software-national-jobs",
        f"{CODE}, Description of the clusters, paragraph 1",
        "Some 22,000 people work in Mexican software.",
        (
            Reading(
                "no fewer than in the four clusters of Table 2 together",
                compare(
                    total_of(
                        [figure_of(name, "direct_jobs") for name in MEXICAN_SOFTWARE],
                        "direct jobs in the four clusters (Table 2):",
                    ),
                    "<=",
                    _says(5, 22000),
                ),
            ),
        ),
    ),
    Claim(
        "an-software-growth",
        f"{CODE}, Description of the clusters, paragraph 1",
        "Mexican software grew by 9 percent a year from 1993 to 2001.",
        needs="sales of software in Mexico in 1993 and 2001; Table 2 has none for 1995",
    ),
    Claim(
        "an-software-size-shares",
        f"{CODE}, Description of the clusters, paragraph 2",
        "The four size classes make up all firms.",
        (Reading("the shares given add up", calculation(_size_shares)),),
    ),
    Claim(
        "an-software-micro",
        f"{CODE}, Description of the clusters, paragraph 2",
        "Nine in ten software firms are micro firms.",
        needs="software firms by size; Table 2 has the firms and jobs of each cluster as a whole",
    ),
    Claim(
        "an-software-skilled-regions",
        f"{CODE}, Description of the clusters, paragraph 4; Collective efficiency, paragraph 2",
        "Skilled people are easily found in all four Mexican clusters.",
        (
            Reading("labour market at least Medium", _mexican(is_("ee_labour_market", ">=", 2))),
            Reading("labour market High", _mexican(is_("ee_labour_market", "==", 3))),
        ),
    ),
    Claim(
        "an-software-mexico-city-origin",
        f"{CODE}, Description of the clusters, growth paths",
        "Mexico City's cluster began to grow with IBM in the 1960s.",
        (Reading("the date of creation in Table 2", _created(MEXICO_CITY, 1960, 1969)),),
    ),
    Claim(
        "an-software-monterrey-origin",
        f"{CODE}, Description of the clusters, growth paths",
        "Monterrey's cluster goes back to outsourcing in the 1980s.",
        (Reading("the date of creation in Table 2", _created(MONTERREY, 1980, 1989)),),
    ),
    Claim(
        "an-software-components-found",
        f"{CODE}, Collective efficiency, paragraph 1",
        "External economies and joint action of various forms exist in these clusters.",
        (
            Reading(
                "no component absent in any",
                all_hold(*(_mexican(is_(name, ">", 0)) for name in COMPONENTS)),
            ),
        ),
    ),
    Claim(
        "an-software-information",
        f"{CODE}, Collective efficiency, paragraph 3",
        "Access to information is an external economy that all share.",
        (
            Reading("at least Medium", _mexican(is_("ee_information", ">=", 2))),
            Reading("High", _mexican(is_("ee_information", "==", 3))),
        ),
    ),
    Claim(
        "an-software-bilateral",
        f"{CODE}, Collective efficiency, paragraph 5",
        "Firms commonly cooperate with each other in all clusters.",
        (
            Reading("bilateral linkages at least Medium", _mexican(is_("ja_bilateral", ">=", 2))),
            Reading(
                "highest mean of the groups",
                all_above(
                    [average("ja_bilateral", SOFTWARE)],
                    [
                        average("ja_bilateral", group)
                        for group in SECTOR_GROUPS
                        if group != SOFTWARE
                    ],
                ),
            ),
        ),
    ),
    Claim(
        "an-software-multilateral-first",
        f"{CODE}, Collective efficiency, paragraph 6",
        "Joint action through institutions is the most widespread form in all clusters.",
        (
            Reading(
                "above each other form in every software cluster",
                all_hold(
                    *(
                        every(exceeds("ja_multilateral", name), SOFTWARE)
                        for name in JOINT_ACTION
                        if name != "ja_multilateral"
                    )
                ),
            ),
            Reading(
                "below no other form in any software cluster",
                all_hold(
                    *(
                        none(exceeds(name, "ja_multilateral"), SOFTWARE)
                        for name in JOINT_ACTION
                        if name != "ja_multilateral"
                    )
                ),
            ),
            Reading(
                "highest mean of the four forms",
                all_above(
                    [average("ja_multilateral", SOFTWARE)],
                    [average(name, SOFTWARE) for name in JOINT_ACTION if name != "ja_multilateral"],
                ),
            ),
        ),
    ),
    Claim(
        "an-software-associations",
        f"{CODE}, Collective efficiency, paragraph 6",
        "Mexico City, Guadalajara and Aguascalientes have very active business associations.",
        (
            Reading(
                "multilateral linkages High in the three",
                each_of(
                    [MEXICO_CITY, GUADALAJARA, AGUASCALIENTES], is_("ja_multilateral", "==", 3)
                ),
            ),
            Reading(
                "High in no other Mexican software cluster",
                only_among(
                    MEXICAN_SOFTWARE,
                    [MEXICO_CITY, GUADALAJARA, AGUASCALIENTES],
                    is_("ja_multilateral", "==", 3),
                ),
            ),
        ),
    ),
    Claim(
        "an-software-universities",
        f"{CODE}, Collective efficiency, paragraph 7",
        "Firms and universities work together closely in all clusters.",
        (
            Reading("multilateral linkages High", _mexican(is_("ja_multilateral", "==", 3))),
            Reading(
                "multilateral linkages at least Medium", _mexican(is_("ja_multilateral", ">=", 2))
            ),
        ),
    ),
    Claim(
        "an-software-medium-to-high",
        f"{CODE}, Collective efficiency, last paragraph",
        "Collective efficiency of software clusters is medium to high.",
        (
            Reading("no Low degree", none(degree_is("low"), SOFTWARE)),
            Reading(
                "no Low degree printed in Table 15 for the Mexican clusters",
                all_hold(*(_printed_degree(name, ("medium", "high")) for name in MEXICAN_SOFTWARE)),
            ),
        ),
    ),
    Repeat(
        "an-software-institutions-surprising",
        f"{CODE}, Collective efficiency, last paragraph",
        "Joint action through institutions is surprisingly strong.",
        repeats="sw-collective-institutions-high",
    ),
    Repeat(
        "an-software-recent",
        f"{CODE}, Collective efficiency, last paragraph",
        "Most of the clusters are quite recent.",
        repeats="sw-clusters-recent",
    ),
    Repeat(
        "an-software-market-network",
        f"{CODE}, Value chains, paragraph 1",
        "Relations with clients are mainly of the market or network type.",
        repeats="sw-relations-market-network",
    ),
    Repeat(
        "an-software-few-quasi",
        f"{CODE}, Value chains, paragraph 1",
        "Global quasi-hierarchies are very few.",
        repeats="sw-few-quasi-hierarchies",
    ),
    Repeat(
        "an-software-domestic-market",
        f"{CODE}, Value chains, paragraph 2",
        "The clusters sell mainly in the country.",
        repeats="sw-clients-mainly-local",
    ),
    Claim(
        "an-software-product-process-high",
        f"{CODE}, Upgrading, paragraph 1",
        "Product and process upgrading are high in all clusters.",
        tuple(
            Reading(f"{KINDS[kind]} upgrading High", _mexican(is_(kind, "==", 3)))
            for kind in (PRODUCT, PROCESS)
        ),
    ),
    Repeat(
        "an-software-efficiency-product",
        f"{CODE}, Upgrading, paragraph 3",
        "Collective efficiency furthers product upgrading in all clusters.",
        repeats="sw-efficiency-helps-product",
    ),
    Repeat(
        "an-software-universities-process",
        f"{CODE}, Upgrading, paragraph 4",
        "Ties with universities and joint certification further process upgrading.",
        repeats="sw-initiatives-help-process",
    ),
    Repeat(
        "an-software-functional",
        f"{CODE}, Upgrading, paragraph 5",
        "Functional upgrading seems more common here than in other sectors.",
        repeats="sw-functional-more-common",
    ),
    Repeat(
        "an-software-networks-product",
        f"{CODE}, Upgrading, last paragraph",
        "Network relations with customers further product upgrading.",
        repeats="sw-networks-help-product",
    ),
    Repeat(
        "an-software-efficiency-upgrading",
        f"{CODE}, Upgrading, last paragraph",
        "Collective efficiency explains software firms' ability to upgrade.",
        repeats="sw-conclusion-efficiency-explains-upgrading",
    ),
    Repeat(
        "an-software-high-efficiency",
        f"{CODE}, Role of policy, paragraph 1",
        "Collective efficiency of software clusters is high.",
        repeats="sw-conclusion-efficiency-high",
    ),
    Repeat(
        "an-software-aguascalientes-firms",
        f"{CODE}, Role of policy, paragraph 2",
        "Aguascalientes' association has 34 member firms.",
        repeats="sw-aguascalientes-association-size",
    ),
)


CHIPILO_CLAIMS: tuple[Claim, ...] = (
    Claim(
        "an-chipilo-end-of-1980s",
        f"{WOOD}, Description of the cluster, paragraph 1",
        "Segusino was founded at the end of the 1980s.",
        (Reading("the date of creation in Table 2", _created(CHIPILO, 1987, 1989)),),
    ),
    Claim(
        "an-chipilo-first-workers",
        f"{WOOD}, Description of the cluster, paragraph 1",
        "Segusino started with 20 employees.",
        (
            Reading(
                "as chapter 3 has it, fewer than 20",
                compare(_says(6, 20), "<", Quantity("chapter 3, fewer than", number(20).value)),
            ),
        ),
    ),
    Repeat(
        "an-chipilo-record-exports",
        f"{WOOD}, Description of the cluster, paragraph 2",
        "Segusino's exports reached a record of more than US$ 30 million in 1998.",
        repeats="tm-segusino-export-record",
    ),
    Claim(
        "an-chipilo-segusino-jobs",
        f"{WOOD}, Description of the cluster, paragraph 3",
        "Segusino and its subcontractors had 3,000 workers at best.",
        (
            Reading(
                "no more than the cluster's direct jobs (Table 2)",
                compare(figure_of(CHIPILO, "direct_jobs"), ">=", _says(6, 3000)),
            ),
        ),
    ),
    Claim(
        "an-chipilo-number-of-firms",
        f"{WOOD}, Description of the cluster, paragraphs 3 and 4",
        "The cluster is Segusino, over 100 subcontractors and five to eight larger firms.",
        (
            Reading(
                "at least 106 firms in Table 2",
                compare(figure_of(CHIPILO, "firms"), ">=", _says(6, 106)),
            ),
        ),
    ),
    Claim(
        "an-chipilo-decline",
        f"{WOOD}, Description of the cluster, paragraph 5",
        "The cluster has declined since 2000.",
        (
            Reading(
                "production lower in 2002 than in 1995",
                compare(
                    figure_of(CHIPILO, "production_2002"),
                    "<",
                    figure_of(CHIPILO, "production_1995"),
                ),
            ),
            Reading(
                "exports lower in 2002 than in 1996",
                compare(
                    figure_of(CHIPILO, "exports_2002"), "<", figure_of(CHIPILO, "exports_1996")
                ),
            ),
        ),
    ),
    Claim(
        "an-chipilo-exports-of-production",
        f"{WOOD}, Value chains; Table 2",
        "Part of Chipilo's furniture is sold in Mexico.",
        (
            Reading(
                "exports below production in 2002",
                compare(
                    _share_exported(CHIPILO, "exports_2002", "production_2002"), "<", number(1)
                ),
            ),
            Reading(
                "exports below production in the mid-1990s",
                compare(
                    _share_exported(CHIPILO, "exports_1996", "production_1995"), "<", number(1)
                ),
            ),
        ),
    ),
    Claim(
        "an-chipilo-competition",
        f"{WOOD}, Description of the cluster, paragraph 5",
        "Chinese firms and falling demand cut into Chipilo's market.",
        needs="United States imports of wooden furniture from Mexico and China, values and unit "
        "values, 1995 to 2003",
    ),
    Claim(
        "an-chipilo-appreciation",
        f"{WOOD}, Description of the cluster, paragraph 5",
        "The real appreciation of the peso made inputs dearer.",
        needs="real exchange rate of the peso and Mexican imports of wood and furniture fittings",
    ),
    Claim(
        "an-chipilo-no-solid-efficiency",
        f"{WOOD}, Collective efficiency, paragraph 1",
        "No solid form of collective efficiency developed.",
        (
            Reading("the degree is Low", _of(CHIPILO, degree_is("low"))),
            Reading(
                "no component High",
                all_hold(*(_score(CHIPILO, name, "<", HIGH) for name in COMPONENTS)),
            ),
        ),
    ),
    Claim(
        "an-chipilo-below-average",
        f"{WOOD}, Collective efficiency, paragraph 1",
        "Collective efficiency is below the average of traditional manufacturing.",
        (
            Reading("recomputed", against_group(CHIPILO, "ce_index", "<", TRADITIONAL)),
            Reading(
                "as Table 3 prints both",
                compare(
                    printed_in("table_03", CHIPILO, "ce_index"),
                    "<",
                    printed_in("table_03", "average", "ce_index"),
                ),
            ),
        ),
    ),
    Repeat(
        "an-chipilo-vertical-prevails",
        f"{WOOD}, Collective efficiency, paragraph 1",
        "Vertical relations with Segusino prevail.",
        repeats="co-chipilo-vertical",
    ),
    Claim(
        "an-chipilo-vertical-interferes",
        f"{WOOD}, Collective efficiency, paragraph 1",
        "Vertical dominance holds back external economies and joint action in Chipilo.",
        (
            Reading(
                "external economies below the group's mean",
                against_group(CHIPILO, "eei", "<", TRADITIONAL),
            ),
            Reading(
                "joint action below the group's mean",
                against_group(CHIPILO, "jai", "<", TRADITIONAL),
            ),
        ),
    ),
    Repeat(
        "an-chipilo-especially-joint-action",
        f"{WOOD}, Collective efficiency, paragraph 1",
        "It holds back joint action in particular.",
        repeats="tm-chipilo-especially-joint-action",
    ),
    Claim(
        "an-chipilo-labour",
        f"{WOOD}, External economies, labour market",
        "Farmers have yet to become skilled carpenters.",
        (
            Reading("labour market at most Low", _score(CHIPILO, "ee_labour_market", "<=", LOW)),
            Reading(
                "labour market below the group's mean",
                against_group(CHIPILO, "ee_labour_market", "<", TRADITIONAL),
            ),
        ),
    ),
    Repeat(
        "an-chipilo-inputs",
        f"{WOOD}, External economies, inputs",
        "Segusino supplies its subcontractors with inputs.",
        repeats="tm-chipilo-inputs-from-leader",
    ),
    Claim(
        "an-chipilo-information",
        f"{WOOD}, External economies, information",
        "Family ties and imitation make information easy to come by.",
        (
            Reading(
                "access to information at least Medium",
                _score(CHIPILO, "ee_information", ">=", MEDIUM),
            ),
            Reading(
                "access to information above the group's mean",
                against_group(CHIPILO, "ee_information", ">", TRADITIONAL),
            ),
        ),
    ),
    Claim(
        "an-chipilo-market-access",
        f"{WOOD}, External economies, market access",
        "Few firms sell directly to the market.",
        (
            Reading("market access at most Low", _score(CHIPILO, "ee_market_access", "<=", LOW)),
            Reading(
                "market access below the group's mean",
                against_group(CHIPILO, "ee_market_access", "<", TRADITIONAL),
            ),
        ),
    ),
    Repeat(
        "an-chipilo-backward",
        f"{WOOD}, Joint actions, backward linkages",
        "Segusino and its subcontractors work together rather well.",
        repeats="tm-chipilo-backward-linkages",
    ),
    Repeat(
        "an-chipilo-multilateral",
        f"{WOOD}, Joint actions, multilateral linkages; Role of policy",
        "Attempts at collective institutions failed.",
        repeats="tm-chipilo-institutions-failed",
    ),
    Repeat(
        "an-chipilo-market-chains",
        f"{WOOD}, Value chains",
        "Segusino sold under market conditions at home and abroad.",
        repeats="tm-chipilo-sells-under-market-conditions",
    ),
    Claim(
        "an-chipilo-no-foreign-quasi",
        f"{WOOD}, Value chains",
        "Foreign buyers do not command the chain.",
        (
            Reading(
                "no global quasi-hierarchy",
                negated(_of(CHIPILO, in_chain("gov_quasi_hierarchy", "global"))),
            ),
        ),
    ),
    Claim(
        "an-chipilo-domestic-quasi",
        f"{WOOD}, Value chains",
        "Segusino and other leaders command their subcontractors.",
        (
            Reading(
                "a domestic quasi-hierarchy",
                _of(CHIPILO, in_chain("gov_quasi_hierarchy", "domestic")),
            ),
        ),
    ),
    Claim(
        "an-chipilo-functional",
        f"{WOOD}, Upgrading",
        "Design and distribution improved fast.",
        (
            Reading("some functional upgrading", _score(CHIPILO, FUNCTIONAL, ">", number(0))),
            Reading(
                "functional upgrading at least Medium", _score(CHIPILO, FUNCTIONAL, ">=", MEDIUM)
            ),
            Reading(
                "functional upgrading above the group's mean",
                against_group(CHIPILO, FUNCTIONAL, ">", TRADITIONAL),
            ),
        ),
    ),
    Claim(
        "an-chipilo-process",
        f"{WOOD}, Upgrading",
        "Production became better and more innovative.",
        (Reading("process upgrading at least Medium", _score(CHIPILO, PROCESS, ">=", MEDIUM)),),
    ),
)


DAIRY_CLAIMS: tuple[Claim, ...] = (
    Claim(
        "an-dairy-firms",
        f"{MILK}, Description of the cluster, paragraph 1",
        "10,000 small producers and some 500 large companies are at work.",
        (
            Reading(
                "the firms of Table 2, within a tenth",
                _about(figure_of(DAIRY, "firms"), _says(7, 10500)),
            ),
        ),
    ),
    Claim(
        "an-dairy-volume",
        f"{MILK}, Description of the cluster, paragraph 1",
        "They produce 60 to 80 million gallons a year.",
        needs="the price of milk in Nicaragua in 2002, to compare with the value in Table 2",
    ),
    Claim(
        "an-dairy-internal-market",
        f"{MILK}, Description of the cluster, paragraph 1",
        "Before the shift 80 percent of production went to the internal market.",
        (
            Reading(
                "in the mid-1990s, within a tenth", _about(DAIRY_SOLD_AT_HOME, _says(7, "0.8"))
            ),
            Reading(
                "no more than that by the mid-1990s, with the shift under way",
                compare(DAIRY_SOLD_AT_HOME, "<=", _says(7, "0.8")),
            ),
        ),
    ),
    Claim(
        "an-dairy-turn-abroad",
        f"{MILK}, Description of the cluster, paragraph 1",
        "The cluster shifted towards international markets.",
        (
            Reading(
                "the exported share of production grew",
                compare(
                    _share_exported(DAIRY, "exports_2002", "production_2002"),
                    ">",
                    _share_exported(DAIRY, "exports_1996", "production_1995"),
                ),
            ),
        ),
    ),
    Claim(
        "an-dairy-start",
        f"{MILK}, Description of the cluster, paragraph 1",
        "The cluster's modern growth started at the beginning of the 1990s.",
        (Reading("the date of creation in Table 2", _created(DAIRY, 1990, 1992)),),
    ),
    Claim(
        "an-dairy-since-mid-1990s",
        f"{MILK}, Description of the cluster, paragraph 2",
        "Development has been remarkable since the mid-1990s.",
        (
            Reading(
                "production grew",
                compare(
                    figure_of(DAIRY, "production_2002"), ">", figure_of(DAIRY, "production_1995")
                ),
            ),
            Reading(
                "exports at least doubled",
                compare(
                    ratio(figure_of(DAIRY, "exports_2002"), figure_of(DAIRY, "exports_1996")),
                    ">=",
                    number(2),
                ),
            ),
            Reading(
                "the cluster was created then (Table 2)",
                _created(DAIRY, 1993, 1996),
            ),
        ),
    ),
    Claim(
        "an-dairy-lobby",
        f"{MILK}, Description of the cluster, paragraph 2",
        "Firms formed an institution to represent them.",
        (
            Reading(
                "multilateral linkages at least Medium",
                _score(DAIRY, "ja_multilateral", ">=", MEDIUM),
            ),
        ),
    ),
    Claim(
        "an-dairy-external-economies-medium",
        f"{MILK}, Degree of collective efficiency",
        "External economies are Medium in general.",
        (
            Reading(
                "the average of the four scores is 2",
                compare(
                    Quantity(
                        "eei / 4 of dairy_boaco_chontales:",
                        ratio(score_of(DAIRY, "eei"), number(4)).value,
                    ),
                    "==",
                    MEDIUM,
                ),
            ),
        ),
    ),
    Claim(
        "an-dairy-labour",
        f"{MILK}, Degree of collective efficiency",
        "The labour market is fairly specialised.",
        (Reading("Medium", _score(DAIRY, "ee_labour_market", "==", MEDIUM)),),
    ),
    Claim(
        "an-dairy-inputs",
        f"{MILK}, Degree of collective efficiency",
        "Inputs are moderately well available, machinery excepted.",
        (Reading("Medium", _score(DAIRY, "ee_inputs", "==", MEDIUM)),),
    ),
    Claim(
        "an-dairy-information",
        f"{MILK}, Degree of collective efficiency",
        "Access to information is acceptable.",
        (Reading("Medium", _score(DAIRY, "ee_information", "==", MEDIUM)),),
    ),
    Claim(
        "an-dairy-market-access",
        f"{MILK}, Degree of collective efficiency",
        "Access to the market is rather good.",
        (
            Reading("at least Medium", _score(DAIRY, "ee_market_access", ">=", MEDIUM)),
            Reading(
                "better than the merely acceptable access to information",
                _of(DAIRY, exceeds("ee_market_access", "ee_information")),
            ),
        ),
    ),
    Claim(
        "an-dairy-vertical",
        f"{MILK}, Joint action",
        "Backward and forward relations are of a medium kind.",
        tuple(
            Reading(f"{label} linkages Medium", _score(DAIRY, variable, "==", MEDIUM))
            for variable, label in (("ja_backward", "backward"), ("ja_forward", "forward"))
        ),
    ),
    Claim(
        "an-dairy-horizontal",
        f"{MILK}, Joint action",
        "Bilateral and multilateral relations are fairly good.",
        (
            *(
                Reading(f"{label} linkages at least Medium", _score(DAIRY, variable, ">=", MEDIUM))
                for variable, label in (
                    ("ja_bilateral", "bilateral"),
                    ("ja_multilateral", "multilateral"),
                )
            ),
            Reading(
                "better than the medium vertical ones",
                compare(
                    _sum_of(DAIRY, ("ja_bilateral", "ja_multilateral")),
                    ">",
                    _sum_of(DAIRY, ("ja_backward", "ja_forward")),
                ),
            ),
        ),
    ),
    Claim(
        "an-dairy-many-chains",
        f"{MILK}, Value chains",
        "Many value chains operate in the cluster.",
        (Reading("three kinds or more", compare(_kinds_of_chain(DAIRY), ">=", number(3))),),
    ),
    Claim(
        "an-dairy-parmalat",
        f"{MILK}, Value chains",
        "Parmalat's chain is a hierarchy.",
        (Reading("a hierarchy led from abroad", _of(DAIRY, in_chain("gov_hierarchy", "global"))),),
    ),
    Claim(
        "an-dairy-landowners",
        f"{MILK}, Value chains",
        "Large owners and groups of producers sell under market relations.",
        (Reading("a market chain", _of(DAIRY, in_chain("gov_market"))),),
    ),
    Claim(
        "an-dairy-salvadoran",
        f"{MILK}, Value chains",
        "Foreign exporters from El Salvador lead a quasi-hierarchy.",
        (
            Reading(
                "a global quasi-hierarchy", _of(DAIRY, in_chain("gov_quasi_hierarchy", "global"))
            ),
        ),
    ),
    Claim(
        "an-dairy-cooperatives",
        f"{MILK}, Value chains",
        "Local cooperatives form a network among themselves.",
        (Reading("a domestic network chain", _of(DAIRY, in_chain("gov_network", "domestic"))),),
    ),
    Claim(
        "an-dairy-upgrading-medium",
        f"{MILK}, Upgrading",
        "Product, process and functional upgrading are Medium.",
        tuple(
            Reading(f"{label} upgrading Medium", _score(DAIRY, kind, "==", MEDIUM))
            for kind, label in KINDS.items()
        ),
    ),
    Claim(
        "an-dairy-intersectoral",
        f"{MILK}, Upgrading",
        "New competences in other sectors are few.",
        (
            Reading("intersectoral upgrading at most Low", _score(DAIRY, INTERSECTORAL, "<=", LOW)),
            Reading("but some", _score(DAIRY, INTERSECTORAL, ">", number(0))),
        ),
    ),
    Claim(
        "an-dairy-efficiency-worked",
        f"{MILK}, Role of policy",
        "Collective efficiency strengthened local producers.",
        (
            Reading("degree at least Medium", negated(_of(DAIRY, degree_is("low")))),
            Reading(
                "joint action above the group's mean",
                against_group(DAIRY, "jai", ">", NATURAL),
            ),
        ),
    ),
)


CLAIMS: tuple[Claim, ...] = (
    *METALWORKING_CLAIMS,
    *FRUIT_CLAIMS,
    *SALMON_CLAIMS,
    *SOFTWARE_CLAIMS,
    *CHIPILO_CLAIMS,
    *DAIRY_CLAIMS,
)
