"""Chapter 3, natural resource-based clusters (Tables 7-10)."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import combinations

from upgrading.audit.claims.repeats import Repeat
from upgrading.audit.claims.shared_readings import (
    FARM_LEADERS_DO_NOT_FOSTER,
    leaders_do_not_foster,
)
from upgrading.claims.evidence import (
    Condition,
    Evidence,
    chains,
    chosen,
    country_is,
    creation,
    degree_is,
    exceeds,
    in_any_chain,
    in_chain,
    in_led_chain,
    industry_is,
    is_,
    named,
    present,
)
from upgrading.claims.readings import (
    Claim,
    Outcome,
    Quantity,
    Reading,
    Test,
    all_above,
    all_hold,
    association,
    average,
    compare,
    difference,
    every,
    few,
    figure_of,
    highest_besides,
    kendall_tau_b,
    lowest_besides,
    most,
    negated,
    none,
    number,
    number_of,
    only,
    ordered,
    printed_in,
    printed_rises_with_degree,
    ratio,
    rises_with_degree,
    score_of,
    share_of,
    stage_figure,
    stated,
    strength,
    total_of,
)
from upgrading.numbers import mean, shown
from upgrading.vocabulary import EXTERNAL_ECONOMIES, GOVERNANCE, JOINT_ACTION, UPGRADING

GROUP = "natural_resource_based"

PLACE = "Chapter 3, Natural resource-based clusters"
ORIGINS = f"{PLACE}, On the origins of clustering"
EXTERNAL = f"{PLACE}, Collective efficiency, External economies"
JOINT = f"{PLACE}, Collective efficiency, Joint action"
CHAINS = f"{PLACE}, Value chains"
UPGRADED = f"{PLACE}, Upgrading"

TOBACCO = "tobacco_rio_pardo"
COLCHAGUA = "wine_colchagua"
SERRA_GAUCHA = "wine_serra_gaucha"
MARBLE = "marble_espirito_santo"
COPPER = "copper_cuajone_toquepala"
SALMON = "salmon_austral_region"
DAIRY = "dairy_boaco_chontales"
MANGOES = "mangoes_grapes_petrolina_juazeiro"
MELONS = "melons_rio_grande_do_norte"
APPLES = "apples_santa_catarina"

FRUIT = (MANGOES, MELONS, APPLES)
FRUIT_ROWS = (
    "mangoes_petrolina_juazeiro",
    "grapes_petrolina_juazeiro",
    MELONS,
    APPLES,
)
FRUIT_CLUSTERS = industry_is("Mangoes and grapes", "Melons", "Apples")
MELON_CLUSTER = industry_is("Melons")
DAIRY_CLUSTER = industry_is("Milk and dairy")
TOBACCO_CLUSTER = industry_is("Tobacco")
APPLE_CLUSTER = industry_is("Apples")
WINE_IN_BRAZIL = industry_is("Wine") & country_is("BRA")


MARKET = in_chain("gov_market")
NETWORK = in_chain("gov_network")
QUASI_HIERARCHY = in_chain("gov_quasi_hierarchy")
HIERARCHY = in_chain("gov_hierarchy")
HIERARCHICAL = named("a hierarchy or quasi-hierarchy", in_led_chain())
NOT_HIERARCHICAL = named("no hierarchy or quasi-hierarchy", ~HIERARCHICAL)
ONLY_HIERARCHICAL = named(
    "no chain but hierarchies and quasi-hierarchies",
    HIERARCHICAL & ~MARKET & ~NETWORK,
)
NOT_QUASI_HIERARCHY = named("a market, network or hierarchy chain", MARKET | NETWORK | HIERARCHY)
DOMESTIC, GLOBAL = in_any_chain("domestic"), in_any_chain("global")
SEVERAL_CHAINS = named(
    "more than one kind of chain, or a domestic and a global one of a kind",
    chains()
    | is_("gov_market", "==", 3)
    | is_("gov_network", "==", 3)
    | is_("gov_quasi_hierarchy", "==", 3)
    | is_("gov_hierarchy", "==", 3),
)
ONLY_QUASI_HIERARCHY = named("no chain but a quasi-hierarchy", QUASI_HIERARCHY & ~chains())
ONLY_PRODUCT_AND_PROCESS = named(
    "no functional or intersectoral upgrading",
    is_("up_functional", "==", 0) & is_("up_intersectoral", "==", 0),
)

LOW, MEDIUM, HIGH = number(1), number(2), number(3)

LEADING_GROWERS = {MANGOES: (5, 35), MELONS: (2, 70), APPLES: (10, 50)}
"""Growers, and the percentage of production they stand for (prose, Joint action)."""

_all = partial(all_hold, joined_by=", ")


def _refutable(test: Test) -> Test:
    """A test that can refute a claim but not support it: undecided where it holds."""

    def refuted(evidence: Evidence) -> Outcome:
        outcome = test(evidence)
        return Outcome(False if outcome.holds is False else None, outcome.evidence)

    return refuted


def _range(variable: str, clusters: tuple[str, ...] = (), text: str = "the group") -> Quantity:
    def value(evidence: Evidence) -> Fraction | None:
        listed = [evidence.by_cluster[name] for name in clusters] or chosen(evidence, GROUP)
        scores = present(listed, variable)
        return max(scores) - min(scores) if scores else None

    return Quantity(f"range of {variable}, {text}:", value)


def _fruit_range(variable: str) -> Quantity:
    return _range(variable, FRUIT, "fresh fruit")


def _variance(variable: str) -> Quantity:
    def value(evidence: Evidence) -> Fraction | None:
        scores = present(chosen(evidence, GROUP), variable)
        centre = mean(scores)[0]
        return None if centre is None else mean([(score - centre) ** 2 for score in scores])[0]

    return Quantity(f"variance of {variable}:", value)


def _deviation(variable: str) -> Quantity:
    def value(evidence: Evidence) -> Fraction | None:
        squared = _variance(variable).value(evidence)
        return None if squared is None else Fraction(float(squared) ** 0.5)

    return Quantity(f"standard deviation of {variable} in the group:", value)


def _sources(components: tuple[str, ...], least: float, text: str) -> Quantity:
    def value(evidence: Evidence) -> Fraction | None:
        limit = Fraction(str(least))
        counts = [
            Fraction(sum(row[name] is not None and row[name] >= limit for name in components))
            for row in chosen(evidence, GROUP)
        ]
        return mean(counts)[0]

    return Quantity(f"{text} scored {least} or more, per cluster:", value)


def _high_less_low(variable: str) -> Quantity:
    return difference(
        average(variable, GROUP, degree_is("high")),
        average(variable, GROUP, degree_is("low")),
        f"mean {variable}, High less Low:",
    )


def _printed_high_less_low(variable: str) -> Quantity:
    return difference(
        printed_in("table_10", "high", variable),
        printed_in("table_10", "low", variable),
        f"Table 10, {variable}, High less Low:",
    )


def _inside(evidence: Evidence) -> set[str]:
    return {row["cluster_id"] for row in chosen(evidence, GROUP)}


def _created_within(profile: str, first: int, last: int) -> Test:
    def test(evidence: Evidence) -> Outcome:
        earliest, latest = creation(evidence, profile)
        created = evidence.by_profile[profile]["created"]
        return Outcome(
            earliest <= last and latest >= first, f"created of {profile} (Table 2): {created}"
        )

    return test


def _created_by(profile: str, year: int) -> Test:
    def test(evidence: Evidence) -> Outcome:
        earliest, latest = creation(evidence, profile)
        created = evidence.by_profile[profile]["created"]
        holds = True if latest <= year else False if earliest > year else None
        return Outcome(holds, f"created of {profile} (Table 2): {created}")

    return test


def _most_created_by(year: int) -> Test:
    def test(evidence: Evidence) -> Outcome:
        inside = _inside(evidence)
        spans = {
            row["cluster_id"]: creation(evidence, profile)
            for profile, row in evidence.by_profile.items()
            if row["cluster_id"] in inside
        }
        total = len(spans)
        surely = sum(last <= year for _, last in spans.values())
        possibly = sum(first <= year for first, _ in spans.values())
        holds = True if 2 * surely > total else False if 2 * possibly <= total else None
        text = f"created by {year}, of the {total} clusters in Table 2: {surely} surely"
        return Outcome(holds, f"{text}, {possibly} possibly")

    return test


def _field_studies() -> Quantity:
    def value(evidence: Evidence) -> Fraction:
        studied = {row["cluster_id"] for row in evidence.by_profile.values()}
        return Fraction(len(_inside(evidence) & studied))

    return Quantity("clusters of the group with figures in Table 2:", value)


def _fruit_rows() -> Quantity:
    def value(evidence: Evidence) -> Fraction:
        return Fraction(sum(row["cluster_id"] in FRUIT for row in evidence.by_profile.values()))

    return Quantity("rows of Table 2 with fresh fruit in Brazil:", value)


def _less_concentrated_acts_more(*, each: bool) -> Test:
    """Concentration: percentage of the leading growers, together or each on average."""

    def test(evidence: Evidence) -> Outcome:
        shares = [
            Fraction(percentage, growers if each else 1)
            for growers, percentage in (LEADING_GROWERS[cluster] for cluster in FRUIT)
        ]
        jai = [evidence.by_cluster[cluster]["jai"] for cluster in FRUIT]
        tau = kendall_tau_b(shares, jai)
        text = ", ".join(
            f"{cluster} {shown(share, 1, trim=True)} % and jai {shown(score, 2, trim=True)}"
            for cluster, share, score in zip(FRUIT, shares, jai, strict=True)
        )
        if tau is None:
            return Outcome(None, f"a constant score: {text}")
        return Outcome(tau < 0, f"τ-b = {tau:+.2f}: {text}".replace("-0.", "−0."))

    return test


def _fruit_governance_differs(evidence: Evidence) -> Outcome:
    rows = {
        cluster: tuple(evidence.by_cluster[cluster][pattern] for pattern in GOVERNANCE)
        for cluster in FRUIT
    }
    text = ", ".join(
        f"{cluster} {'-'.join('?' if code is None else str(code) for code in codes)}"
        for cluster, codes in rows.items()
    )
    return Outcome(
        len(set(rows.values())) > 1, f"codes market-network-quasi-hierarchy-hierarchy: {text}"
    )


def _joint_sales_company(evidence: Evidence) -> Outcome:
    text = evidence.cells["table_20", "commercial_channels", "maturing"]
    return Outcome("salmocorp" in text.lower(), f"Table 20: {text}")


def _printed_row_sum(row: str) -> Quantity:
    parts = [printed_in("table_09", row, kind) for kind in UPGRADING]
    return total_of(parts, f"printed scores of {row} in table_09, summed:")


def _printed_column_sum(exhibit: str, column: str) -> Quantity:
    def value(evidence: Evidence) -> Fraction | None:
        parts = [
            printed_in(exhibit, row["cluster_id"], column).value(evidence)
            for row in chosen(evidence, GROUP)
            if (exhibit, row["cluster_id"], column) in evidence.cells
        ]
        known = [part for part in parts if part is not None]
        return sum(known, Fraction(0)) if known else None

    return Quantity(f"printed {column} in {exhibit}, summed:", value)


def _share_within(condition: Condition, where: Condition) -> Quantity:
    return ratio(
        number_of(condition & where, GROUP),
        number_of(where, GROUP),
        f"share with {condition.text}, where {where.text}:",
    )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "nr-comparative-advantage",
        f"{PLACE}, introduction",
        "Latin America has its comparative advantage in natural resources and in traditional "
        "manufacturing.",
        needs="trade statistics by product for Latin America and the world (revealed comparative "
        "advantage of the four groups of industries)",
    ),
    Claim(
        "nr-five-field-studies",
        f"{PLACE}, introduction",
        "The section rests on five field studies: salmon, dairy, mangoes and grapes, melons, "
        "apples.",
        (
            Reading(
                "clusters of the group in Table 2",
                compare(_field_studies(), "==", number(5)),
            ),
        ),
    ),
    Claim(
        "nr-salmones-antartica-1988",
        f"{ORIGINS} (salmon)",
        "One firm, Salmones Antártica, produced more than 1,000 tonnes of salmon in 1988.",
        (
            Reading(
                "refuted only if the whole cluster produced less at the start of the second stage",
                _refutable(
                    compare(
                        stated(1000, "tonnes of the firm in 1988 (prose)"),
                        "<=",
                        stage_figure("maturing", "tonnes_start"),
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-mangoes-association",
        f"{ORIGINS} (Petrolina-Juazeiro)",
        "The growers' association of Petrolina-Juazeiro was decisive for promoting exports.",
        (
            Reading(
                "joint action through institutions is scored high",
                compare(score_of(MANGOES, "ja_multilateral"), "==", HIGH),
            ),
            Reading(
                "exports of mangoes and of grapes rose between 1996 and 2002",
                _all(
                    *(
                        compare(figure_of(row, "exports_2002"), ">", figure_of(row, "exports_1996"))
                        for row in FRUIT_ROWS[:2]
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-mangoes-hundreds-of-growers",
        f"{ORIGINS} (Petrolina-Juazeiro)",
        "Hundreds of small growers were given irrigated lots in Petrolina-Juazeiro.",
        (
            Reading(
                "refuted only if Table 2 counts fewer than two hundred growers in all",
                _refutable(
                    compare(
                        total_of(
                            [figure_of(row, "firms") for row in FRUIT_ROWS[:2]],
                            "firms with mangoes and with grapes (Table 2):",
                        ),
                        ">=",
                        number(200),
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-apples-since-1960s",
        f"{ORIGINS} (Santa Catarina)",
        "Apples have been grown commercially in Santa Catarina since the 1960s.",
        (
            Reading("against Table 2", _created_within(APPLES, 1960, 1969)),
            Reading(
                "against Annex 3, which starts all three fruit clusters in the mid-1970s",
                compare(
                    stated(1975, "start of commercial growing (Annex 3)"),
                    "<=",
                    stated(1969, "end of the 1960s"),
                ),
            ),
        ),
    ),
    Claim(
        "nr-apple-imports-ninety-per-cent",
        f"{ORIGINS} (Santa Catarina)",
        "Brazil imported nine tenths of its apples when the pioneers began.",
        needs="Brazilian production and imports of apples in the 1960s",
    ),
    Claim(
        "nr-melons-since-late-1980s",
        f"{ORIGINS} (Rio Grande do Norte)",
        "The first large firm began to grow melons in the late 1980s.",
        (Reading("against Table 2", _created_within(MELONS, 1985, 1989)),),
    ),
    Claim(
        "nr-melons-capital-mid-1970s",
        f"{ORIGINS} (Rio Grande do Norte)",
        "Subsidised capital of the mid-1970s let the pioneering melon firms try out varieties.",
        (
            Reading(
                "the pioneers had begun by then, as the same section dates them",
                compare(
                    stated(1985, "start of the first firm, late 1980s, at the earliest"),
                    "<=",
                    stated(1976, "mid-1970s, at the latest"),
                ),
            ),
            Reading("the cluster existed by then, as Table 2 dates it", _created_by(MELONS, 1976)),
            Reading(
                "fruit was grown commercially by then, as Annex 3 says of all three clusters",
                compare(
                    stated(1975, "start of commercial growing, mid-1970s (Annex 3)"),
                    "<=",
                    stated(1976, "mid-1970s, at the latest"),
                ),
            ),
        ),
    ),
    Claim(
        "nr-melons-two-firms-seventy-per-cent",
        f"{ORIGINS} (Rio Grande do Norte), and Joint action",
        "The two leading firms accounted for about 70 per cent of the melons; for over 70 per cent "
        "in a later section.",
        (
            Reading(
                "both places give the same round figure, and so does Annex 3",
                _all(
                    compare(
                        stated(70, "about, per cent (Origins of clustering)"),
                        "==",
                        stated(70, "over, per cent (Joint action)"),
                    ),
                    compare(
                        stated(70, "about, per cent (Origins of clustering)"),
                        "==",
                        stated(70, "about, per cent (Annex 3)"),
                    ),
                ),
            ),
        ),
    ),
    Claim(
        "nr-melons-cutbacks",
        f"{ORIGINS} (Rio Grande do Norte)",
        "The crisis of the mid-1990s closed one leading melon firm and cut the other's output "
        "drastically.",
        (
            Reading(
                "the cluster produced less in 2002 than in 1995",
                compare(
                    figure_of(MELONS, "production_2002"), "<", figure_of(MELONS, "production_1995")
                ),
            ),
        ),
    ),
    Claim(
        "nr-melons-cluster-grew",
        f"{ORIGINS} (Rio Grande do Norte)",
        "What the two firms began led to the growth of a melon cluster.",
        (
            Reading(
                "production rose",
                compare(
                    figure_of(MELONS, "production_2002"), ">", figure_of(MELONS, "production_1995")
                ),
            ),
            Reading(
                "exports rose",
                compare(figure_of(MELONS, "exports_2002"), ">", figure_of(MELONS, "exports_1996")),
            ),
        ),
    ),
    Claim(
        "nr-melons-export-and-domestic-channels",
        f"{ORIGINS} (Rio Grande do Norte)",
        "The pioneers opened both domestic and export channels for melons.",
        (
            Reading(
                "the cluster is in a domestic and in a global chain",
                every(DOMESTIC & GLOBAL, GROUP, MELON_CLUSTER),
            ),
        ),
    ),
    Claim(
        "nr-melons-trained-workers",
        f"{ORIGINS} (Rio Grande do Norte)",
        "The pioneers trained hundreds of workers and agronomists who spread their skills in the "
        "melon cluster.",
        (
            Reading(
                "specialised labour is scored at least medium",
                compare(score_of(MELONS, "ee_labour_market"), ">=", MEDIUM),
            ),
        ),
    ),
    Claim(
        "nr-melons-small-firms-share",
        f"{ORIGINS} (Rio Grande do Norte)",
        "The share of small and medium growers in melon production rose from 9 per cent in 1990 to "
        "27 per cent in 1997 and 30 to 40 per cent since.",
        needs="melon production of Rio Grande do Norte by size of grower, 1990 to 2003",
    ),
    Claim(
        "nr-collective-efficiency-minimal",
        EXTERNAL,
        "In Latin American clusters, external economies and cooperation remain minimal.",
        (
            Reading(
                "external economies are at most low on average (four times 1)",
                compare(average("eei"), "<=", number(4)),
            ),
            Reading(
                "joint action is at most low on average (four times 1)",
                compare(average("jai"), "<=", number(4)),
            ),
            Reading("most clusters have a low degree", most(degree_is("low"))),
        ),
    ),
    Claim(
        "nr-external-economies-exceed-joint-action",
        f"{EXTERNAL}, Table 7",
        "The clusters of this group have more sources of external economies than of joint action.",
        (
            Reading("on average", compare(average("eei", GROUP), ">", average("jai", GROUP))),
            Reading("in most clusters", most(exceeds("eei", "jai"), GROUP)),
            Reading(
                "by the means that Table 7 prints",
                compare(
                    printed_in("table_07", "average", "eei"),
                    ">",
                    printed_in("table_07", "average", "jai"),
                ),
            ),
            Reading(
                "more components that are not absent",
                compare(
                    _sources(tuple(EXTERNAL_ECONOMIES), 0.5, "external economies"),
                    ">",
                    _sources(tuple(JOINT_ACTION), 0.5, "joint actions"),
                ),
            ),
            Reading(
                "more components that are at least medium",
                compare(
                    _sources(tuple(EXTERNAL_ECONOMIES), 2, "external economies"),
                    ">",
                    _sources(tuple(JOINT_ACTION), 2, "joint actions"),
                ),
            ),
        ),
    ),
    Claim(
        "nr-table-7-mean-external-economies",
        f"{EXTERNAL}, Table 7",
        "The external economies index of the group averages 9.00.",
        (
            Reading(
                "as in Annex Table 3",
                compare(
                    printed_in("table_07", "average", "eei"),
                    "==",
                    printed_in("annex_table_3", "average", "eei"),
                ),
            ),
            Reading(
                "as in Table 17",
                compare(
                    printed_in("table_07", "average", "eei"),
                    "==",
                    printed_in("table_17", GROUP, "eei"),
                ),
            ),
            Reading(
                "as recomputed",
                compare(printed_in("table_07", "average", "eei"), "==", average("eei", GROUP)),
            ),
        ),
    ),
    Claim(
        "nr-most-have-labour-and-inputs",
        EXTERNAL,
        "Most clusters benefit from the local labour market and from local inputs.",
        (
            Reading(
                "both scored at least medium",
                most(is_("ee_labour_market", ">=", 2) & is_("ee_inputs", ">=", 2), GROUP),
            ),
            Reading(
                "both at least medium on average",
                _all(
                    compare(average("ee_labour_market", GROUP), ">=", MEDIUM),
                    compare(average("ee_inputs", GROUP), ">=", MEDIUM),
                ),
            ),
        ),
    ),
    Claim(
        "nr-information-and-markets-less",
        EXTERNAL,
        "Access to information and to markets is a benefit less often than labour and inputs.",
        (
            Reading(
                "on average, each of the two below each of the other two",
                _all(
                    *(
                        compare(average(less, GROUP), "<", average(more, GROUP))
                        for less in ("ee_information", "ee_market_access")
                        for more in ("ee_labour_market", "ee_inputs")
                    )
                ),
            ),
            Reading(
                "in fewer clusters are both at least medium",
                compare(
                    share_of(
                        is_("ee_information", ">=", 2) & is_("ee_market_access", ">=", 2), GROUP
                    ),
                    "<",
                    share_of(is_("ee_labour_market", ">=", 2) & is_("ee_inputs", ">=", 2), GROUP),
                ),
            ),
            Reading(
                "by the means that Table 18 prints",
                _all(
                    *(
                        compare(
                            printed_in("table_18", GROUP, less),
                            "<",
                            printed_in("table_18", GROUP, more),
                        )
                        for less in ("ee_information", "ee_market_access")
                        for more in ("ee_labour_market", "ee_inputs")
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-information-and-markets-differ-more",
        EXTERNAL,
        "Clusters differ more in access to information and markets than in labour and inputs.",
        (
            Reading(
                "by the variance, each of the two above each of the other two",
                _all(
                    *(
                        compare(_variance(more), ">", _variance(less))
                        for more in ("ee_information", "ee_market_access")
                        for less in ("ee_labour_market", "ee_inputs")
                    )
                ),
            ),
            Reading(
                "by the variance, the two together",
                compare(
                    total_of(
                        (_variance("ee_information"), _variance("ee_market_access")),
                        "variances of ee_information and ee_market_access, summed:",
                    ),
                    ">",
                    total_of(
                        (_variance("ee_labour_market"), _variance("ee_inputs")),
                        "variances of ee_labour_market and ee_inputs, summed:",
                    ),
                ),
            ),
            Reading(
                "by the range, the two together",
                compare(
                    total_of(
                        (_range("ee_information"), _range("ee_market_access")),
                        "ranges of ee_information and ee_market_access, summed:",
                    ),
                    ">",
                    total_of(
                        (_range("ee_labour_market"), _range("ee_inputs")),
                        "ranges of ee_labour_market and ee_inputs, summed:",
                    ),
                ),
            ),
        ),
    ),
    Claim(
        "nr-labour-major-source",
        f"{EXTERNAL}, with Annex 1",
        "The pool of specialised skills is the main source of external economies.",
        (
            Reading(
                "highest of the four on average",
                _all(
                    *(
                        compare(average("ee_labour_market", GROUP), ">", average(other, GROUP))
                        for other in ("ee_inputs", "ee_information", "ee_market_access")
                    )
                ),
            ),
            Reading(
                "in most clusters no other is scored higher",
                most(
                    ~exceeds("ee_inputs", "ee_labour_market")
                    & ~exceeds("ee_information", "ee_labour_market")
                    & ~exceeds("ee_market_access", "ee_labour_market"),
                    GROUP,
                ),
            ),
            Reading(
                "in most clusters every other is scored lower",
                most(
                    exceeds("ee_labour_market", "ee_inputs")
                    & exceeds("ee_labour_market", "ee_information")
                    & exceeds("ee_labour_market", "ee_market_access"),
                    GROUP,
                ),
            ),
        ),
    ),
    Claim(
        "nr-several-decades-old",
        EXTERNAL,
        "Most clusters are old, often several decades old.",
        (
            Reading("most were ten years old by 2003", _most_created_by(1993)),
            Reading("most were twenty years old by 2003", _most_created_by(1983)),
        ),
    ),
    Claim(
        "nr-dairy-skills-less-advanced",
        f"{EXTERNAL} (dairy)",
        "Labour skills are not very advanced in the Nicaraguan dairy cluster.",
        (
            Reading(
                "specialised labour is scored below high",
                compare(score_of(DAIRY, "ee_labour_market"), "<", HIGH),
            ),
            Reading(
                "and below the average of the group",
                compare(
                    score_of(DAIRY, "ee_labour_market"), "<", average("ee_labour_market", GROUP)
                ),
            ),
            Reading(
                "no cluster of the group is scored lower",
                compare(
                    score_of(DAIRY, "ee_labour_market"),
                    "<=",
                    lowest_besides("ee_labour_market", GROUP, DAIRY),
                ),
            ),
        ),
    ),
    Claim(
        "nr-dairy-skills-no-harm",
        f"{EXTERNAL} (dairy)",
        "The modest skills in the dairy cluster suit its techniques and do not lower efficiency.",
        needs="productivity of milk and cheese production in the cluster and elsewhere",
    ),
    Claim(
        "nr-skills-rise-over-time",
        EXTERNAL,
        "In a dynamic cluster, skilled labour grows over time through training.",
        needs="scores of the labour market at two dates, or figures of trained workers",
    ),
    Claim(
        "nr-salmon-skills",
        f"{EXTERNAL} (salmon)",
        "The salmon cluster stands out for the training of specialised labour.",
        (
            Reading(
                "specialised labour is scored high",
                compare(score_of(SALMON, "ee_labour_market"), "==", HIGH),
            ),
        ),
    ),
    Claim(
        "nr-colchagua-expertise",
        f"{EXTERNAL} (Colchagua)",
        "The wine cluster of Colchagua benefits from local expertise.",
        (
            Reading(
                "specialised labour is scored high",
                compare(score_of(COLCHAGUA, "ee_labour_market"), "==", HIGH),
            ),
        ),
    ),
    Claim(
        "nr-inputs-available",
        EXTERNAL,
        "With some exceptions, the clusters of this group have their inputs at hand.",
        (
            Reading("most are scored at least medium", most(is_("ee_inputs", ">=", 2), GROUP)),
            Reading(
                "at least medium on average", compare(average("ee_inputs", GROUP), ">=", MEDIUM)
            ),
            Reading(
                "some, but few, are scored low or absent", few(is_("ee_inputs", "<=", 1), GROUP)
            ),
        ),
    ),
    Claim(
        "nr-inputs-exceptions",
        EXTERNAL,
        "The copper cluster and, in part, the marble cluster are the exceptions that lack inputs.",
        (
            Reading(
                "they alone are scored below medium",
                only([COPPER, MARBLE], is_("ee_inputs", "<", 2), GROUP),
            ),
            Reading(
                "both are scored below every other cluster",
                _all(
                    *(
                        compare(
                            score_of(cluster, "ee_inputs"),
                            "<",
                            lowest_besides("ee_inputs", GROUP, COPPER, MARBLE),
                        )
                        for cluster in (COPPER, MARBLE)
                    )
                ),
            ),
            Reading(
                "both are scored below the average of the group, copper lower",
                ordered(
                    average("ee_inputs", GROUP),
                    score_of(MARBLE, "ee_inputs"),
                    score_of(COPPER, "ee_inputs"),
                ),
            ),
        ),
    ),
    Claim(
        "nr-dairy-machinery",
        f"{EXTERNAL} (dairy)",
        "Milk producers in Nicaragua do not get specialised machinery easily.",
        (
            Reading(
                "inputs are scored below medium",
                compare(score_of(DAIRY, "ee_inputs"), "<", MEDIUM),
            ),
            Reading(
                "inputs are scored below the average of the group",
                compare(score_of(DAIRY, "ee_inputs"), "<", average("ee_inputs", GROUP)),
            ),
        ),
    ),
    Claim(
        "nr-colchagua-knowledge-not-free",
        f"{EXTERNAL} (Colchagua)",
        "In Colchagua knowledge does not flow freely but within cliques of firms.",
        (
            Reading(
                "access to information is scored below high",
                compare(score_of(COLCHAGUA, "ee_information"), "<", HIGH),
            ),
            Reading(
                "access to information is scored at most low",
                compare(score_of(COLCHAGUA, "ee_information"), "<=", LOW),
            ),
            Reading(
                "access to information is scored below the average of the group",
                compare(
                    score_of(COLCHAGUA, "ee_information"), "<", average("ee_information", GROUP)
                ),
            ),
        ),
    ),
    Claim(
        "nr-colchagua-oenologists",
        f"{EXTERNAL} (Colchagua)",
        "The travelling oenologists, 56 per cent of them foreign, come at least four times a year "
        "and are the firms' strongest tie to knowledge; likewise in the Brazilian wine cluster.",
        needs="the survey of firms' contacts behind the case studies of Colchagua and Serra Gaúcha",
    ),
    Claim(
        "nr-dairy-information",
        f"{EXTERNAL} (dairy)",
        "In Nicaragua information passes informally between actors, helped by aid agencies.",
        (
            Reading(
                "access to information is scored at least medium",
                compare(score_of(DAIRY, "ee_information"), ">=", MEDIUM),
            ),
        ),
    ),
    Claim(
        "nr-salmon-information",
        f"{EXTERNAL} (salmon)",
        "The flow of information in the salmon cluster benefits from education and research "
        "programmes.",
        (
            Reading(
                "access to information is scored at least medium",
                compare(score_of(SALMON, "ee_information"), ">=", MEDIUM),
            ),
        ),
    ),
    Claim(
        "nr-no-market-access",
        EXTERNAL,
        "In none of these clusters does clustering as such give better access to the market.",
        (
            Reading("none is scored high", none(is_("ee_market_access", "==", 3), GROUP)),
            Reading("none is scored medium", none(is_("ee_market_access", ">=", 2), GROUP)),
            Reading(
                "on average, the lowest of the four external economies",
                _all(
                    *(
                        compare(average("ee_market_access", GROUP), "<", average(other, GROUP))
                        for other in ("ee_labour_market", "ee_inputs", "ee_information")
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-dairy-market-access",
        f"{EXTERNAL} (dairy)",
        "In Nicaragua access to the market is good but not excellent.",
        (
            Reading(
                "market access is scored medium, short of high",
                compare(score_of(DAIRY, "ee_market_access"), "==", MEDIUM),
            ),
        ),
    ),
    Claim(
        "nr-dairy-central-america",
        f"{EXTERNAL} (dairy), and Joint action",
        "Health standards and a closed Salvadoran market make it hard to sell Nicaraguan dairy "
        "products in Central America.",
        needs="Nicaraguan dairy exports by destination, before and after 2000",
    ),
    Claim(
        "nr-three-fruit-clusters",
        f"{JOINT} (fresh fruit)",
        "Three fresh fruit clusters in Brazil were studied.",
        (
            Reading(
                "clusters with scores",
                compare(number_of(FRUIT_CLUSTERS, GROUP), "==", number(3)),
            ),
            Reading("rows of Table 2", compare(_fruit_rows(), "==", number(3))),
        ),
    ),
    Claim(
        "nr-fruit-similar-external-economies",
        f"{JOINT} (fresh fruit)",
        "The three fresh fruit clusters have similar external economies.",
        (
            Reading(
                "their indices differ by no more than one step of one component",
                compare(_fruit_range("eei"), "<=", number(1)),
            ),
            Reading(
                "their indices differ by no more than half a step per component",
                compare(_fruit_range("eei"), "<=", number(2)),
            ),
            Reading(
                "no component differs by more than half a step",
                _all(
                    *(
                        compare(_fruit_range(part), "<=", number("0.5"))
                        for part in EXTERNAL_ECONOMIES
                    )
                ),
            ),
            Reading(
                "their indices differ by less than the standard deviation of the group",
                compare(_fruit_range("eei"), "<", _deviation("eei")),
            ),
            Reading(
                "they differ less than in joint action",
                compare(_fruit_range("eei"), "<", _fruit_range("jai")),
            ),
        ),
    ),
    Claim(
        "nr-fruit-similar-age",
        f"{JOINT} (fresh fruit)",
        "The three fresh fruit clusters have produced for similarly long.",
        (
            Reading(
                "created in the same decade (Table 2)",
                _all(*(_created_within(row, 1980, 1989) for row in FRUIT_ROWS)),
            ),
            Reading(
                "all created at least ten years before the study",
                _all(*(_created_by(row, 1993) for row in FRUIT_ROWS)),
            ),
            Reading(
                "Table 2 agrees with Annex 3, which starts all three in the mid-1970s",
                _all(*(_created_within(row, 1974, 1976) for row in FRUIT_ROWS)),
            ),
        ),
    ),
    Claim(
        "nr-fruit-labour",
        f"{JOINT} (fresh fruit)",
        "All three fresh fruit clusters can draw on qualified labour.",
        (
            Reading(
                "specialised labour is scored at least medium",
                every(is_("ee_labour_market", ">=", 2), GROUP, FRUIT_CLUSTERS),
            ),
            Reading(
                "specialised labour is scored high",
                every(is_("ee_labour_market", "==", 3), GROUP, FRUIT_CLUSTERS),
            ),
        ),
    ),
    Claim(
        "nr-fruit-inputs",
        f"{JOINT} (fresh fruit)",
        "All three fresh fruit clusters buy nearly all inputs on the spot.",
        (
            Reading(
                "inputs are scored high",
                every(is_("ee_inputs", "==", 3), GROUP, FRUIT_CLUSTERS),
            ),
        ),
    ),
    Claim(
        "nr-fruit-information",
        f"{JOINT} (fresh fruit)",
        "All three fresh fruit clusters have easy access to information.",
        (
            Reading(
                "access to information is scored at least medium",
                every(is_("ee_information", ">=", 2), GROUP, FRUIT_CLUSTERS),
            ),
            Reading(
                "access to information is scored above medium",
                every(is_("ee_information", ">", 2), GROUP, FRUIT_CLUSTERS),
            ),
        ),
    ),
    Claim(
        "nr-fruit-joint-action-differs",
        f"{JOINT} (fresh fruit)",
        "The three fresh fruit clusters differ strikingly in joint action.",
        (
            Reading(
                "their indices differ by more than one step of one component",
                compare(_fruit_range("jai"), ">", number(1)),
            ),
            Reading(
                "their indices differ by more than the standard deviation of the group",
                compare(_fruit_range("jai"), ">", _deviation("jai")),
            ),
            Reading(
                "they differ more than in external economies",
                compare(_fruit_range("jai"), ">", _fruit_range("eei")),
            ),
            Reading(
                "all three indices are different",
                _all(
                    *(
                        negated(compare(score_of(one, "jai"), "==", score_of(other, "jai")))
                        for one, other in combinations(FRUIT, 2)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-fruit-institutions-differ",
        f"{JOINT} (fresh fruit)",
        "The three fresh fruit clusters differ in the institutions made by growers and the state.",
        (
            Reading(
                "joint action through institutions differs by more than one step",
                compare(_fruit_range("ja_multilateral"), ">", number(1)),
            ),
        ),
    ),
    Claim(
        "nr-fruit-governance-differs",
        f"{JOINT} (fresh fruit)",
        "The three fresh fruit clusters differ in the governance of their value chains.",
        (Reading("their codes in Table 8 differ", _fruit_governance_differs),),
    ),
    Claim(
        "nr-mangoes-most-joint-action",
        f"{JOINT} (fresh fruit)",
        "Mangoes and grapes are at the upper end of joint action among the fruit clusters.",
        (
            Reading(
                "joint action index above both others",
                _all(
                    compare(score_of(MANGOES, "jai"), ">", score_of(APPLES, "jai")),
                    compare(score_of(MANGOES, "jai"), ">", score_of(MELONS, "jai")),
                ),
            ),
            Reading(
                "no other has more",
                _all(
                    compare(score_of(MANGOES, "jai"), ">=", score_of(APPLES, "jai")),
                    compare(score_of(MANGOES, "jai"), ">=", score_of(MELONS, "jai")),
                ),
            ),
        ),
    ),
    Claim(
        "nr-melons-least-joint-action",
        f"{JOINT} (fresh fruit)",
        "Melons are at the lower end of joint action among the fruit clusters.",
        (
            Reading(
                "joint action index below both others",
                _all(
                    compare(score_of(MELONS, "jai"), "<", score_of(APPLES, "jai")),
                    compare(score_of(MELONS, "jai"), "<", score_of(MANGOES, "jai")),
                ),
            ),
        ),
    ),
    Claim(
        "nr-apples-between",
        f"{JOINT} (fresh fruit)",
        "Apples lie between mangoes and grapes and melons in joint action.",
        (
            Reading(
                "by the joint action index",
                ordered(score_of(MANGOES, "jai"), score_of(APPLES, "jai"), score_of(MELONS, "jai")),
            ),
            Reading(
                "by joint action through institutions",
                ordered(
                    score_of(MANGOES, "ja_multilateral"),
                    score_of(APPLES, "ja_multilateral"),
                    score_of(MELONS, "ja_multilateral"),
                ),
            ),
        ),
    ),
    Claim(
        "nr-fruit-concentration",
        f"{JOINT} (fresh fruit)",
        "Joint action is greater where production is less concentrated.",
        (
            Reading(
                "by the share of the leading growers that the prose gives",
                _less_concentrated_acts_more(each=False),
            ),
            Reading(
                "by the average share of a leading grower that the prose gives",
                _less_concentrated_acts_more(each=True),
            ),
            Reading(
                "fewest firms (Table 2) and least joint action both with melons",
                _all(
                    all_above(
                        [figure_of(row, "firms") for row in FRUIT_ROWS if row != MELONS],
                        [figure_of(MELONS, "firms")],
                    ),
                    all_above(
                        [score_of(MANGOES, "jai"), score_of(APPLES, "jai")],
                        [score_of(MELONS, "jai")],
                    ),
                ),
            ),
        ),
    ),
    Claim(
        "nr-melons-most-concentrated",
        f"{JOINT} (fresh fruit)",
        "Production is more concentrated in the melon cluster than in the other two.",
        (
            Reading(
                "by the share of the leading growers that the prose gives",
                ordered(
                    stated(70, "per cent, 2 growers, melons"),
                    stated(50, "per cent, 10 growers, apples"),
                    stated(35, "per cent, 5 growers, mangoes and grapes"),
                ),
            ),
            Reading(
                "Table 2 counts fewer firms with melons than with apples, mangoes or grapes",
                _all(
                    *(
                        compare(figure_of(MELONS, "firms"), "<", figure_of(row, "firms"))
                        for row in FRUIT_ROWS
                        if row != MELONS
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-apples-range-of-contracts",
        f"{JOINT} (fresh fruit)",
        "Apple firms and growers deal through long-term contracts as well as on the spot.",
        (
            Reading(
                "the cluster is in market and in other chains",
                every(MARKET & chains(), GROUP, APPLE_CLUSTER),
            ),
            Reading(
                "backward linkages are scored at least medium",
                compare(score_of(APPLES, "ja_backward"), ">=", MEDIUM),
            ),
        ),
    ),
    Claim(
        "nr-mangoes-vertical-ties",
        f"{JOINT} (fresh fruit)",
        "Exporters of Petrolina-Juazeiro give growers close technical and other help.",
        (
            Reading(
                "backward linkages, seen from the exporters, are scored at least medium",
                compare(score_of(MANGOES, "ja_backward"), ">=", MEDIUM),
            ),
            Reading(
                "forward linkages, seen from the growers, are scored at least medium",
                compare(score_of(MANGOES, "ja_forward"), ">=", MEDIUM),
            ),
        ),
    ),
    Claim(
        "nr-melons-vertical-ties-differ",
        f"{JOINT} (fresh fruit)",
        "Forward and backward linkages are radically different in the melon cluster.",
        (
            Reading(
                "backward linkages are scored lower than in both others",
                _all(
                    *(
                        compare(
                            score_of(MELONS, "ja_backward"), "<", score_of(other, "ja_backward")
                        )
                        for other in (MANGOES, APPLES)
                    )
                ),
            ),
            Reading(
                "forward linkages are scored lower than in both others",
                _all(
                    *(
                        compare(score_of(MELONS, "ja_forward"), "<", score_of(other, "ja_forward"))
                        for other in (MANGOES, APPLES)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-melons-no-bilateral",
        f"{JOINT} (fresh fruit)",
        "The two leading melon firms hardly ever worked together.",
        (
            Reading(
                "bilateral joint action is scored at most low",
                compare(score_of(MELONS, "ja_bilateral"), "<=", LOW),
            ),
            Reading(
                "bilateral joint action is scored below both other fruit clusters",
                all_above(
                    [score_of(MANGOES, "ja_bilateral"), score_of(APPLES, "ja_bilateral")],
                    [score_of(MELONS, "ja_bilateral")],
                ),
            ),
        ),
    ),
    Claim(
        "nr-melons-weak-association",
        f"{JOINT} (fresh fruit)",
        "The melon growers' association is weak and has little reach.",
        (
            Reading(
                "joint action through institutions is scored at most low",
                compare(score_of(MELONS, "ja_multilateral"), "<=", LOW),
            ),
            Reading(
                "no cluster of the group is scored lower",
                compare(
                    score_of(MELONS, "ja_multilateral"),
                    "<=",
                    lowest_besides("ja_multilateral", GROUP, MELONS),
                ),
            ),
        ),
    ),
    Claim(
        "nr-melons-low-joint-action",
        f"{JOINT} (fresh fruit)",
        "The melon cluster stands out for little joint action by comparison.",
        (
            Reading(
                "lowest index of the three fruit clusters",
                _all(
                    compare(score_of(MELONS, "jai"), "<", score_of(MANGOES, "jai")),
                    compare(score_of(MELONS, "jai"), "<", score_of(APPLES, "jai")),
                ),
            ),
            Reading(
                "below the average of the group",
                compare(score_of(MELONS, "jai"), "<", average("jai", GROUP)),
            ),
            Reading(
                "lowest index of the group",
                compare(score_of(MELONS, "jai"), "<", lowest_besides("jai", GROUP, MELONS)),
            ),
        ),
    ),
    Claim(
        "nr-salmon-against-melons",
        f"{JOINT} (salmon)",
        "Joint action in the salmon cluster contrasts starkly with the melon cluster.",
        (
            Reading(
                "the gap exceeds the standard deviation of the group",
                compare(
                    difference(
                        score_of(SALMON, "jai"), score_of(MELONS, "jai"), "jai, salmon less melons:"
                    ),
                    ">",
                    _deviation("jai"),
                ),
            ),
        ),
    ),
    Claim(
        "nr-salmon-remarkable-joint-action",
        f"{JOINT} (salmon)",
        "The salmon cluster has seen remarkable joint action.",
        (
            Reading(
                "highest index of the group",
                compare(score_of(SALMON, "jai"), ">", highest_besides("jai", GROUP, SALMON)),
            ),
            Reading(
                "every component is at least medium",
                _all(*(compare(score_of(SALMON, part), ">=", MEDIUM) for part in JOINT_ACTION)),
            ),
        ),
    ),
    Claim(
        "nr-salmon-first-stage",
        f"{JOINT} (salmon, first phase)",
        "The salmon cluster's phase of initial learning ran from 1978 to 1985.",
        (
            Reading(
                "against Table 20",
                _all(
                    compare(stage_figure("initial_learning", "from_year"), "==", number(1978)),
                    compare(stage_figure("initial_learning", "to_year"), "==", number(1985)),
                ),
            ),
            Reading(
                "its start against Table 2",
                compare(printed_in("table_02", SALMON, "created"), "==", number(1978)),
            ),
        ),
    ),
    Claim(
        "nr-salmon-second-stage",
        f"{JOINT} (salmon, second phase)",
        "The phase of maturing ran from 1986 to 1995.",
        (
            Reading(
                "against Table 20",
                _all(
                    compare(stage_figure("maturing", "from_year"), "==", number(1986)),
                    compare(stage_figure("maturing", "to_year"), "==", number(1995)),
                ),
            ),
        ),
    ),
    Claim(
        "nr-salmon-more-output-second-stage",
        f"{JOINT} (salmon, second phase)",
        "In the second phase the salmon cluster set out to produce more.",
        (
            Reading(
                "production rose within the stage (Table 20)",
                compare(
                    stage_figure("maturing", "tonnes_end"),
                    ">",
                    stage_figure("maturing", "tonnes_start"),
                ),
            ),
        ),
    ),
    Claim(
        "nr-salmon-input-suppliers",
        f"{JOINT} (salmon, second phase)",
        "Local suppliers of cages, nets and feed gained importance in the salmon cluster.",
        (
            Reading(
                "inputs are scored high",
                compare(score_of(SALMON, "ee_inputs"), "==", HIGH),
            ),
        ),
    ),
    Claim(
        "nr-salmon-joint-sales",
        f"{JOINT} (salmon, second phase)",
        "In the second phase producers sold abroad together through Salmocorp.",
        (Reading("Table 20 gives the same name", _joint_sales_company),),
    ),
    Claim(
        "nr-salmon-thirteen-producers",
        f"{JOINT} (salmon, second phase)",
        "The thirteen producers of Salmocorp made 30 per cent of all salmon.",
        needs="Chilean salmon production by firm in the second stage",
    ),
    Claim(
        "nr-salmon-third-stage",
        f"{JOINT} (salmon, third phase)",
        "The phase of globalization began in 1996 and goes on.",
        (
            Reading(
                "its start against Table 20",
                compare(stage_figure("globalization", "from_year"), "==", number(1996)),
            ),
            Reading(
                "Table 20 carries it to the year before the report",
                compare(stage_figure("globalization", "to_year"), "==", number(2003)),
            ),
        ),
    ),
    Claim(
        "nr-salmon-productivity",
        f"{JOINT} (salmon, third phase)",
        "The third phase serves to raise productivity.",
        needs="salmon produced per worker or per farm, by stage",
    ),
    Claim(
        "nr-salmon-many-institutions",
        f"{JOINT} (salmon)",
        "Many private and public firms and institutions joined in the salmon cluster's actions.",
        (
            Reading(
                "joint action through institutions is scored high",
                compare(score_of(SALMON, "ja_multilateral"), "==", HIGH),
            ),
        ),
    ),
    Claim(
        "nr-salmon-joint-action-all-stages",
        f"{JOINT} (salmon); against it Annex 4",
        "Joint action was remarkable in every phase of the salmon cluster, the third included.",
        needs="scores of joint action by stage (Annex 4 says that it weakened after the mid-1990s)",
    ),
    Claim(
        "nr-melons-researchers-apart",
        f"{JOINT} (failures)",
        "Melon growers and public researchers kept apart.",
        (
            Reading(
                "joint action through institutions is scored at most low",
                compare(score_of(MELONS, "ja_multilateral"), "<=", LOW),
            ),
        ),
    ),
    Claim(
        "nr-apples-active-association",
        f"{JOINT} (apples)",
        "The apple growers' association is active in many fields, research included.",
        (
            Reading(
                "joint action through institutions is scored high",
                compare(score_of(APPLES, "ja_multilateral"), "==", HIGH),
            ),
        ),
    ),
    Claim(
        "nr-apples-eighty-per-cent",
        f"{JOINT} (apples)",
        "The members of the association grow four fifths of Brazil's apples.",
        needs="Brazilian apple production and that of the association's members",
    ),
    Claim(
        "nr-dairy-horizontal-improved",
        f"{JOINT} (dairy)",
        "Bilateral and multilateral relations improved in the Nicaraguan dairy cluster.",
        (
            Reading(
                "by their level alone: both at least medium",
                _all(
                    compare(score_of(DAIRY, "ja_bilateral"), ">=", MEDIUM),
                    compare(score_of(DAIRY, "ja_multilateral"), ">=", MEDIUM),
                ),
            ),
        ),
    ),
    Claim(
        "nr-wine-institute",
        f"{JOINT} (Serra Gaúcha)",
        "The Brazilian Wine Institute is a good example of joint action in the Serra Gaúcha.",
        (
            Reading(
                "joint action through institutions is scored high",
                compare(score_of(SERRA_GAUCHA, "ja_multilateral"), "==", HIGH),
            ),
        ),
    ),
    Claim(
        "nr-joint-research",
        f"{JOINT} (research and development)",
        "Several clusters show how much collective research and development matters.",
        (
            Reading(
                "three clusters or more with joint action through institutions scored high",
                compare(number_of(is_("ja_multilateral", "==", 3), GROUP), ">=", number(3)),
            ),
            Reading(
                "on average, joint action through institutions is the highest of the four",
                _all(
                    *(
                        compare(average("ja_multilateral", GROUP), ">", average(other, GROUP))
                        for other in ("ja_backward", "ja_forward", "ja_bilateral")
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-wine-training",
        f"{JOINT} (research and development)",
        "A centre and a school in Bento Gonçalves train specialists for the wine cluster.",
        (
            Reading(
                "specialised labour is scored high",
                compare(score_of(SERRA_GAUCHA, "ee_labour_market"), "==", HIGH),
            ),
        ),
    ),
    Claim(
        "nr-tobacco-no-institutions",
        f"{JOINT} (tobacco)",
        "The tobacco cluster lacks schools and research bodies for its needs, unlike wine and "
        "apples.",
        (
            Reading(
                "joint action through institutions is scored at most low",
                compare(score_of(TOBACCO, "ja_multilateral"), "<=", LOW),
            ),
            Reading(
                "and lower than for wine in the Serra Gaúcha and for apples",
                _all(
                    *(
                        compare(
                            score_of(TOBACCO, "ja_multilateral"),
                            "<",
                            score_of(other, "ja_multilateral"),
                        )
                        for other in (SERRA_GAUCHA, APPLES)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-quasi-hierarchy-prevails",
        f"{CHAINS}, Table 8",
        "Quasi-hierarchies led by foreign buyers prevail in this group (a view of the literature).",
        (
            Reading("most clusters are in a quasi-hierarchy", most(QUASI_HIERARCHY, GROUP)),
            Reading(
                "most are in a global quasi-hierarchy",
                most(in_chain("gov_quasi_hierarchy", "global"), GROUP),
            ),
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
        "nr-variety-of-governance",
        f"{CHAINS}, Table 8",
        "The clusters studied show more variety of governance than that.",
        (
            Reading(
                "most clusters are also or only in other chains",
                most(NOT_QUASI_HIERARCHY, GROUP),
            ),
            Reading(
                "all four patterns occur in the group",
                _all(
                    *(
                        compare(number_of(in_chain(pattern), GROUP), ">", number(0))
                        for pattern in GOVERNANCE
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-many-quasi-hierarchies-and-markets",
        f"{CHAINS}, Table 8",
        "Beside many quasi-hierarchies there are also relations by the market.",
        (
            Reading(
                "most clusters are in a quasi-hierarchy, some in a market chain",
                _all(
                    most(QUASI_HIERARCHY, GROUP),
                    compare(number_of(MARKET, GROUP), ">", number(0)),
                ),
            ),
        ),
    ),
    Claim(
        "nr-several-chains-coexist",
        f"{CHAINS}, Table 8",
        "Several value chains often exist side by side in one cluster.",
        (
            Reading("most clusters are in chains of more than one pattern", most(chains(), GROUP)),
            Reading(
                "most are in several patterns, or in a domestic and a global chain of one",
                most(SEVERAL_CHAINS, GROUP),
            ),
        ),
    ),
    Claim(
        "nr-dairy-several-chains",
        f"{CHAINS} (dairy)",
        "Several value chains have arisen in the Nicaraguan dairy cluster.",
        (
            Reading(
                "the cluster is in chains of more than one pattern",
                every(chains(), GROUP, DAIRY_CLUSTER),
            ),
        ),
    ),
    Claim(
        "nr-dairy-chains-differ",
        f"{CHAINS} (dairy)",
        "Each of the five dairy chains offers its own scope for upgrading and external economies.",
        needs="scores of external economies and upgrading for each chain of the cluster",
    ),
    Claim(
        "nr-dairy-domestic-markets",
        f"{CHAINS} (dairy, first and second chain)",
        "The first two dairy chains sell to shops and low-income buyers at home.",
        (
            Reading(
                "the cluster is in a domestic market chain",
                every(in_chain("gov_market", "domestic"), GROUP, DAIRY_CLUSTER),
            ),
        ),
    ),
    Claim(
        "nr-dairy-salvadoran-exports",
        f"{CHAINS} (dairy, third chain)",
        "The Salvadoran investors' chain sells abroad.",
        (
            Reading(
                "the cluster is in a global quasi-hierarchy",
                every(in_chain("gov_quasi_hierarchy", "global"), GROUP, DAIRY_CLUSTER),
            ),
        ),
    ),
    Claim(
        "nr-dairy-cooperatives-members",
        f"{CHAINS} (dairy, fourth chain)",
        "Twelve dairy cooperatives group over 2,000 small breeders.",
        (
            Reading(
                "refuted only if Table 2 counts fewer producers in all",
                _refutable(
                    compare(
                        stated(2000, "breeders in cooperatives (prose)"),
                        "<",
                        figure_of(DAIRY, "firms"),
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-dairy-cooperatives-abroad",
        f"{CHAINS} (dairy, fourth chain)",
        "The cooperatives' chain reaches Salvadoran traders and begins to reach the United States.",
        (
            Reading(
                "the cluster's network chain is coded global",
                every(in_chain("gov_network", "global"), GROUP, DAIRY_CLUSTER),
            ),
        ),
    ),
    Claim(
        "nr-dairy-parmalat-at-home",
        f"{CHAINS} (dairy, fifth chain)",
        "Parmalat's chain, a quasi-hierarchy, sells mainly in Nicaragua.",
        (
            Reading(
                "the cluster's quasi-hierarchy is coded domestic",
                every(in_chain("gov_quasi_hierarchy", "domestic"), GROUP, DAIRY_CLUSTER),
            ),
            Reading(
                "so is its hierarchy, which is what the annex on the cluster calls this chain",
                every(in_chain("gov_hierarchy", "domestic"), GROUP, DAIRY_CLUSTER),
            ),
        ),
    ),
    Claim(
        "nr-dairy-parmalat-quasi-hierarchy",
        f"{CHAINS} (dairy); against it the annex on the cluster",
        "Parmalat's chain in Nicaragua is a quasi-hierarchy.",
        (
            Reading(
                "the cluster is in a quasi-hierarchy",
                every(QUASI_HIERARCHY, GROUP, DAIRY_CLUSTER),
            ),
            Reading(
                "and in no hierarchy, which is what the annex calls this chain",
                none(HIERARCHY, GROUP, DAIRY_CLUSTER),
            ),
        ),
    ),
    Claim(
        "nr-dairy-cooperatives-network",
        f"{CHAINS} (dairy, in sum)",
        "The dairy cooperatives' chain is governed as a network.",
        (
            Reading(
                "the cluster is in a network chain",
                every(NETWORK, GROUP, DAIRY_CLUSTER),
            ),
        ),
    ),
    Claim(
        "nr-dairy-exports-rose",
        f"{CHAINS} (dairy, third chain)",
        "Nicaragua's dairy exports increased.",
        (
            Reading(
                "exports of the cluster in 2002 against 1996",
                compare(figure_of(DAIRY, "exports_2002"), ">", figure_of(DAIRY, "exports_1996")),
            ),
        ),
    ),
    Claim(
        "nr-dairy-process-and-functions",
        f"{CHAINS} (dairy)",
        "The cooperatives' chain upgrades processes and functions substantially.",
        (
            Reading(
                "process and functional upgrading are scored at least medium",
                _all(
                    compare(score_of(DAIRY, "up_process"), ">=", MEDIUM),
                    compare(score_of(DAIRY, "up_functional"), ">=", MEDIUM),
                ),
            ),
            Reading(
                "both are scored high",
                _all(
                    compare(score_of(DAIRY, "up_process"), "==", HIGH),
                    compare(score_of(DAIRY, "up_functional"), "==", HIGH),
                ),
            ),
        ),
    ),
    Claim(
        "nr-dairy-upgrading-under-both",
        f"{CHAINS} (dairy)",
        "Upgrading happens in the dairy cluster's quasi-hierarchy and in its networks alike.",
        (
            Reading(
                "the cluster is in both and upgrades products and processes",
                every(
                    QUASI_HIERARCHY
                    & NETWORK
                    & is_("up_product", ">=", 1)
                    & is_("up_process", ">=", 1),
                    GROUP,
                    DAIRY_CLUSTER,
                ),
            ),
        ),
    ),
    Claim(
        "nr-upgrading-under-any-governance",
        f"{CHAINS} (dairy, in sum)",
        "Upgrading is possible in value chains with different governance.",
        (
            Reading(
                "on average, some upgrading where each pattern occurs",
                _all(
                    *(
                        compare(average("up_sum", GROUP, in_chain(pattern)), ">", number(0))
                        for pattern in GOVERNANCE
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-quasi-hierarchy-only-product-process",
        f"{CHAINS} (dairy, in sum)",
        "In quasi-hierarchical chains upgrading tends to be limited to products and processes.",
        (
            Reading(
                "most clusters in a quasi-hierarchy have no other upgrading",
                compare(
                    _share_within(ONLY_PRODUCT_AND_PROCESS, QUASI_HIERARCHY), ">", number("0.5")
                ),
            ),
            Reading(
                "functional upgrading is lower on average than where there is no quasi-hierarchy",
                compare(
                    average("up_functional", GROUP, QUASI_HIERARCHY),
                    "<",
                    average("up_functional", GROUP, ~QUASI_HIERARCHY),
                ),
            ),
            Reading(
                "no functional upgrading where there is no other chain",
                none(is_("up_functional", ">", 0), GROUP, ONLY_QUASI_HIERARCHY),
            ),
        ),
    ),
    Claim(
        "nr-network-functional",
        f"{CHAINS} (dairy, in sum), and Conclusions",
        "Functional upgrading is easier in chains governed as networks.",
        (
            Reading(
                "on average, in this group",
                compare(
                    average("up_functional", GROUP, NETWORK),
                    ">",
                    average("up_functional", GROUP, ~NETWORK),
                ),
            ),
            Reading(
                "on average, in all groups",
                compare(
                    average("up_functional", None, NETWORK),
                    ">",
                    average("up_functional", None, ~NETWORK),
                ),
            ),
            Reading(
                "on average, against quasi-hierarchies without a network",
                compare(
                    average("up_functional", GROUP, NETWORK),
                    ">",
                    average("up_functional", GROUP, QUASI_HIERARCHY & ~NETWORK),
                ),
            ),
        ),
    ),
    Claim(
        "nr-dairy-foreign-led-upgrading",
        f"{CHAINS} (dairy, in sum)",
        "Chains led by foreign buyers furthered product and functional upgrading of cooperatives.",
        (
            Reading(
                "both are scored at least medium",
                _all(
                    compare(score_of(DAIRY, "up_product"), ">=", MEDIUM),
                    compare(score_of(DAIRY, "up_functional"), ">=", MEDIUM),
                ),
            ),
        ),
    ),
    Claim(
        "nr-fruit-quasi-hierarchy",
        f"{CHAINS} (fresh fruit)",
        "Quasi-hierarchy comes to dominate the fresh fruit chains.",
        (
            Reading(
                "all three clusters are in a quasi-hierarchy",
                every(QUASI_HIERARCHY, GROUP, FRUIT_CLUSTERS),
            ),
            Reading(
                "and it alone reaches both the domestic and the global market",
                every(
                    is_("gov_quasi_hierarchy", "==", 3)
                    & is_("gov_market", "<", 3)
                    & is_("gov_network", "<", 3)
                    & is_("gov_hierarchy", "<", 3),
                    GROUP,
                    FRUIT_CLUSTERS,
                ),
            ),
        ),
    ),
    Claim(
        "nr-fruit-arms-length",
        f"{CHAINS} (fresh fruit)",
        "The fresh fruit chains range from arm's-length dealings upward.",
        (
            Reading(
                "all three clusters are in a market chain",
                every(MARKET, GROUP, FRUIT_CLUSTERS),
            ),
        ),
    ),
    Claim(
        "nr-fruit-some-hierarchy",
        f"{CHAINS} (fresh fruit)",
        "There is a firm under hierarchy in each of the three fresh fruit clusters.",
        (
            Reading(
                "all three clusters have a hierarchy in Table 8",
                every(HIERARCHY, GROUP, FRUIT_CLUSTERS),
            ),
        ),
    ),
    Claim(
        "nr-buyers-do-not-help",
        f"{CHAINS} (fresh fruit), and Conclusions",
        "Foreign buyers pass on standards but seldom help growers to upgrade.",
        (
            *leaders_do_not_foster(GROUP, "natural resources"),
            *FARM_LEADERS_DO_NOT_FOSTER,
        ),
    ),
    Claim(
        "nr-fruit-turn-to-public-sector",
        f"{CHAINS} (fresh fruit)",
        "Growers of mangoes, grapes and apples turned to the public sector, melon growers did not.",
        (
            Reading(
                "joint action through institutions is scored higher for the former",
                _all(
                    *(
                        compare(
                            score_of(other, "ja_multilateral"),
                            ">",
                            score_of(MELONS, "ja_multilateral"),
                        )
                        for other in (MANGOES, APPLES)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-tobacco-no-support",
        f"{CHAINS} (tobacco)",
        "The tobacco corporations buy from small growers and set standards without support.",
        (
            Reading(
                "forward linkages with buyers are scored at most low",
                compare(score_of(TOBACCO, "ja_forward"), "<=", LOW),
            ),
        ),
    ),
    Claim(
        "nr-tobacco-global-standards",
        f"{CHAINS} (tobacco)",
        "A few corporations bring the standards of the world market to the tobacco cluster.",
        (
            Reading(
                "the cluster is in a global hierarchy or quasi-hierarchy",
                every(GLOBAL & HIERARCHICAL, GROUP, TOBACCO_CLUSTER),
            ),
        ),
    ),
    Claim(
        "nr-tobacco-hierarchical",
        f"{CHAINS} (tobacco)",
        "Governance in the tobacco cluster is eminently hierarchical.",
        (
            Reading(
                "a hierarchy in Table 8",
                every(HIERARCHY, GROUP, TOBACCO_CLUSTER),
            ),
            Reading(
                "only hierarchies or quasi-hierarchies in Table 8",
                every(ONLY_HIERARCHICAL, GROUP, TOBACCO_CLUSTER),
            ),
        ),
    ),
    Claim(
        "nr-tobacco-core-functions",
        f"{CHAINS} (tobacco)",
        "The tobacco corporations keep research and marketing to themselves.",
        (
            Reading(
                "functional upgrading is absent",
                compare(score_of(TOBACCO, "up_functional"), "==", number(0)),
            ),
        ),
    ),
    Claim(
        "nr-tobacco-little-innovation",
        f"{CHAINS} (tobacco)",
        "Local actors add next to nothing to technical innovation in the tobacco cluster.",
        (
            Reading(
                "product and process upgrading are scored at most low",
                _all(
                    compare(score_of(TOBACCO, "up_product"), "<=", LOW),
                    compare(score_of(TOBACCO, "up_process"), "<=", LOW),
                ),
            ),
        ),
    ),
    Claim(
        "nr-wine-less-hierarchical",
        f"{CHAINS} (Serra Gaúcha)",
        "Corporations in the Serra Gaúcha's wine deal less hierarchically with local producers "
        "than those in tobacco.",
        (
            Reading(
                "neither hierarchy nor quasi-hierarchy in Table 8, but one of them for tobacco",
                _all(
                    every(NOT_HIERARCHICAL, GROUP, WINE_IN_BRAZIL),
                    every(HIERARCHICAL, GROUP, TOBACCO_CLUSTER),
                ),
            ),
        ),
    ),
    Claim(
        "nr-wine-premium-upgrading",
        f"{CHAINS} (Serra Gaúcha)",
        "Small makers of premium wine are at the centre of upgrading in the Serra Gaúcha.",
        (
            Reading(
                "product upgrading is scored high",
                compare(score_of(SERRA_GAUCHA, "up_product"), "==", HIGH),
            ),
        ),
    ),
    Claim(
        "nr-most-upgraded",
        f"{UPGRADED}, Table 9",
        "Most clusters of the group upgraded products and processes.",
        (
            Reading(
                "both scored at least low",
                most(is_("up_product", ">=", 1) & is_("up_process", ">=", 1), GROUP),
            ),
            Reading(
                "both scored at least medium",
                most(is_("up_product", ">=", 2) & is_("up_process", ">=", 2), GROUP),
            ),
        ),
    ),
    Claim(
        "nr-external-economies-help-upgrading",
        f"{UPGRADED}, Table 9",
        "Local external economies help to improve products and processes.",
        (
            Reading("products", association("eei", "up_product", "positive", GROUP)),
            Reading("processes", association("eei", "up_process", "positive", GROUP)),
        ),
    ),
    Claim(
        "nr-joint-action-helps-upgrading",
        f"{UPGRADED}, Table 9",
        "Joint action sometimes helps to improve products and processes.",
        (
            Reading("products", association("jai", "up_product", "positive", GROUP)),
            Reading("processes", association("jai", "up_process", "positive", GROUP)),
        ),
    ),
    Claim(
        "nr-melons-limited-upgrading",
        f"{UPGRADED} (melons)",
        "The melon cluster shows very limited product and process upgrading.",
        (
            Reading(
                "product upgrading is scored at most low",
                compare(score_of(MELONS, "up_product"), "<=", LOW),
            ),
            Reading(
                "process upgrading is scored at most low",
                compare(score_of(MELONS, "up_process"), "<=", LOW),
            ),
            Reading(
                "the least upgrading of the group",
                compare(score_of(MELONS, "up_sum"), "<", lowest_besides("up_sum", GROUP, MELONS)),
            ),
        ),
    ),
    Claim(
        "nr-melons-window",
        f"{UPGRADED} (melons)",
        "For some fifteen years melon exporters had the European market to themselves during four "
        "months, until importers turned to other countries.",
        needs="European imports of melons by month and origin, from the 1980s on",
    ),
    Claim(
        "nr-melons-more-exports",
        f"{UPGRADED} (melons)",
        "Melon growers have been able to raise their exports.",
        (
            Reading(
                "exports in 2002 against 1996",
                compare(figure_of(MELONS, "exports_2002"), ">", figure_of(MELONS, "exports_1996")),
            ),
        ),
    ),
    Claim(
        "nr-melons-high-road",
        f"{UPGRADED} (melons)",
        "The melon cluster took the high road of product and process upgrading.",
        (
            Reading(
                "both are scored at least medium",
                _all(
                    compare(score_of(MELONS, "up_product"), ">=", MEDIUM),
                    compare(score_of(MELONS, "up_process"), ">=", MEDIUM),
                ),
            ),
            Reading(
                "both are scored at least low",
                _all(
                    compare(score_of(MELONS, "up_product"), ">=", LOW),
                    compare(score_of(MELONS, "up_process"), ">=", LOW),
                ),
            ),
        ),
    ),
    Claim(
        "nr-melons-weak-institutions",
        f"{UPGRADED} (melons)",
        "Local institutions are weak in the melon cluster, unlike those for mangoes, grapes and "
        "apples.",
        (
            Reading(
                "joint action through institutions is scored lower",
                _all(
                    *(
                        compare(
                            score_of(MELONS, "ja_multilateral"),
                            "<",
                            score_of(other, "ja_multilateral"),
                        )
                        for other in (MANGOES, APPLES)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-melons-collective-inaction",
        f"{UPGRADED} (melons)",
        "Melon growers upgrade although they do not act together.",
        (
            Reading(
                "joint action is at most low on average (four times 1), upgrading is not absent",
                _all(
                    compare(score_of(MELONS, "jai"), "<=", number(4)),
                    compare(score_of(MELONS, "up_sum"), ">", number(0)),
                ),
            ),
            Reading(
                "horizontal joint action is at most low, upgrading is not absent",
                _all(
                    compare(score_of(MELONS, "ja_bilateral"), "<=", LOW),
                    compare(score_of(MELONS, "ja_multilateral"), "<=", LOW),
                    compare(score_of(MELONS, "up_sum"), ">", number(0)),
                ),
            ),
        ),
    ),
    Claim(
        "nr-few-functional",
        f"{UPGRADED}, Tables 9 and 10",
        "Only a few clusters of the group upgraded functionally.",
        (
            Reading("scored above absent", few(is_("up_functional", ">", 0), GROUP)),
            Reading("on average at most low", compare(average("up_functional", GROUP), "<=", LOW)),
        ),
    ),
    Claim(
        "nr-salmon-all-kinds",
        f"{UPGRADED} (salmon)",
        "The salmon cluster has upgraded products, processes, functions and sectors.",
        (
            Reading(
                "all four are scored above absent",
                _all(*(compare(score_of(SALMON, kind), ">", number(0)) for kind in UPGRADING)),
            ),
        ),
    ),
    Claim(
        "nr-salmon-functional-later",
        f"{UPGRADED} (salmon); against it Joint action (salmon, second phase)",
        "Salmon firms upgraded products and processes first, functions and sectors only later and "
        "one by one.",
        needs="upgrading scores by stage of the salmon cluster",
    ),
    Claim(
        "nr-intersectoral-very-rare",
        f"{UPGRADED} (salmon)",
        "Intersectoral upgrading is very rare in all the clusters studied.",
        (
            Reading(
                "at most one in ten of the clusters with a score",
                compare(share_of(is_("up_intersectoral", ">", 0)), "<=", number("0.1")),
            ),
            Reading(
                "at most one in ten is scored medium or more",
                compare(share_of(is_("up_intersectoral", ">=", 2)), "<=", number("0.1")),
            ),
            Reading(
                "the lowest on average of the four kinds, where it was scored",
                _all(
                    *(
                        compare(
                            average("up_intersectoral"),
                            "<",
                            average(kind, None, is_("up_intersectoral", ">=", 0)),
                        )
                        for kind in ("up_product", "up_process", "up_functional")
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-dairy-functional",
        f"{UPGRADED} (dairy)",
        "The dairy cluster has upgraded functionally.",
        (
            Reading(
                "scored above absent",
                compare(score_of(DAIRY, "up_functional"), ">", number(0)),
            ),
            Reading(
                "no cluster of the group is scored higher",
                compare(
                    score_of(DAIRY, "up_functional"),
                    ">=",
                    highest_besides("up_functional", GROUP, DAIRY),
                ),
            ),
        ),
    ),
    *(
        Claim(
            f"nr-degree-{word}-upgrading",
            f"{UPGRADED}, Table 10",
            f"Collective efficiency enhances {word} upgrading.",
            (
                Reading("means by degree, recomputed", rises_with_degree(kind, GROUP)),
                Reading(
                    "means by degree, as Table 10 prints them",
                    printed_rises_with_degree(kind, "table_10"),
                ),
                Reading(
                    "across clusters, by the index",
                    association("ce_index", kind, "positive", GROUP),
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
        "nr-degree-functional-less",
        f"{UPGRADED}, Table 10",
        "Collective efficiency enhances functional upgrading less than product and process "
        "upgrading.",
        (
            Reading(
                "smaller step from Low to High degree, recomputed",
                _all(
                    *(
                        compare(_high_less_low("up_functional"), "<", _high_less_low(kind))
                        for kind in ("up_product", "up_process")
                    )
                ),
            ),
            Reading(
                "smaller step from Low to High degree, as printed",
                _all(
                    *(
                        compare(
                            _printed_high_less_low("up_functional"),
                            "<",
                            _printed_high_less_low(kind),
                        )
                        for kind in ("up_product", "up_process")
                    )
                ),
            ),
            Reading(
                "weaker association with the index",
                _all(
                    *(
                        compare(
                            strength("ce_index", "up_functional", GROUP),
                            "<",
                            strength("ce_index", kind, GROUP),
                        )
                        for kind in ("up_product", "up_process")
                    )
                ),
            ),
            Reading(
                "less of it where the degree is High",
                _all(
                    *(
                        compare(
                            average("up_functional", GROUP, degree_is("high")),
                            "<",
                            average(kind, GROUP, degree_is("high")),
                        )
                        for kind in ("up_product", "up_process")
                    )
                ),
            ),
        ),
    ),
    Claim(
        "nr-table-9-apples-process",
        f"{UPGRADED}, Table 9",
        "Apples score 2 in process upgrading.",
        (
            Reading(
                "the printed scores of the row add up to its printed sum",
                compare(_printed_row_sum(APPLES), "==", printed_in("table_09", APPLES, "up_sum")),
            ),
            Reading(
                "the printed scores of the column add up to its printed total",
                compare(
                    _printed_column_sum("table_09", "up_process"),
                    "==",
                    printed_in("table_09", "total", "up_process"),
                ),
            ),
        ),
    ),
    Claim(
        "nr-table-9-intersectoral-total",
        f"{UPGRADED}, Table 9",
        "Intersectoral upgrading adds up to 6 over the group.",
        (
            Reading(
                "the printed scores of the column add up to its printed total",
                compare(
                    _printed_column_sum("table_09", "up_intersectoral"),
                    "==",
                    printed_in("table_09", "total", "up_intersectoral"),
                ),
            ),
        ),
    ),
    Repeat(
        "nr-collective-efficiency-and-upgrading",
        f"{PLACE}, Conclusions",
        "Collective efficiency has a positive effect on upgrading in this group.",
        repeats="sm-upgrading-in-natural-resources-from-collective-efficiency",
    ),
    Claim(
        "nr-hierarchies-only-product-process",
        f"{PLACE}, Conclusions",
        "Hierarchically governed chains offer room for product and process upgrading only.",
        (
            Reading(
                "no other upgrading in clusters with a quasi-hierarchy or hierarchy",
                every(ONLY_PRODUCT_AND_PROCESS, GROUP, HIERARCHICAL),
            ),
            Reading(
                "none in most of them",
                compare(
                    _share_within(ONLY_PRODUCT_AND_PROCESS, HIERARCHICAL),
                    ">",
                    number("0.5"),
                ),
            ),
            Reading(
                "none where they are the only chains",
                every(
                    ONLY_PRODUCT_AND_PROCESS,
                    GROUP,
                    ONLY_HIERARCHICAL,
                ),
            ),
        ),
    ),
)
