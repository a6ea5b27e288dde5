"""Front matter, foreword, executive summary, chapters 1 and 2 (Tables 1 and 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial, reduce
from operator import or_
from typing import Literal

from upgrading import printed
from upgrading.audit.claims.repeats import Repeat
from upgrading.audit.claims.shared_readings import leaders_do_not_foster
from upgrading.claims.evidence import (
    ANY,
    Condition,
    Evidence,
    Operator,
    Row,
    chains,
    chosen,
    degree_is,
    exceeds,
    in_any_chain,
    in_chain,
    in_led_chain,
    industry_is,
    is_,
    present,
)
from upgrading.claims.readings import (
    Claim,
    Outcome,
    Quantity,
    Reading,
    Test,
    against_other_groups,
    all_above,
    all_hold,
    association,
    average,
    calculation,
    compare,
    every,
    few,
    figure_of,
    higher_where,
    kruskal_wallis,
    most,
    negated,
    number,
    number_of,
    only,
    printed_in,
    ratio,
    rises_with_degree,
    score_of,
    share_of,
    stated,
)
from upgrading.numbers import shown
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, SECTOR_GROUPS, UPGRADING

TRADITIONAL = "traditional_manufacturing"
NATURAL = "natural_resource_based"
COMPLEX = "complex_product_systems"
SOFTWARE = "specialised_suppliers"

FOREWORD = "Foreword"
SUMMARY = "Executive summary"
INTRODUCTION = "Chapter 1, Introduction"
FRAMEWORK = "Chapter 2, The theoretical framework"
METHOD = "Chapter 2, The methodology of the study"
TABLE_2 = f"{METHOD}, Table 2"

SALMON = "salmon_austral_region"

PRODUCT, PROCESS, FUNCTIONAL = "up_product", "up_process", "up_functional"

KINDS = ((PRODUCT, "product"), (PROCESS, "process"), (FUNCTIONAL, "functional"))
PATTERNS = (
    ("gov_market", "market chain"),
    ("gov_network", "network"),
    ("gov_quasi_hierarchy", "quasi-hierarchy"),
)

QUASI_HIERARCHY = in_chain("gov_quasi_hierarchy")
NETWORK = in_chain("gov_network")
LED_FROM_ABROAD = in_led_chain("global")
LEVEL = 0.05

INDEX_TABLES = {
    "table_03": TRADITIONAL,
    "table_07": NATURAL,
    "table_11": COMPLEX,
    "table_15": SOFTWARE,
}


GLOBAL_CHAIN = in_any_chain("global")


def _size(group: str) -> Quantity:
    return Quantity(
        f"clusters, {SECTOR_GROUPS[group].lower()}:",
        lambda evidence: Fraction(len(chosen(evidence, group))),
    )


def _scored(*variables: str) -> Condition:
    return Condition(
        f"a score for {', '.join(variables)}",
        lambda row: all(row[variable] is not None for variable in variables),
    )


def _against_other_groups(variable: str, operator: Literal[">", "<"], group: str) -> Test:
    return against_other_groups(lambda name: average(variable, name), operator, group)


def _printed_against_other_groups(
    exhibit: str, variable: str, operator: Literal[">", "<"], group: str
) -> Test:
    return against_other_groups(lambda name: printed_in(exhibit, name, variable), operator, group)


def _apart(samples: Iterable[tuple[str, list[Fraction]]], text: str) -> Outcome:
    found = [(name, [float(value) for value in values]) for name, values in samples if values]
    sizes = ", ".join(f"{name} {len(values)}" for name, values in found)
    result = kruskal_wallis([values for _, values in found])
    if result is None:
        return Outcome(None, f"{text} cannot be compared: {sizes}")
    statistic, p = result
    return Outcome(p < LEVEL, f"{text}: Kruskal–Wallis H = {statistic:.2f}, p = {p:.3f} ({sizes})")


def _values(rows: Iterable[Row], variable: str | Condition) -> list[Fraction]:
    if isinstance(variable, str):
        return present(rows, variable)
    held = (variable.holds(row) for row in rows)
    return [Fraction(value) for value in held if value is not None]


def _differs_between_groups(variable: str | Condition) -> Test:
    text = f"{variable if isinstance(variable, str) else variable.text} between sector groups"

    def test(evidence: Evidence) -> Outcome:
        return _apart(
            (
                (label.lower(), _values(chosen(evidence, name), variable))
                for name, label in SECTOR_GROUPS.items()
            ),
            text,
        )

    return test


def _differs_with(variable: str, condition: Condition) -> Test:
    parts = (condition, ~condition)

    def test(evidence: Evidence) -> Outcome:
        return _apart(
            ((part.text, _values(chosen(evidence, None, part), variable)) for part in parts),
            f"{variable} by {condition.text}",
        )

    return test


def _range_of(quantities: Iterable[Quantity], text: str) -> Quantity:
    parts = tuple(quantities)

    def value(evidence: Evidence) -> Fraction | None:
        known = [item for part in parts if (item := part.value(evidence)) is not None]
        return max(known) - min(known)

    return Quantity(text, value)


def _spread(variable: str) -> Quantity:
    return _range_of(
        (average(variable, name) for name in SECTOR_GROUPS),
        f"range of the group means of {variable}:",
    )


def _spread_over_patterns(variable: str) -> Quantity:
    return _range_of(
        (average(variable, None, in_chain(pattern)) for pattern, _ in PATTERNS),
        f"range of mean {variable} over the patterns:",
    )


def _printed_spread(variable: str) -> Quantity:
    return _range_of(
        (printed_in("table_17", row, variable) for row in SECTOR_GROUPS),
        f"range of {variable} in Table 17:",
    )


def _share_of_joint_action(evidence: Evidence) -> tuple[bool | None, str]:
    overall = {name: average(name).value(evidence) for name in ("eei", "jai", "ce_index")}
    within: dict[str, Fraction] = {"eei": Fraction(0), "jai": Fraction(0)}
    total = Fraction(0)
    for group in SECTOR_GROUPS:
        size = len(chosen(evidence, group))
        away = {}
        for name, centre in overall.items():
            own = average(name, group).value(evidence)
            if own is None or centre is None:
                return None, f"no mean of {name}, {SECTOR_GROUPS[group].lower()}"
            away[name] = own - centre
        total += size * away["ce_index"] ** 2
        for name in within:
            within[name] += size * away["ce_index"] * away[name] / 2
    share = within["jai"] / total
    return share > Fraction(1, 2), (
        f"jai carries {shown(share * 100, 0)} % of the variance of ce_index between groups"
    )


def _more_than_functional(quantity: Callable[[str], Quantity]) -> Test:
    return all_above([quantity(PRODUCT), quantity(PROCESS)], [quantity(FUNCTIONAL)])


def _some_upgrading(operator: Operator, least: int) -> Condition:
    return reduce(or_, (is_(variable, operator, least) for variable, _ in KINDS))


def _count(text: str, function: Callable[[Evidence], int]) -> Quantity:
    return Quantity(text, lambda evidence: Fraction(function(evidence)), 0)


def _studied(evidence: Evidence) -> set[str]:
    return {row["cluster_id"] for row in evidence.by_profile.values()}


CLUSTERS = _count("clusters scored:", lambda evidence: len(evidence.rows))
ROWS = _count("rows of Table 2:", lambda evidence: len(evidence.by_profile))
STUDIED = _count(
    "clusters in Table 2 (mangoes and grapes are one):", lambda evidence: len(_studied(evidence))
)


FROM_LITERATURE = _count(
    "clusters scored that are not in Table 2:",
    lambda evidence: len(evidence.by_cluster.keys() - _studied(evidence)),
)


def _studied_rows(evidence: Evidence) -> list[Row]:
    """The cluster of each row of Table 2."""
    return [evidence.by_cluster[row["cluster_id"]] for row in evidence.by_profile.values()]


def _salmon_alone_of_those_studied(evidence: Evidence) -> tuple[bool, str]:
    upgraded = is_("up_intersectoral", ">", 0)
    found = sorted(name for name in _studied(evidence) if upgraded.holds(evidence.by_cluster[name]))
    return found == [SALMON], f"with {upgraded.text}: {', '.join(found) or 'no cluster'}"


def _countries(evidence: Evidence) -> tuple[bool, str]:
    found = sorted({row["country"] for row in _studied_rows(evidence)})
    return found == ["BRA", "CHL", "MEX", "NIC"], f"countries in Table 2: {', '.join(found)}"


FRUIT = ("Mangoes and grapes", "Melons", "Apples")


def _rows_for(country: str, industries: tuple[str, ...], text: str) -> Quantity:
    return _count(
        f"rows of Table 2, {text}:",
        lambda evidence: sum(
            row["country"] == country and row["industry"] in industries
            for row in _studied_rows(evidence)
        ),
    )


def _fruit_clusters(evidence: Evidence) -> int:
    return len({row["cluster_id"] for row in _studied_rows(evidence) if row["industry"] in FRUIT})


def _exports_exceed(exports: str, production: str) -> Callable[[Evidence], list[str]]:
    def rows(evidence: Evidence) -> list[str]:
        return [
            name
            for name, row in evidence.by_profile.items()
            if row[exports] is not None
            and row[production] is not None
            and row[exports] > row[production]
        ]

    return rows


def _only_the_flagged_rows(evidence: Evidence) -> tuple[bool, str]:
    found = {
        *_exports_exceed("exports_2002", "production_2002")(evidence),
        *_exports_exceed("exports_1996", "production_1995")(evidence),
    }
    named = sorted(found)
    return (
        named == ["mangoes_petrolina_juazeiro", "melons_rio_grande_do_norte"],
        f"exports above production at either date: {', '.join(named)}",
    )


def _jobs_per_firm(profile: str, place: str) -> Quantity:
    return ratio(
        figure_of(profile, "direct_jobs"),
        figure_of(profile, "firms"),
        f"direct jobs per firm, {place} (Table 2):",
        1,
    )


def _printed_index(
    variable: str, expected: Callable[[Evidence, str, str], Fraction | None]
) -> Test:
    def function(evidence: Evidence) -> tuple[bool, str]:
        wrong, checked = [], 0
        for table, group in INDEX_TABLES.items():
            for cluster in (row["cluster_id"] for row in chosen(evidence, group)):
                if (table, cluster, variable) not in evidence.cells:
                    continue  # an author's addition, which the report does not print
                text = evidence.cells[table, cluster, variable]
                value = printed.score(text)
                if value is None:
                    continue
                right = expected(evidence, table, cluster)
                if right is None:
                    continue  # left without an index by the rule for what is not available
                checked += 1
                if abs(value - right) > Fraction(1, 2 * 10 ** printed.decimals(text)):
                    wrong.append(f"{cluster} printed {text}, not {shown(right, 2, trim=True)}")
        text = f"{checked - len(wrong)} of {checked} printed {variable} agree"
        return not wrong, text + (f"; {'; '.join(wrong)}" if wrong else "")

    return calculation(function)


def _sum_of_scores(variable: str) -> Callable[[Evidence, str, str], Fraction | None]:
    def expected(evidence: Evidence, table: str, cluster: str) -> Fraction | None:
        value = evidence.by_cluster[cluster][variable]
        return None if value is None else Fraction(value)

    return expected


def _half_sum_as_printed(evidence: Evidence, table: str, cluster: str) -> Fraction:
    parts = (printed.score(evidence.cells[table, cluster, name]) for name in ("eei", "jai"))
    return sum((part for part in parts if part is not None), Fraction(0)) / 2


def _degrees_follow_indices(evidence: Evidence) -> tuple[bool, str]:
    wrong, checked = [], 0
    for table, group in INDEX_TABLES.items():
        for cluster in (row["cluster_id"] for row in chosen(evidence, group)):
            if (table, cluster, "ce_index") not in evidence.cells:
                continue  # an author's addition, which the report does not print
            value = printed.score(evidence.cells[table, cluster, "ce_index"])
            text = evidence.cells[table, cluster, "ce_degree"]
            if value is None:
                continue
            checked += 1
            degree = "high" if value >= Fraction("9.5") else "low" if value <= 5 else "medium"
            if printed.degree(text) != degree:
                wrong.append(f"{cluster} {text} at {shown(value, 2, trim=True)}")
    text = f"{checked - len(wrong)} of {checked} printed degrees follow from the printed index"
    return not wrong, text + (f"; not {', '.join(wrong)}" if wrong else "")


def _on_scale(step: Fraction | None) -> Test:
    def function(evidence: Evidence) -> tuple[bool, str]:
        off = [
            f"{row['cluster_id']} {name} {shown(value, 2)}"
            for name in COMPONENTS
            for row in evidence.rows
            if (value := row[name]) is not None
            and (not 0 <= value <= 3 or (step is not None and value % step != 0))
        ]
        named = f": {', '.join(off)}" if 0 < len(off) <= 5 else ""
        return not off, f"scores off the scale: {len(off)}{named}"

    return calculation(function)


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "sm-foreword-twelve-new-clusters",
        f"{FOREWORD}, second paragraph",
        "The analysis collects original data on twelve new clusters.",
        (
            Reading("rows of Table 2", compare(ROWS, "==", number(12))),
            Reading("distinct clusters among them", compare(STUDIED, "==", number(12))),
            Reading(
                "the number that the executive summary gives (eleven)",
                compare(stated(12, "stated here"), "==", stated(11, "in the summary")),
            ),
        ),
    ),
    Claim(
        "sm-foreword-innovation-from-collective-efficiency",
        f"{FOREWORD}, second paragraph",
        "Firms in clusters innovate thanks to external economies and joint action.",
        (
            Reading(
                "product upgrading goes with external economies, all clusters",
                association("eei", PRODUCT),
            ),
            Reading(
                "process upgrading goes with external economies, all clusters",
                association("eei", PROCESS),
            ),
            Reading(
                "product upgrading goes with joint action, all clusters",
                association("jai", PRODUCT),
            ),
            Reading(
                "process upgrading goes with joint action, all clusters",
                association("jai", PROCESS),
            ),
        ),
    ),
    Claim(
        "sm-foreword-collective-efficiency-varies-with-governance",
        f"{FOREWORD}, second paragraph",
        "Collective efficiency varies with the governance of the value chain.",
        tuple(
            Reading(
                f"the index differs at 5 % with being in a {name}",
                _differs_with("ce_index", in_chain(pattern)),
            )
            for pattern, name in PATTERNS
        ),
    ),
    Claim(
        "sm-foreword-sector-matters",
        f"{FOREWORD}, second paragraph",
        "Collective efficiency and upgrading vary with the economic sector.",
        (
            Reading("the index differs at 5 %", _differs_between_groups("ce_index")),
            Reading("product upgrading differs at 5 %", _differs_between_groups(PRODUCT)),
            Reading("process upgrading differs at 5 %", _differs_between_groups(PROCESS)),
            Reading("functional upgrading differs at 5 %", _differs_between_groups(FUNCTIONAL)),
        ),
    ),
    Claim(
        "sm-clustered-firms-ahead-of-isolated",
        f"{SUMMARY}, first paragraph",
        "Small firms in clusters are at an advantage over firms outside them.",
        needs="figures on firms outside clusters (productivity, exports) to compare with",
    ),
    Claim(
        "sm-clusters-increasingly-in-chains",
        f"{SUMMARY}, first paragraph",
        "More and more clusters of small firms take part in value chains.",
        needs="the governance patterns of the clusters at two dates",
    ),
    Claim(
        "sm-eleven-new-clusters",
        f"{SUMMARY}, second paragraph",
        "The analysis collects original data on eleven new clusters.",
        (
            Reading("rows of Table 2", compare(ROWS, "==", number(11))),
            Reading("distinct clusters among them", compare(STUDIED, "==", number(11))),
            Reading(
                "the number that the foreword and chapter 2 give (twelve)",
                compare(stated(11, "stated here"), "==", stated(12, "in the foreword")),
            ),
        ),
    ),
    Claim(
        "sm-field-study-countries",
        f"{SUMMARY}, second paragraph",
        "The new clusters lie in Brazil, Chile, Mexico and Nicaragua.",
        (Reading("the countries of the clusters in Table 2", calculation(_countries)),),
    ),
    Claim(
        "sm-team-of-twelve",
        f"{SUMMARY}, second paragraph",
        "Twelve experts carried out the analysis.",
        (
            Reading(
                "the members of the research team that the front matter thanks by name",
                compare(stated(12, "stated here"), "==", stated(14, "in the front matter")),
            ),
        ),
    ),
    Claim(
        "sm-sectors-differ-in-governance",
        f"{SUMMARY}, third paragraph",
        "The governance of value chains differs systematically between sector groups.",
        (
            Reading(
                "the share in market chains differs at 5 %",
                _differs_between_groups(in_chain("gov_market")),
            ),
            Reading(
                "the share in network chains differs at 5 %",
                _differs_between_groups(NETWORK),
            ),
            Reading(
                "the share in quasi-hierarchies differs at 5 %",
                _differs_between_groups(QUASI_HIERARCHY),
            ),
            Reading(
                "the share in hierarchies differs at 5 %",
                _differs_between_groups(in_chain("gov_hierarchy")),
            ),
        ),
    ),
    Claim(
        "sm-sectors-differ-in-upgrading",
        f"{SUMMARY}, third paragraph",
        "Upgrading differs systematically between sector groups.",
        (
            Reading("product upgrading differs at 5 %", _differs_between_groups(PRODUCT)),
            Reading("process upgrading differs at 5 %", _differs_between_groups(PROCESS)),
            Reading("functional upgrading differs at 5 %", _differs_between_groups(FUNCTIONAL)),
        ),
    ),
    Claim(
        "sm-sectors-differ-in-collective-efficiency",
        f"{SUMMARY}, third paragraph",
        "Sector groups reach different levels of collective efficiency.",
        (
            Reading("the index differs at 5 %", _differs_between_groups("ce_index")),
            Reading("external economies differ at 5 %", _differs_between_groups("eei")),
            Reading("joint action differs at 5 %", _differs_between_groups("jai")),
            Reading(
                "the printed means of Table 17 span at least one point of the index",
                compare(_printed_spread("ce_index"), ">=", number(1)),
            ),
        ),
    ),
    Claim(
        "sm-joint-action-makes-the-difference",
        f"{SUMMARY}, third paragraph",
        "Joint action accounts for most of the difference in collective efficiency between groups.",
        (
            Reading(
                "more than half of the variance between groups",
                calculation(_share_of_joint_action),
            ),
            Reading(
                "recomputed group means of joint action lie further apart",
                compare(_spread("jai"), ">", _spread("eei")),
            ),
            Reading(
                "so do the printed ones of Table 17",
                compare(_printed_spread("jai"), ">", _printed_spread("eei")),
            ),
        ),
    ),
    Claim(
        "sm-external-economies-more-common",
        f"{SUMMARY}, third paragraph",
        "In most clusters passive external economies are more common than joint action.",
        (
            Reading("the higher index in most clusters", most(exceeds("eei", "jai"))),
            Reading(
                "the higher index in most clusters of each group",
                all_hold(*(most(exceeds("eei", "jai"), group) for group in SECTOR_GROUPS)),
            ),
            Reading("the higher mean", compare(average("eei"), ">", average("jai"))),
        ),
    ),
    Claim(
        "sm-upgrading-in-most-clusters",
        f"{SUMMARY}, fourth paragraph",
        "Most of the clusters have upgraded.",
        (
            Reading("some kind of upgrading above zero", most(_some_upgrading(">", 0))),
            Reading("some kind of upgrading at least medium", most(_some_upgrading(">=", 2))),
            Reading(
                "product or process upgrading at least medium",
                most(is_(PRODUCT, ">=", 2) | is_(PROCESS, ">=", 2)),
            ),
        ),
    ),
    Claim(
        "sm-product-process-more-common",
        f"{SUMMARY}, fourth paragraph",
        "Product and process upgrading are more common than functional upgrading.",
        (
            Reading("higher means", _more_than_functional(average)),
            Reading(
                "found in more clusters",
                _more_than_functional(lambda kind: share_of(is_(kind, ">", 0))),
            ),
            Reading(
                "at least medium in more clusters",
                _more_than_functional(lambda kind: share_of(is_(kind, ">=", 2))),
            ),
            Reading(
                "the higher score in most clusters",
                all_hold(most(exceeds(PRODUCT, FUNCTIONAL)), most(exceeds(PROCESS, FUNCTIONAL))),
            ),
            Reading(
                "higher means in each group",
                all_hold(
                    *(
                        _more_than_functional(partial(average, group=group))
                        for group in SECTOR_GROUPS
                    )
                ),
            ),
            Reading(
                "higher in each row of Table 19",
                all_hold(
                    *(
                        _more_than_functional(partial(printed_in, "table_19", group))
                        for group in SECTOR_GROUPS
                    )
                ),
            ),
        ),
    ),
    Claim(
        "sm-functional-rare",
        f"{SUMMARY}, fourth paragraph",
        "Functional upgrading is seldom achieved.",
        (
            Reading("above zero in less than half of the clusters", few(is_(FUNCTIONAL, ">", 0))),
            Reading(
                "at least medium in less than half of the clusters", few(is_(FUNCTIONAL, ">=", 2))
            ),
            Reading("low on average", compare(average(FUNCTIONAL), "<=", number(1))),
        ),
    ),
    Claim(
        "sm-collective-efficiency-helps-in-all-sectors",
        f"{SUMMARY}, fourth paragraph",
        "Collective efficiency furthers upgrading in every sector group.",
        tuple(
            Reading(
                f"{label} rises with the index in each group",
                all_hold(
                    *(
                        association("ce_index", variable, group=group, where=where)
                        for group in SECTOR_GROUPS
                    )
                ),
            )
            for variable, label, where in (
                ("up_sum", "the sum of upgrading", is_(FUNCTIONAL, ">=", 0)),
                (PRODUCT, "product upgrading", ANY),
                (PROCESS, "process upgrading", ANY),
                (FUNCTIONAL, "functional upgrading", ANY),
            )
        ),
    ),
    Claim(
        "sm-transnationals-dominate-complex-products",
        f"{SUMMARY}, fourth paragraph",
        "In complex product systems the strategy of transnational leaders prevails.",
        (
            Reading(
                "most clusters are in a global quasi-hierarchy or hierarchy",
                most(LED_FROM_ABROAD, COMPLEX),
            ),
            Reading(
                "a larger share than in the other groups with governance scores",
                all_hold(
                    *(
                        compare(
                            share_of(LED_FROM_ABROAD, COMPLEX),
                            ">",
                            share_of(LED_FROM_ABROAD, group),
                        )
                        for group in (TRADITIONAL, NATURAL)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "sm-intersectoral-only-salmon",
        f"{SUMMARY}, fourth paragraph",
        "Only the Chilean salmon cluster has upgraded into another sector.",
        (
            Reading(
                "of all clusters, the one score above zero",
                only([SALMON], is_("up_intersectoral", ">", 0)),
            ),
            Reading(
                "of the clusters studied in the field, the one score above zero",
                calculation(_salmon_alone_of_those_studied),
            ),
        ),
    ),
    Claim(
        "sm-global-chains-open-markets",
        f"{SUMMARY}, fifth paragraph",
        "Chains led by large firms of the developed world ease access to the international market.",
        (
            Reading(
                "higher market access in global quasi-hierarchies and hierarchies, all clusters",
                higher_where("ee_market_access", LED_FROM_ABROAD),
            ),
            Reading(
                "higher market access in any global chain, all clusters",
                higher_where("ee_market_access", GLOBAL_CHAIN),
            ),
        ),
    ),
    Claim(
        "sm-global-leaders-do-not-foster",
        f"{SUMMARY}, fifth paragraph",
        "In natural resource and complex product clusters global leaders seldom foster upgrading.",
        (
            *leaders_do_not_foster(NATURAL, "natural resources"),
            *leaders_do_not_foster(COMPLEX, "complex products"),
        ),
    ),
    Claim(
        "sm-buyers-help-traditional",
        f"{SUMMARY}, fifth paragraph",
        "In traditional industries foreign buyers often further product and process upgrading.",
        tuple(
            Reading(
                f"{label} upgrading higher in chains led from abroad",
                higher_where(variable, LED_FROM_ABROAD, TRADITIONAL),
            )
            for variable, label in ((PRODUCT, "product"), (PROCESS, "process"))
        ),
    ),
    Claim(
        "sm-macroeconomy-matters-everywhere",
        f"{SUMMARY}, sixth paragraph",
        "Clusters of every type depend on favourable macroeconomic conditions.",
        needs="exports of the clusters year by year, with exchange rates and demand",
    ),
    Claim(
        "sm-upgrading-in-natural-resources-from-collective-efficiency",
        f"{SUMMARY}, policies by sector group",
        "In natural resource-based clusters collective efficiency furthers upgrading.",
        (
            *(
                Reading(
                    f"{label} upgrading rises with the index",
                    association("ce_index", variable, group=NATURAL),
                )
                for variable, label in KINDS
            ),
            Reading(
                "the sum of upgrading rises with the index",
                association("ce_index", "up_sum", group=NATURAL),
            ),
            Reading(
                "the mean sum of upgrading rises with the degree",
                rises_with_degree("up_sum", NATURAL),
            ),
        ),
    ),
    Claim(
        "sm-global-chains-promising-for-natural-resources",
        f"{SUMMARY}, policies by sector group",
        "For natural resource-based clusters a global chain is an opportunity to upgrade.",
        tuple(
            Reading(
                f"{label} upgrading higher in global chains",
                higher_where(variable, GLOBAL_CHAIN, NATURAL),
            )
            for variable, label in ((PRODUCT, "product"), (PROCESS, "process"))
        ),
    ),
    Claim(
        "sm-complex-products-least-opportunity",
        f"{SUMMARY}, policies by sector group",
        "Complex product systems offer small firms the fewest chances to upgrade.",
        (
            *(
                Reading(
                    f"the lowest mean {label} upgrading of the groups",
                    _against_other_groups(variable, "<", COMPLEX),
                )
                for variable, label in KINDS
            ),
            Reading(
                "the lowest row of Table 19 in all three kinds",
                all_hold(
                    *(
                        _printed_against_other_groups("table_19", variable, "<", COMPLEX)
                        for variable, _ in KINDS
                    )
                ),
            ),
        ),
    ),
    Claim(
        "sm-software-opportunities",
        f"{SUMMARY}, policies by sector group",
        "In software, collective efficiency and joint action are powerful means of upgrading.",
        (
            Reading(
                "upgrading rises with the index",
                association("ce_index", "up_sum", group=SOFTWARE),
            ),
            Reading(
                "upgrading rises with joint action",
                association("jai", "up_sum", group=SOFTWARE),
            ),
            Reading(
                "the highest joint action and the highest product, process and functional "
                "upgrading of the groups",
                all_hold(
                    *(
                        _against_other_groups(variable, ">", SOFTWARE)
                        for variable in ("jai", PRODUCT, PROCESS, FUNCTIONAL)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "sm-low-road-wood-furniture",
        f"{INTRODUCTION}, first paragraph",
        "Prices of wooden furniture exported to the European Union fell faster than volumes grew.",
        needs="values and quantities of wooden furniture imported by the European Union, by year",
    ),
    Claim(
        "sm-low-road-sinos-valley",
        f"{INTRODUCTION}, first paragraph",
        "The Sinos Valley paid for growing shoe exports with lower wages.",
        needs="shoe exports and wages of the Sinos Valley, by year",
    ),
    Claim(
        "sm-clusters-overcome-constraints",
        f"{INTRODUCTION}, third paragraph",
        "In clusters small firms overcome their want of skills, inputs, markets and information.",
        tuple(
            Reading(f"{label} at least medium in most clusters", most(is_(variable, ">=", 2)))
            for variable, label in (
                ("ee_labour_market", "the labour market"),
                ("ee_inputs", "the availability of inputs"),
                ("ee_market_access", "market access"),
                ("ee_information", "access to information"),
            )
        ),
    ),
    Claim(
        "sm-case-studies-listed",
        f"{INTRODUCTION}, outline of chapter 3",
        "The case studies are a salmon, a dairy, a metalworking, a furniture, four agro-industry "
        "and several software clusters.",
        (
            Reading(
                "four rows of Brazilian fruit in Table 2, one of each other, several of software",
                all_hold(
                    compare(_rows_for("BRA", FRUIT, "fruit in Brazil"), "==", number(4)),
                    compare(_rows_for("CHL", ("Salmon",), "salmon in Chile"), "==", number(1)),
                    compare(
                        _rows_for("NIC", ("Milk and dairy",), "dairy in Nicaragua"),
                        "==",
                        number(1),
                    ),
                    compare(
                        _rows_for("BRA", ("Metalworking",), "metalworking in Brazil"),
                        "==",
                        number(1),
                    ),
                    compare(
                        _rows_for("MEX", ("Furniture",), "furniture in Mexico"), "==", number(1)
                    ),
                    compare(_rows_for("MEX", ("Software",), "software in Mexico"), ">", number(2)),
                ),
            ),
            Reading(
                "four clusters of Brazilian fruit among those scored",
                compare(
                    _count("fruit clusters of Table 2:", _fruit_clusters),
                    "==",
                    number(4),
                ),
            ),
        ),
    ),
    Claim(
        "sm-more-than-forty-studies",
        f"{INTRODUCTION}, outline of chapter 3",
        "The survey of the literature covers more than forty cluster studies.",
        (
            Reading("the studies are the clusters scored", compare(CLUSTERS, ">", number(40))),
            Reading(
                "enough studies for the clusters scored that are not in Table 2",
                compare(FROM_LITERATURE, "<=", number(40)),
            ),
        ),
    ),
    Claim(
        "sm-hypothesis-collective-efficiency",
        "Chapter 2, The theoretical framework, and The methodology of the study",
        "The collective efficiency of a cluster affects upgrading in it.",
        tuple(
            Reading(
                f"{label} upgrading rises with the index, all clusters",
                association("ce_index", variable),
            )
            for variable, label in KINDS
        ),
    ),
    Claim(
        "sm-hypothesis-governance",
        "Chapter 2, The theoretical framework, and The methodology of the study",
        "The governance of a cluster's value chain affects upgrading in it.",
        tuple(
            Reading(
                f"{label} upgrading differs at 5 % with being in a {name}",
                _differs_with(variable, in_chain(pattern)),
            )
            for pattern, name in PATTERNS
            for variable, label in KINDS
        )
        + tuple(
            Reading(
                f"means of {label} upgrading lie half a grade apart between these patterns",
                compare(_spread_over_patterns(variable), ">=", number("0.5")),
            )
            for variable, label in KINDS
        ),
    ),
    Claim(
        "sm-hypothesis-sector",
        "Chapter 2, The theoretical framework, and The methodology of the study",
        "The sector of a cluster affects upgrading in it.",
        tuple(
            Reading(
                f"{label} upgrading differs at 5 % between sector groups",
                _differs_between_groups(variable),
            )
            for variable, label in KINDS
        ),
    ),
    Claim(
        "sm-clustering-alone-not-enough",
        f"{FRAMEWORK}, Clusters",
        "A concentration of firms does not by itself make an industrial district.",
        (
            Reading(
                "some clusters have a low degree of collective efficiency",
                compare(number_of(degree_is("low")), ">", number(0)),
            ),
            Reading(
                "some clusters have an external economy or a joint action that is absent",
                compare(
                    number_of(reduce(or_, (is_(name, "==", 0) for name in COMPONENTS))),
                    ">",
                    number(0),
                ),
            ),
        ),
    ),
    Claim(
        "sm-chains-inform-firms",
        f"{FRAMEWORK}, Value chains",
        "Taking part in global chains gives small firms information that they need to upgrade.",
        (
            Reading(
                "higher access to information in global chains, all clusters",
                higher_where("ee_information", GLOBAL_CHAIN),
            ),
            Reading(
                "higher access to information in chains led from abroad, all clusters",
                higher_where("ee_information", LED_FROM_ABROAD),
            ),
        ),
    ),
    Claim(
        "sm-leaders-promote-all-upgrading",
        f"{FRAMEWORK}, Value chains (after Gereffi)",
        "Leaders of global chains promote process, product and functional upgrading almost "
        "by themselves.",
        tuple(
            Reading(
                f"{label} upgrading higher in chains led from abroad, all clusters",
                higher_where(variable, LED_FROM_ABROAD),
            )
            for variable, label in (
                (PROCESS, "process"),
                (PRODUCT, "product"),
                (FUNCTIONAL, "functional"),
            )
        ),
    ),
    Claim(
        "sm-quasi-hierarchy-favours-product-process",
        f"{FRAMEWORK}, Value chains (after Humphrey and Schmitz)",
        "A quasi-hierarchical chain favours process and product upgrading.",
        tuple(
            Reading(
                f"{label} upgrading higher in quasi-hierarchies, all clusters",
                higher_where(variable, QUASI_HIERARCHY),
            )
            for variable, label in ((PROCESS, "process"), (PRODUCT, "product"))
        ),
    ),
    Claim(
        "sm-quasi-hierarchy-hinders-functional",
        f"{FRAMEWORK}, Value chains (after Humphrey and Schmitz)",
        "A quasi-hierarchical chain hinders functional upgrading.",
        (
            Reading(
                "lower functional upgrading in quasi-hierarchies, all clusters",
                compare(
                    average(FUNCTIONAL, None, QUASI_HIERARCHY),
                    "<",
                    average(FUNCTIONAL, None, ~QUASI_HIERARCHY),
                ),
            ),
            Reading(
                "lower functional upgrading in global quasi-hierarchies, all clusters",
                compare(
                    average(FUNCTIONAL, None, in_chain("gov_quasi_hierarchy", "global")),
                    "<",
                    average(FUNCTIONAL, None, ~in_chain("gov_quasi_hierarchy", "global")),
                ),
            ),
        ),
    ),
    Claim(
        "sm-networks-ideal",
        f"{FRAMEWORK}, Value chains (after Humphrey and Schmitz)",
        "Networks offer the best conditions for upgrading.",
        tuple(
            Reading(
                f"{label} upgrading higher in networks than in market chains and quasi-hierarchies",
                all_hold(
                    compare(
                        average(variable, None, NETWORK),
                        ">",
                        average(variable, None, in_chain("gov_market")),
                    ),
                    compare(
                        average(variable, None, NETWORK),
                        ">",
                        average(variable, None, QUASI_HIERARCHY),
                    ),
                ),
            )
            for variable, label in KINDS
        ),
    ),
    Claim(
        "sm-networks-unlikely",
        f"{FRAMEWORK}, Value chains (after Humphrey and Schmitz)",
        "Producers of developing countries are unlikely to find themselves in networks.",
        (
            Reading("less than half of the clusters", negated(most(NETWORK))),
            Reading(
                "fewer clusters than in market chains and in quasi-hierarchies",
                all_hold(
                    compare(number_of(NETWORK), "<", number_of(in_chain("gov_market"))),
                    compare(number_of(NETWORK), "<", number_of(QUASI_HIERARCHY)),
                ),
            ),
        ),
    ),
    Claim(
        "sm-several-chains-often",
        f"{FRAMEWORK}, Value chains",
        "Clusters are often in several types of chain at once.",
        (
            Reading("most clusters", most(chains())),
            Reading(
                "at least a third of the clusters",
                compare(share_of(chains()), ">=", number("1/3")),
            ),
        ),
    ),
    Claim(
        "sm-process-upgrading-sinos-valley",
        f"{FRAMEWORK}, Upgrading",
        "The footwear producers of the Sinos Valley upgraded their processes.",
        (
            Reading(
                "process upgrading above zero",
                compare(score_of("footwear_sinos_valley", PROCESS), ">", number(0)),
            ),
            Reading(
                "above the mean of all clusters",
                compare(score_of("footwear_sinos_valley", PROCESS), ">", average(PROCESS)),
            ),
        ),
    ),
    Claim(
        "sm-functional-upgrading-torreon",
        f"{FRAMEWORK}, Upgrading",
        "Torreón's jeans industry upgraded functionally, from assembly to full-package production.",
        (
            Reading(
                "functional upgrading above zero",
                compare(score_of("garments_torreon", FUNCTIONAL), ">", number(0)),
            ),
            Reading(
                "above the mean of all clusters",
                compare(score_of("garments_torreon", FUNCTIONAL), ">", average(FUNCTIONAL)),
            ),
        ),
    ),
    Claim(
        "sm-group-traditional",
        f"{FRAMEWORK}, Upgrading, Table 1",
        "Traditional manufacturing is textiles and garments, footwear, furniture and tiles.",
        (
            Reading(
                "every cluster of the group",
                every(
                    industry_is("Textiles", "Garments", "Footwear", "Furniture", "Ceramic tiles"),
                    TRADITIONAL,
                ),
            ),
        ),
    ),
    Claim(
        "sm-group-natural-resources",
        f"{FRAMEWORK}, Upgrading, Table 1",
        "Resource-based industries are sugar, tobacco, wine, fruit, dairy and mining.",
        (
            Reading(
                "every cluster of the group",
                every(
                    industry_is(
                        "Sugar",
                        "Tobacco",
                        "Wine",
                        "Mangoes and grapes",
                        "Melons",
                        "Apples",
                        "Milk and dairy",
                        "Marble",
                        "Copper",
                    ),
                    NATURAL,
                ),
            ),
        ),
    ),
    Claim(
        "sm-group-complex-products",
        f"{FRAMEWORK}, Upgrading, Table 1",
        "Complex product systems are cars and their parts, aircraft and consumer electronics.",
        (
            Reading(
                "every cluster of the group",
                every(
                    industry_is(
                        "Automotive", "Aeronautics", "Electronics", "Audiovisual equipment"
                    ),
                    COMPLEX,
                ),
            ),
            Reading(
                "every cluster of the group, with the ICT that the text adds",
                every(
                    industry_is(
                        "Automotive",
                        "Aeronautics",
                        "Electronics",
                        "Audiovisual equipment",
                        "ICT (Intel)",
                    ),
                    COMPLEX,
                ),
            ),
        ),
    ),
    Claim(
        "sm-group-software",
        f"{FRAMEWORK}, Upgrading, Table 1 and the paragraph on specialised suppliers",
        "Of the specialised suppliers only software is considered.",
        (Reading("every cluster of the group", every(industry_is("Software"), SOFTWARE)),),
    ),
    Claim(
        "sm-software-firms-small",
        f"{FRAMEWORK}, Upgrading, Table 1",
        "Specialised suppliers are often small firms.",
        (
            Reading(
                "fewer than 50 direct jobs per firm in each software cluster of Table 2",
                all_hold(
                    *(
                        compare(_jobs_per_firm(profile, place), "<", number(50))
                        for profile, place in (
                            ("software_aguascalientes", "Aguascalientes"),
                            ("software_mexico_city", "Mexico City"),
                            ("software_guadalajara", "Guadalajara"),
                            ("software_monterrey", "Monterrey"),
                        )
                    )
                ),
            ),
        ),
    ),
    Claim(
        "sm-traditional-and-natural-most-numerous",
        f"{FRAMEWORK}, Upgrading, after Table 1",
        "Traditional and resource-based industries are by far the most numerous.",
        (
            Reading(
                "each has more of the clusters than either of the other groups",
                all_hold(
                    *(
                        compare(_size(group), ">", _size(other))
                        for group in (TRADITIONAL, NATURAL)
                        for other in (COMPLEX, SOFTWARE)
                    )
                ),
            ),
            Reading(
                "together they have most of the clusters",
                compare(
                    share_of(
                        Condition(
                            "traditional or resource-based industry",
                            lambda row: row["group"] in (TRADITIONAL, NATURAL),
                        )
                    ),
                    ">",
                    number("0.5"),
                ),
            ),
        ),
    ),
    Claim(
        "sm-complex-products-anchored",
        f"{FRAMEWORK}, Upgrading, after Table 1",
        "In complex product systems the local firms usually depend on one leading assembler.",
        (
            Reading(
                "most clusters are in a quasi-hierarchy or hierarchy",
                most(QUASI_HIERARCHY | in_chain("gov_hierarchy"), COMPLEX),
            ),
        ),
    ),
    Claim(
        "sm-software-promising",
        f"{FRAMEWORK}, Upgrading, after Table 1",
        "Software is an especially promising sector for small firms.",
        tuple(
            Reading(
                f"the highest mean {label} upgrading of the groups",
                _against_other_groups(variable, ">", SOFTWARE),
            )
            for variable, label in KINDS
        ),
    ),
    Claim(
        "sm-software-proximity-of-clients",
        f"{FRAMEWORK}, Upgrading, after Table 1",
        "In software, nearness to clients may further product and process upgrading.",
        tuple(
            Reading(
                f"{label} upgrading rises with market access",
                association("ee_market_access", variable, group=SOFTWARE),
            )
            for variable, label in ((PRODUCT, "product"), (PROCESS, "process"))
        ),
    ),
    Repeat(
        "sm-method-twelve-new-clusters",
        METHOD,
        "The study collects original data on the twelve new clusters of Table 2.",
        repeats="sm-foreword-twelve-new-clusters",
    ),
    Claim(
        "sm-forty-cases",
        METHOD,
        "The study selects forty cases.",
        (Reading("clusters that the tables score", compare(CLUSTERS, "==", number(40))),),
    ),
    Claim(
        "sm-cases-agglomerated",
        METHOD,
        "All cases show some geographical clustering of small firms.",
        needs="the number and size of firms of each cluster and of its surroundings",
    ),
    Claim(
        "sm-cases-upgraded",
        METHOD,
        "All cases have upgraded to some degree.",
        (
            Reading("some kind of upgrading above zero", every(is_("up_sum", ">", 0))),
            Reading(
                "some kind of upgrading at least low",
                every(reduce(or_, (is_(name, ">=", 1) for name in UPGRADING))),
            ),
        ),
    ),
    Claim(
        "sm-cases-in-value-chains",
        METHOD,
        "All cases are part of a value chain.",
        (Reading("where governance is scored", every(in_any_chain("any"))),),
    ),
    Claim(
        "sm-generalisation",
        METHOD,
        "The cases approximate clusters and value chains in Latin America well enough to "
        "generalise from them.",
        needs="a list of all clusters of Latin America from which the cases are drawn",
    ),
    Claim(
        "sm-collected-for-each-cluster",
        METHOD,
        "Collective efficiency, governance and upgrading were recorded for each cluster.",
        (
            Reading("collective efficiency", every(_scored("ce_index", *COMPONENTS))),
            Reading("governance", every(_scored(*GOVERNANCE))),
            Reading("product and process upgrading", every(_scored(PRODUCT, PROCESS))),
            Reading("functional upgrading", every(_scored(FUNCTIONAL))),
            Reading("intersectoral upgrading", every(_scored("up_intersectoral"))),
        ),
    ),
    Claim(
        "sm-scale-of-scores",
        f"{METHOD}, and footnote 11",
        "External economies and joint action are scored on an ordered scale from 0 to 3.",
        (
            Reading("every score lies from 0 to 3", _on_scale(None)),
            Reading("every score is a whole or a half", _on_scale(Fraction(1, 2))),
            Reading("every score is one of the four grades", _on_scale(Fraction(1))),
        ),
    ),
    Claim(
        "sm-indices-are-sums",
        f"{METHOD}, footnote 11",
        "The indices of external economies and of joint action are the sums of their scores.",
        (
            Reading(
                "external economies in Tables 3, 7, 11 and 15",
                _printed_index("eei", _sum_of_scores("eei")),
            ),
            Reading(
                "joint action in Tables 3, 7, 11 and 15",
                _printed_index("jai", _sum_of_scores("jai")),
            ),
        ),
    ),
    Claim(
        "sm-index-is-simple-average",
        f"{METHOD}, footnote 11",
        "The index of collective efficiency is the simple average of the two indices.",
        (
            Reading(
                "printed index against the two printed beside it",
                _printed_index("ce_index", _half_sum_as_printed),
            ),
            Reading(
                "printed index against the scores of the annex",
                _printed_index("ce_index", _sum_of_scores("ce_index")),
            ),
        ),
    ),
    Claim(
        "sm-degrees-follow-thresholds",
        "Chapter 3, notes to Tables 3, 7, 11 and 15",
        "The degree is high from an index of 9.5 on, low up to 5, and medium between.",
        (Reading("printed degrees and indices", calculation(_degrees_follow_indices)),),
    ),
    Claim(
        "sm-table-2-salmon-firms",
        f"{TABLE_2}, note 1",
        "The salmon cluster counts 65 firms in the main chain and 150 further local suppliers.",
        (
            Reading(
                "as in the table",
                all_hold(
                    compare(figure_of("salmon_austral_region", "firms"), "==", number(65)),
                    compare(
                        figure_of("salmon_austral_region", "additional_firms"), "==", number(150)
                    ),
                ),
            ),
        ),
    ),
    Claim(
        "sm-table-2-salmon-seasonal",
        f"{TABLE_2}, note 1",
        "Two in five direct jobs of the salmon cluster are seasonal.",
        needs="the salmon cluster's employment by month",
    ),
    Claim(
        "sm-table-2-incompatible-rows",
        f"{TABLE_2}, note 3 and 5",
        "For mangoes and melons exports exceed production, so that the figures are incompatible.",
        (
            Reading(
                "in 2002",
                all_hold(
                    *(
                        compare(
                            figure_of(profile, "exports_2002"),
                            ">",
                            figure_of(profile, "production_2002"),
                        )
                        for profile in ("mangoes_petrolina_juazeiro", "melons_rio_grande_do_norte")
                    )
                ),
            ),
            Reading(
                "in 1996, with production in 1995",
                all_hold(
                    *(
                        compare(
                            figure_of(profile, "exports_1996"),
                            ">",
                            figure_of(profile, "production_1995"),
                        )
                        for profile in ("mangoes_petrolina_juazeiro", "melons_rio_grande_do_norte")
                    )
                ),
            ),
            Reading("of all rows only these two", calculation(_only_the_flagged_rows)),
        ),
    ),
    Claim(
        "sm-table-2-chipilo-figures-1996",
        f"{TABLE_2}, note 7",
        "The figures of the Chipilo furniture cluster are for 1996.",
        (
            Reading(
                "the columns for two dates repeat one figure for production",
                compare(
                    figure_of("furniture_chipilo", "production_2002"),
                    "==",
                    figure_of("furniture_chipilo", "production_1995"),
                ),
            ),
            Reading(
                "the columns for two dates repeat one figure for exports",
                compare(
                    figure_of("furniture_chipilo", "exports_2002"),
                    "==",
                    figure_of("furniture_chipilo", "exports_1996"),
                ),
            ),
            Reading(
                "the earlier figures, at least, can be of one year: no more exported than produced",
                compare(
                    figure_of("furniture_chipilo", "exports_1996"),
                    "<=",
                    figure_of("furniture_chipilo", "production_1995"),
                ),
            ),
        ),
    ),
    Claim(
        "sm-table-2-metalworking-members",
        f"{TABLE_2}, note 8",
        "The metalworking figures cover only members of the association CDMEC.",
        (
            Reading(
                "the number of firms fits its membership in Annex 2 (above 60)",
                compare(figure_of("metalworking_espirito_santo", "firms"), ">", number(60)),
            ),
            Reading(
                "no more firms than the whole cluster has in Annex 2 (about fifty)",
                compare(figure_of("metalworking_espirito_santo", "firms"), "<=", number(50)),
            ),
        ),
    ),
    Claim(
        "sm-table-2-jalisco-registered",
        f"{TABLE_2}, note 11",
        "Only 60 software firms of Guadalajara are formally registered.",
        (
            Reading(
                "fewer than the table counts",
                compare(stated(60, "registered"), "<", figure_of("software_guadalajara", "firms")),
            ),
            Reading(
                "less than half of those that the table counts",
                compare(
                    Quantity(
                        "60 as a share of the firms in Table 2:",
                        lambda evidence: (
                            Fraction(60) / evidence.by_profile["software_guadalajara"]["firms"]
                        ),
                    ),
                    "<",
                    number("0.5"),
                ),
            ),
        ),
    ),
)
