"""Chapter 3, complex product systems (Tables 11-14)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from upgrading.audit.readings import (
    Claim,
    Condition,
    Evidence,
    Outcome,
    Quantity,
    Reading,
    Test,
    association,
    average,
    compare,
    degree_is,
    every,
    exceeds,
    few,
    figure_of,
    in_chain,
    industry_is,
    is_,
    members,
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
from upgrading.numbers import mean
from upgrading.vocabulary import EXTERNAL_ECONOMIES, GOVERNANCE, JOINT_ACTION, SECTOR_GROUPS

GROUP = "complex_product_systems"
OTHER_GROUPS = tuple(group for group in SECTOR_GROUPS if group != GROUP)

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
HALF = number("0.5")


def _named(text: str, condition: Condition) -> Condition:
    return Condition(text, condition.holds)


METALWORKING_CLUSTER = industry_is("Metalworking")
QUASI_HIERARCHY = in_chain("gov_quasi_hierarchy")
HIERARCHY = in_chain("gov_hierarchy")
LED = _named("a hierarchy or quasi-hierarchy", QUASI_HIERARCHY | HIERARCHY)
LED_FROM_ABROAD = _named(
    "a global hierarchy or quasi-hierarchy",
    in_chain("gov_quasi_hierarchy", "global") | in_chain("gov_hierarchy", "global"),
)
NOT_GLOBAL = _named(
    "no global chain",
    ~in_chain("gov_market", "global")
    & ~in_chain("gov_network", "global")
    & ~in_chain("gov_quasi_hierarchy", "global")
    & ~in_chain("gov_hierarchy", "global"),
)


def _all(*tests: Test) -> Test:
    def test(evidence: Evidence) -> Outcome:
        outcomes = [part(evidence) for part in tests]
        text = ", ".join(outcome.evidence for outcome in outcomes)
        if any(outcome.holds is False for outcome in outcomes):
            return Outcome(False, text)
        return Outcome(None if any(outcome.holds is None for outcome in outcomes) else True, text)

    return test


def _others(evidence: Evidence, variable: str, apart: tuple[str, ...]) -> list[Fraction]:
    scores = members(evidence, GROUP)[variable].drop(list(apart))
    return [score for score in scores if score is not None]


def _lowest_besides(variable: str, *apart: str) -> Quantity:
    return Quantity(
        f"lowest {variable} of the others in the group:",
        lambda evidence: min(_others(evidence, variable, apart), default=None),
    )


def _highest_besides(variable: str, *apart: str) -> Quantity:
    return Quantity(
        f"highest {variable} of the others in the group:",
        lambda evidence: max(_others(evidence, variable, apart), default=None),
    )


def _mean_of(*variables: str, groups: str | tuple[str, ...] = GROUP) -> Quantity:
    """Sum of the means of several scores."""
    place = SECTOR_GROUPS[groups].lower() if isinstance(groups, str) else "the other groups"
    return total_of(
        [average(variable, groups) for variable in variables],
        f"mean {' + '.join(variables)}, {place}:",
    )


def _score_sum(cluster: str, *variables: str) -> Quantity:
    return total_of(
        [score_of(cluster, variable) for variable in variables],
        f"{' + '.join(variables)} of {cluster}:",
    )


def _printed_sum(exhibit: str, row: str, columns: tuple[str, ...]) -> Quantity:
    return total_of(
        [printed_in(exhibit, row, column) for column in columns],
        f"printed components of {row} in {exhibit}, summed:",
    )


def _printed_mean(evidence: Evidence, variable: str) -> Fraction | None:
    rows = members(evidence, GROUP).index
    return mean([printed_in("table_11", row, variable).value(evidence) for row in rows])[0]


def _printed_average(variable: str) -> Quantity:
    return Quantity(
        f"mean of the printed {variable} of the clusters in table_11:",
        lambda evidence: _printed_mean(evidence, variable),
    )


def _gap(cluster: str, variable: str) -> Quantity:
    def value(evidence: Evidence) -> Fraction | None:
        score = score_of(cluster, variable).value(evidence)
        centre = average(variable, GROUP).value(evidence)
        return None if score is None or centre is None else score - centre

    return Quantity(f"{variable} of {cluster} less the mean of the group:", value)


def _printed_gap(cluster: str, variable: str) -> Quantity:
    def value(evidence: Evidence) -> Fraction | None:
        score = printed_in("table_11", cluster, variable).value(evidence)
        centre = _printed_mean(evidence, variable)
        return None if score is None or centre is None else score - centre

    return Quantity(f"printed {variable} of {cluster} less the mean in table_11:", value)


def _more_vertical(row: dict[str, Fraction | None]) -> bool | None:
    parts = [row[component] for component in JOINT_ACTION]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    backward, forward, bilateral, multilateral = known
    return backward + forward > bilateral + multilateral


MORE_VERTICAL = Condition(
    "ja_backward + ja_forward > ja_bilateral + ja_multilateral",
    lambda row: _more_vertical({component: row[component] for component in JOINT_ACTION}),
)


def _below_every_other_group(quantity: Callable[[str], Quantity]) -> Test:
    return _all(*(compare(quantity(GROUP), "<", quantity(other)) for other in OTHER_GROUPS))


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "cp-anchored-to-a-leader",
        f"{PLACE}, introduction",
        "The local firms usually depend on one assembler or anchor that leads the chain.",
        (
            Reading("most clusters are in a hierarchy or quasi-hierarchy", most(LED, GROUP)),
        ),
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
                compare(score_of(METALWORKING, "ce_index"), ">=", number("9.5")),
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
                "against the clusters that the table lists",
                _all(
                    compare(printed_in("table_11", "average", "eei"), "<=", _highest_eei_guard())
                    if False
                    else compare(
                        printed_in("table_11", "average", "eei"), "==", _printed_average("eei")
                    ),
                    compare(printed_in("table_11", "average", "jai"), "==", _printed_average("jai")),
                ),
            ),
        ),
    ),
)
