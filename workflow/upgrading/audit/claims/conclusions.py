"""Chapter 4: conclusions from the field studies, Tables 17-20, policy lessons by sector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from scipy.stats import kendalltau

from upgrading import printed
from upgrading.audit.claims.repeats import Repeat
from upgrading.audit.claims.shared_readings import global_chains_mostly_quasi_hierarchies
from upgrading.claims.association_evidence import interval_and_p
from upgrading.claims.evidence import (
    VERTICAL_PREVAILS,
    Condition,
    Evidence,
    Group,
    chains,
    chosen,
    creation,
    degree_is,
    exceeds,
    in_any_chain,
    in_chain,
    in_led_chain,
    is_,
    named,
    other_groups,
    pairs_present,
    present,
    share_held,
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
    calculation,
    compare,
    difference,
    each_of,
    every,
    few,
    figure_of,
    higher_where,
    lower_where,
    lowest_besides,
    most,
    none,
    number,
    number_of,
    printed_in,
    printed_rises_with_degree,
    ratio,
    rises_with_degree,
    score_of,
    share_of,
    share_within,
    stage_figure,
    strength,
)
from upgrading.numbers import mean, rounded, shown
from upgrading.vocabulary import (
    EXTERNAL_ECONOMIES,
    GOVERNANCE,
    JOINT_ACTION,
    SECTOR_GROUPS,
    UPGRADING,
)

TRADITIONAL = "traditional_manufacturing"
NATURAL = "natural_resource_based"
COMPLEX = "complex_product_systems"
SOFTWARE = "specialised_suppliers"

PRODUCT, PROCESS, FUNCTIONAL = "up_product", "up_process", "up_functional"
INTERSECTORAL = "up_intersectoral"
KINDS = {PRODUCT: "product", PROCESS: "process", FUNCTIONAL: "functional"}

CHIPILO, TORREON, SINOS = "furniture_chipilo", "garments_torreon", "footwear_sinos_valley"
SALMON, DAIRY, SUGAR = "salmon_austral_region", "dairy_boaco_chontales", "sugar_valle_del_cauca"
FRUIT, APPLES = "mangoes_grapes_petrolina_juazeiro", "apples_santa_catarina"
MELONS, METALWORKING = "melons_rio_grande_do_norte", "metalworking_espirito_santo"
TOBACCO, COLCHAGUA = "tobacco_rio_pardo", "wine_colchagua"

CHAPTER = "Chapter 4"
EFFICIENCY = f"{CHAPTER}, Conclusions, Collective efficiency enhances upgrading"
CHAINS = f"{CHAPTER}, Conclusions, Many value chains coexist"
SECTORS = f"{CHAPTER}, Conclusions, Sectors matter"
MACRO = f"{CHAPTER}, Conclusions, Power of the macroeconomic framework"
POLICIES = f"{CHAPTER}, Lessons, Cluster development policies"
MENU = f"{CHAPTER}, Lessons, A menu of actions"
BY_SECTOR = f"{CHAPTER}, A sectoral approach"


QUASI = in_chain("gov_quasi_hierarchy")
MARKET = in_chain("gov_market")
NETWORK = in_chain("gov_network")
LED = in_led_chain()
LED_FROM_ABROAD = in_led_chain("global")
EVEN = named("a market or network chain", MARKET | NETWORK)
ONLY_LED = named("none but (quasi-)hierarchical chains", LED & ~EVEN)
ONLY_ONE_LED = named("one (quasi-)hierarchical chain alone", LED & ~chains())
QUASI_AND_MARKET = named("both a quasi-hierarchy and a market chain", QUASI & MARKET)
QUASI_WITHOUT_MARKET = named("a quasi-hierarchy and no market chain", QUASI & ~MARKET)
MARKET_WITHOUT_QUASI = named("a market chain and no quasi-hierarchy", MARKET & ~QUASI)
GLOBAL = in_any_chain("global")


def _ahead_by(points: int) -> Condition:
    return Condition(
        f"eei ≥ jai + {points}",
        lambda row: (
            None if row["eei"] is None or row["jai"] is None else row["eei"] >= row["jai"] + points
        ),
    )


def _highest(variable: str, group: str) -> Test:
    return all_above(
        [average(variable, group)], [average(variable, name) for name in other_groups(group)]
    )


def _lowest(variable: str, group: str) -> Test:
    return all_above(
        [average(variable, name) for name in other_groups(group)], [average(variable, group)]
    )


def _share_of_scores(variables: Iterable[str], level: int, text: str, group: Group) -> Quantity:
    names = tuple(variables)

    def value(evidence: Evidence) -> Fraction | None:
        rows = chosen(evidence, group)
        scores = [score for name in names for score in present(rows, name)]
        return Fraction(sum(score >= level for score in scores), len(scores)) if scores else None

    return Quantity(text, value)


def _widespread_external_economies(group: str) -> Test:
    label = SECTOR_GROUPS[group].lower()
    return compare(
        _share_of_scores(
            EXTERNAL_ECONOMIES, 2, f"share of ee scores at least Medium, {label}:", group
        ),
        ">",
        _share_of_scores(JOINT_ACTION, 2, f"of ja scores, {label}:", group),
    )


def _significant(x: str, y: str, group: Group, level: float = 0.05) -> Test:
    def test(evidence: Evidence) -> Outcome:
        pairs = pairs_present(chosen(evidence, group), x, y)
        first, second = ([float(pair[side]) for pair in pairs] for side in (0, 1))
        if len(set(first)) < 2 or len(set(second)) < 2:
            return Outcome(None, f"a constant score: {x} with {y}")
        tau, p = kendalltau(first, second)
        text = f"{x} with {y}: τ-b = {tau:+.2f}, p = {p:.3f}, n = {len(pairs)}"
        text += interval_and_p(evidence, x, y, group, float(tau), len(pairs))
        return Outcome(bool(tau > 0 and p < level), text)

    return test


def _evident_only_in(expected: str, tests: dict[str, Test]) -> Test:
    """A positive relation is found in one group and, as far as it can be told, in no other."""

    def test(evidence: Evidence) -> Outcome:
        outcomes = {group: part(evidence) for group, part in tests.items()}
        text = "; ".join(outcome.evidence for outcome in outcomes.values())
        if outcomes[expected].holds is None:
            return Outcome(None, text)
        return Outcome({g for g, outcome in outcomes.items() if outcome.holds} == {expected}, text)

    return test


def _unit(text: str) -> Fraction:
    return Fraction(1, 10 ** printed.decimals(text))


def _same(first: str, second: str) -> bool:
    """Whether two printed numbers are one figure at the coarser of their precisions."""
    coarse, fine = sorted((first, second), key=printed.decimals)
    short, long = printed.score(coarse), printed.score(fine)
    if short is None or long is None:
        return short == long
    places = printed.decimals(coarse)
    cut = Fraction((long * 10**places).__floor__(), 10**places)
    return short in {rounded(long, places), cut}


def _repeats(
    places: Iterable[tuple[tuple[str, str], tuple[str, str], Sequence[str]]],
) -> Test:
    """Two tables print the same figures: (exhibit, row) twice, and the columns they share."""
    pairs = tuple(places)

    def test(evidence: Evidence) -> Outcome:
        apart = []
        count = 0
        for (exhibit, row), (other, other_row), columns in pairs:
            for column in columns:
                first = evidence.cells[exhibit, row, column]
                second = evidence.cells[other, other_row, column]
                count += 1
                if not _same(first, second):
                    apart.append(f"{column} {first} in {exhibit}, {second} in {other}")
        text = f"{count - len(apart)} of {count} figures the same"
        return Outcome(not apart, text + (f"; not {', '.join(apart)}" if apart else ""))

    return test


def _as_computed(exhibit: str, group: str, columns: Iterable[str]) -> Test:
    """Printed means lie less than a unit of their last digit from the means of the scores."""
    names = tuple(columns)

    def test(evidence: Evidence) -> Outcome:
        apart = []
        count = 0
        for column in names:
            text = evidence.cells[exhibit, group, column]
            shown_as, computed = printed.score(text), average(column, group).value(evidence)
            if shown_as is None or computed is None:
                continue
            count += 1
            if abs(shown_as - computed) >= _unit(text):
                apart.append(f"{column} {text}, computed {shown(computed, 2)}")
        text = f"{count - len(apart)} of {count} as computed"
        return Outcome(
            not apart if count else None, text + (f"; not {', '.join(apart)}" if apart else "")
        )

    return test


def _adds_up(exhibit: str, row: str, parts: Sequence[str], total: str, divisor: int = 1) -> Test:
    """Printed parts give the printed total, as far as rounding or truncation can account for it."""

    def test(evidence: Evidence) -> Outcome:
        texts = [evidence.cells[exhibit, row, name] for name in parts]
        values = [value for text in texts if (value := printed.score(text)) is not None]
        whole = evidence.cells[exhibit, row, total]
        stated = printed.score(whole)
        if stated is None or len(values) < len(parts):
            return Outcome(None, f"{exhibit}, {row}: a figure is missing")
        result = sum(values, Fraction(0)) / divisor
        unit = min(_unit(text) for text in (*texts, whole))
        loss = unit * len(parts) / divisor
        is_rounded = abs(stated - result) <= (loss + unit) / 2
        is_cut = -unit < stated - result < loss
        sign = "+" if divisor == 1 else "and"
        text = f"{f' {sign} '.join(texts)} give {shown(result, 3, trim=True)}, printed {whole}"
        return Outcome(is_rounded or is_cut, text)

    return test


LEARNING_YEARS = Quantity(
    "years of the learning stage (Table 20):",
    lambda evidence: (
        evidence.by_stage["initial_learning"]["to_year"]
        - evidence.by_stage["initial_learning"]["from_year"]
        + 1
    ),
)
UNTIL_GLOBALIZATION = difference(
    stage_figure("globalization", "from_year"),
    stage_figure("initial_learning", "from_year"),
    "years from the first stage to globalization (Table 20):",
)


def _created(profile: str) -> Quantity:
    def value(evidence: Evidence) -> Fraction | None:
        first, last = creation(evidence, profile)
        return Fraction(first) if first == last else None

    return Quantity(f"year of creation of {profile} (Table 2):", value)


def _between(quantity: Quantity, low: float, high: float) -> Test:
    """At least the one and below the other."""

    def test(evidence: Evidence) -> Outcome:
        value = quantity.value(evidence)
        holds = None if value is None else Fraction(str(low)) <= value < Fraction(str(high))
        return Outcome(holds, f"{quantity.shown(evidence)}, wanted {low} to below {high}")

    return test


def _quasi_by_industry(evidence: Evidence) -> tuple[bool | None, str]:
    rows = chosen(evidence, TRADITIONAL)
    shares = {
        industry: share
        for industry in dict.fromkeys(row["industry"] for row in rows)
        if (share := share_held((row for row in rows if row["industry"] == industry), QUASI))
        is not None
    }
    leading = [name for name, share in shares.items() if share > Fraction(1, 2)]
    text = ", ".join(f"{name} {shown(share, 2, trim=True)}" for name, share in shares.items())
    return len(leading) * 2 > len(shares), f"share in quasi-hierarchies: {text}"


def _weak_by_country(evidence: Evidence) -> tuple[bool | None, str]:
    scores: dict[str, list[Fraction | None]] = {}
    for row in evidence.rows:
        scores.setdefault(row["country"], []).append(row["ja_multilateral"])
    means = {
        country: value
        for country in sorted(scores)
        if (value := mean(scores[country])[0]) is not None
    }
    weak = [country for country, value in means.items() if value < 2]
    text = ", ".join(f"{country} {shown(value, 2)}" for country, value in means.items())
    return len(weak) * 2 > len(means), f"mean ja_multilateral: {text}"


def _mentions(stage: str, *words: str) -> Test:
    def test(evidence: Evidence) -> Outcome:
        text = evidence.cells["table_20", "public_policies", stage]
        missing = [word for word in words if word not in text.lower()]
        return Outcome(not missing, f'Table 20, {stage}: "{text}"')

    return test


def _sales(tonnes: Quantity, price: Quantity, text: str) -> Quantity:
    def value(evidence: Evidence) -> Fraction | None:
        weight, unit = tonnes.value(evidence), price.value(evidence)
        return None if weight is None or unit is None else weight * unit / 1000

    return Quantity(text, value)


def _worth(stage: str, moment: str, amount: Quantity) -> Test:
    tonnes = stage_figure(stage, moment)
    return all_hold(
        compare(
            amount, ">=", _sales(tonnes, stage_figure(stage, "price_low"), "at the lowest price:")
        ),
        compare(
            amount, "<=", _sales(tonnes, stage_figure(stage, "price_high"), "at the highest price:")
        ),
    )


def _grew(stage: str) -> Quantity:
    return difference(
        stage_figure(stage, "tonnes_end"),
        stage_figure(stage, "tonnes_start"),
        f"tonnes added, {stage}:",
    )


def _growth(stage: str) -> Quantity:
    return ratio(
        stage_figure(stage, "tonnes_end"),
        stage_figure(stage, "tonnes_start"),
        f"end to start, {stage}:",
    )


def _by_kind(
    make: Callable[[str], Test], kinds: Iterable[str] = tuple(KINDS)
) -> tuple[Reading, ...]:
    return tuple(Reading(f"{KINDS[kind]} upgrading", make(kind)) for kind in kinds)


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "co-highest-in-natural-and-software",
        f"{EFFICIENCY}, paragraph 1",
        "Natural resource-based and software clusters have more collective efficiency on average.",
        (
            Reading(
                "both means above those of the other two groups",
                all_above(
                    [average("ce_index", NATURAL), average("ce_index", SOFTWARE)],
                    [average("ce_index", TRADITIONAL), average("ce_index", COMPLEX)],
                ),
            ),
            Reading(
                "as Table 17 prints the means",
                all_above(
                    [printed_in("table_17", group, "ce_index") for group in (NATURAL, SOFTWARE)],
                    [printed_in("table_17", group, "ce_index") for group in (TRADITIONAL, COMPLEX)],
                ),
            ),
        ),
    ),
    Repeat(
        "co-complex-lower",
        f"{EFFICIENCY}, paragraph 1",
        "Complex product systems have less collective efficiency than the other groups.",
        repeats="cp-lowest-collective-efficiency",
    ),
    Claim(
        "co-complex-joint-action-unusual",
        f"{EFFICIENCY}, paragraph 1",
        "Joint action is unusual in complex product systems.",
        (
            Reading("lowest mean of the four groups", _lowest("jai", COMPLEX)),
            Reading(
                "fewer than half of the scores at least Medium",
                compare(
                    _share_of_scores(JOINT_ACTION, 2, "share of ja scores ≥ 2:", COMPLEX),
                    "<",
                    number("0.5"),
                ),
            ),
        ),
    ),
    Claim(
        "co-complex-lower-for-want-of-joint-action",
        f"{EFFICIENCY}, paragraph 1",
        "Scarce joint action is a large part of why complex product systems score lower.",
        (
            Reading(
                "the gap to the other groups is wider in joint action than in external economies",
                compare(
                    difference(
                        average("jai", other_groups(COMPLEX)),
                        average("jai", COMPLEX),
                        "gap in mean jai:",
                    ),
                    ">",
                    difference(
                        average("eei", other_groups(COMPLEX)),
                        average("eei", COMPLEX),
                        "gap in mean eei:",
                    ),
                ),
            ),
        ),
    ),
    Claim(
        "co-labour-market-everywhere",
        f"{EFFICIENCY}, paragraph 1",
        "Every cluster profits from a local labour market.",
        (
            Reading("not absent anywhere", every(is_("ee_labour_market", ">", 0))),
            Reading("at least Medium everywhere", every(is_("ee_labour_market", ">=", 2))),
        ),
    ),
    Claim(
        "co-inputs-local",
        f"{EFFICIENCY}, paragraph 1",
        "Outside complex product systems inputs come from within the cluster.",
        (
            Reading(
                "not absent in any cluster",
                every(is_("ee_inputs", ">", 0), (TRADITIONAL, NATURAL, SOFTWARE)),
            ),
            Reading(
                "at least Medium in most clusters",
                most(is_("ee_inputs", ">=", 2), (TRADITIONAL, NATURAL, SOFTWARE)),
            ),
            Reading(
                "at least Medium in most clusters of each group",
                all_hold(
                    *(most(is_("ee_inputs", ">=", 2), group) for group in other_groups(COMPLEX))
                ),
            ),
        ),
    ),
    Claim(
        "co-inputs-global-in-complex",
        f"{EFFICIENCY}, paragraph 1",
        "In complex product systems inputs are normally not sourced locally.",
        (
            Reading("at most Low in most clusters", most(is_("ee_inputs", "<=", 1), COMPLEX)),
            Reading("lowest mean of the four groups", _lowest("ee_inputs", COMPLEX)),
        ),
    ),
    Claim(
        "co-external-economies-more-common",
        f"{EFFICIENCY}, paragraph 2",
        "External economies are more common than joint action in each of the groups.",
        (
            Reading(
                "on average",
                all_hold(
                    *(
                        compare(average("eei", group), ">", average("jai", group))
                        for group in SECTOR_GROUPS
                    )
                ),
            ),
            Reading(
                "as Table 17 prints the means",
                all_hold(
                    *(
                        compare(
                            printed_in("table_17", group, "eei"),
                            ">",
                            printed_in("table_17", group, "jai"),
                        )
                        for group in SECTOR_GROUPS
                    )
                ),
            ),
            Reading(
                "in most clusters of each group",
                all_hold(*(most(exceeds("eei", "jai"), group) for group in SECTOR_GROUPS)),
            ),
            Reading(
                "more often at least Medium",
                all_hold(*(_widespread_external_economies(group) for group in SECTOR_GROUPS)),
            ),
        ),
    ),
    Claim(
        "co-low-efficiency-hinders",
        f"{EFFICIENCY}, paragraph 3",
        "Where collective efficiency is poor, upgrading may suffer badly.",
        _by_kind(lambda kind: lower_where(kind, degree_is("low"))),
    ),
    Repeat(
        "co-chipilo-poor-efficiency",
        f"{EFFICIENCY}, paragraph 3",
        "Chipilo has a poor degree of collective efficiency.",
        repeats="tm-chipilo-lacks-efficiency",
    ),
    Claim(
        "co-chipilo-upgrading-hindered",
        f"{EFFICIENCY}, paragraph 3",
        "Chipilo's upgrading was held back.",
        _by_kind(lambda kind: compare(score_of(CHIPILO, kind), "<", average(kind, TRADITIONAL))),
    ),
    Claim(
        "co-salmon-nearly-a-decade",
        f"{EFFICIENCY}, first lesson",
        "The salmon cluster needed almost ten years to develop.",
        (
            Reading(
                "length of the learning stage, eight to ten years",
                _between(LEARNING_YEARS, 8, 10),
            ),
            Reading(
                "start to globalization, eight to ten years", _between(UNTIL_GLOBALIZATION, 8, 10)
            ),
        ),
    ),
    Claim(
        "co-metalworking-nearly-a-decade",
        f"{EFFICIENCY}, first lesson",
        "Espírito Santo metalworking promoted joint action for almost ten years before it worked.",
        (
            Reading(
                "from the year of creation to the consortium active since 1997 (Annex 2)",
                _between(
                    difference(
                        number(1997),
                        _created(METALWORKING),
                        "years from creation (Table 2) to 1997:",
                    ),
                    8,
                    10,
                ),
            ),
        ),
    ),
    Claim(
        "co-chipilo-vertical",
        f"{EFFICIENCY}, second lesson",
        "Vertical relations dominate in Chipilo.",
        (
            Reading(
                "vertical linkages score above horizontal ones",
                each_of([CHIPILO], VERTICAL_PREVAILS),
            ),
            Reading(
                "backward linkages are its strongest joint action",
                all_above(
                    [score_of(CHIPILO, "ja_backward")],
                    [score_of(CHIPILO, name) for name in JOINT_ACTION if name != "ja_backward"],
                ),
            ),
            Reading(
                "there is a quasi-hierarchy within the country",
                each_of([CHIPILO], in_chain("gov_quasi_hierarchy", "domestic")),
            ),
        ),
    ),
    Claim(
        "co-vertical-hinders-external-economies",
        f"{EFFICIENCY}, second lesson",
        "Strong vertical relations stand in the way of external economies.",
        (
            Reading(
                "where vertical linkages exceed horizontal ones",
                lower_where("eei", VERTICAL_PREVAILS),
            ),
            Reading("where leaders command the chain", lower_where("eei", LED)),
        ),
    ),
    Claim(
        "co-vertical-hinders-joint-action",
        f"{EFFICIENCY}, second lesson",
        "Strong vertical relations stand in the way of joint action.",
        (
            Reading(
                "backward against bilateral linkages",
                association("ja_backward", "ja_bilateral", "negative"),
            ),
            Reading(
                "backward against multilateral linkages",
                association("ja_backward", "ja_multilateral", "negative"),
            ),
            Reading("where leaders command the chain", lower_where("jai", LED)),
        ),
    ),
    Repeat(
        "co-torreon-like-chipilo",
        f"{EFFICIENCY}, second lesson",
        "Torreón shows the same picture as Chipilo.",
        repeats="tm-torreon-similar-to-chipilo",
    ),
    Claim(
        "co-dairy-joint-action",
        f"{EFFICIENCY}, second lesson",
        "A will to cooperate and joint action developed in the Nicaraguan dairy cluster.",
        (
            Reading(
                "all four forms at least Medium",
                all_hold(
                    *(compare(score_of(DAIRY, name), ">=", number(2)) for name in JOINT_ACTION)
                ),
            ),
            Reading(
                "joint action above the group's mean",
                compare(score_of(DAIRY, "jai"), ">", average("jai", NATURAL)),
            ),
        ),
    ),
    Claim(
        "co-dairy-upgrading",
        f"{EFFICIENCY}, second lesson",
        "Dairy producers in Nicaragua upgraded.",
        _by_kind(lambda kind: compare(score_of(DAIRY, kind), ">=", number(2))),
    ),
    Repeat(
        "co-most-upgraded",
        f"{EFFICIENCY}, paragraph 4",
        "Most clusters upgraded.",
        repeats="sm-upgrading-in-most-clusters",
    ),
    Repeat(
        "co-product-process-over-functional",
        f"{EFFICIENCY}, paragraph 4",
        "Product and process upgrading are more common than functional upgrading.",
        repeats="sm-product-process-more-common",
    ),
    Claim(
        "co-efficiency-raises-upgrading",
        f"{EFFICIENCY}, paragraph 4",
        "More collective efficiency goes with more upgrading.",
        (
            *_by_kind(lambda kind: association("ce_index", kind)),
            *(
                Reading(f"{label} upgrading, from degree to degree", rises_with_degree(kind, None))
                for kind, label in KINDS.items()
            ),
        ),
    ),
    Repeat(
        "co-intersectoral-only-salmon",
        f"{EFFICIENCY}, paragraph 4",
        "Chilean salmon is the one cluster with intersectoral upgrading.",
        repeats="sm-intersectoral-only-salmon",
    ),
    Claim(
        "co-efficiency-effect-only-in-complex",
        f"{EFFICIENCY}, paragraph 4",
        "Only in complex product systems does efficiency visibly raise product and process "
        "upgrading.",
        (
            *(
                Reading(
                    f"{KINDS[kind]} upgrading, rank correlation",
                    _evident_only_in(
                        COMPLEX,
                        {
                            group: association("ce_index", kind, group=group)
                            for group in SECTOR_GROUPS
                        },
                    ),
                )
                for kind in (PRODUCT, PROCESS)
            ),
            *(
                Reading(
                    f"{KINDS[kind]} upgrading, as Tables 6, 10 and 14 print it by degree",
                    _evident_only_in(
                        COMPLEX,
                        {
                            group: printed_rises_with_degree(kind, exhibit)
                            for group, exhibit in (
                                (TRADITIONAL, "table_06"),
                                (NATURAL, "table_10"),
                                (COMPLEX, "table_14"),
                            )
                        },
                    ),
                )
                for kind in (PRODUCT, PROCESS)
            ),
        ),
    ),
    Claim(
        "co-metalworking-anchor",
        f"{EFFICIENCY}, paragraph 4",
        "The anchor firm and small firms of Espírito Santo metalworking work together.",
        (
            Reading(
                "forward linkages High",
                compare(score_of(METALWORKING, "ja_forward"), "==", number(3)),
            ),
            Reading(
                "forward linkages above the group's mean",
                compare(score_of(METALWORKING, "ja_forward"), ">", average("ja_forward", COMPLEX)),
            ),
        ),
    ),
    Repeat(
        "co-metalworking-broker",
        f"{EFFICIENCY}, paragraph 4",
        "A local institution brokers the network of Espírito Santo metalworking.",
        repeats="cp-metalworking-centre-broker",
    ),
    Claim(
        "co-institutional-channels",
        f"{EFFICIENCY}, paragraph 5",
        "Institutions carry efficiency into upgrading in the salmon, mango and apple clusters.",
        (
            Reading(
                "multilateral linkages High in all three",
                each_of([SALMON, FRUIT, APPLES], is_("ja_multilateral", "==", 3)),
            ),
            Reading(
                "product and process upgrading High in all three",
                each_of([SALMON, FRUIT, APPLES], is_(PRODUCT, "==", 3) & is_(PROCESS, "==", 3)),
            ),
        ),
    ),
    Claim(
        "co-institutions-and-upgrading",
        f"{EFFICIENCY}, paragraph 5",
        "Institutional networks are a channel from collective efficiency to upgrading.",
        _by_kind(lambda kind: association("ja_multilateral", kind)),
    ),
    Claim(
        "co-table-17-means",
        f"{EFFICIENCY}, Table 17",
        "Table 17 gives the groups' mean indices.",
        tuple(
            Reading(label, _as_computed("table_17", group, ("eei", "jai", "ce_index")))
            for group, label in SECTOR_GROUPS.items()
        ),
    ),
    Claim(
        "co-table-17-index",
        f"{EFFICIENCY}, Table 17",
        "The index of Table 17 is the mean of its two indices.",
        tuple(
            Reading(label, _adds_up("table_17", group, ("eei", "jai"), "ce_index", 2))
            for group, label in SECTOR_GROUPS.items()
        ),
    ),
    Claim(
        "co-table-17-repeats",
        f"{EFFICIENCY}, Table 17",
        "Table 17 repeats the averages of Tables 3, 7, 11 and 15.",
        tuple(
            Reading(
                SECTOR_GROUPS[group],
                _repeats([(("table_17", group), (other, "average"), ("eei", "jai", "ce_index"))]),
            )
            for group, other in (
                (TRADITIONAL, "table_03"),
                (NATURAL, "table_07"),
                (COMPLEX, "table_11"),
                (SOFTWARE, "table_15"),
            )
        ),
    ),
    Claim(
        "co-tables-17-18-agree",
        f"{EFFICIENCY}, Tables 17 and 18",
        "Tables 17 and 18 print the same two indices.",
        (
            Reading(
                "figure by figure",
                _repeats(
                    (("table_17", group), ("table_18", group), ("eei", "jai"))
                    for group in SECTOR_GROUPS
                ),
            ),
        ),
    ),
    Claim(
        "co-table-18-means",
        f"{EFFICIENCY}, Table 18",
        "Table 18 gives the groups' mean components.",
        tuple(
            Reading(
                label,
                _as_computed("table_18", group, (*EXTERNAL_ECONOMIES, "eei", *JOINT_ACTION, "jai")),
            )
            for group, label in SECTOR_GROUPS.items()
        ),
    ),
    Claim(
        "co-table-18-sums",
        f"{EFFICIENCY}, Table 18",
        "The indices of Table 18 are the sums of its components.",
        tuple(
            Reading(f"{label}, {title}", _adds_up("table_18", group, tuple(components), index))
            for group, label in SECTOR_GROUPS.items()
            for components, index, title in (
                (EXTERNAL_ECONOMIES, "eei", "external economies"),
                (JOINT_ACTION, "jai", "joint action"),
            )
        ),
    ),
    Claim(
        "co-table-18-repeats",
        f"{EFFICIENCY}, Table 18",
        "Table 18 repeats the averages of the tables in Annex 1.",
        tuple(
            Reading(
                SECTOR_GROUPS[group],
                _repeats(
                    [
                        (
                            ("table_18", group),
                            (economies, "average"),
                            (*EXTERNAL_ECONOMIES, "eei"),
                        ),
                        (("table_18", group), (actions, "average"), (*JOINT_ACTION, "jai")),
                    ]
                ),
            )
            for group, economies, actions in (
                (TRADITIONAL, "annex_table_1", "annex_table_2"),
                (NATURAL, "annex_table_3", "annex_table_4"),
                (COMPLEX, "annex_table_5", "annex_table_6"),
                (SOFTWARE, "annex_table_7", "annex_table_8"),
            )
        ),
    ),
    Claim(
        "co-table-19-means",
        f"{EFFICIENCY}, Table 19",
        "Table 19 gives the groups' mean upgrading.",
        tuple(
            Reading(label, _as_computed("table_19", group, UPGRADING))
            for group, label in SECTOR_GROUPS.items()
        ),
    ),
    Claim(
        "co-table-19-repeats",
        f"{EFFICIENCY}, Table 19",
        "Table 19 repeats the averages of Tables 5, 9, 13 and 16.",
        tuple(
            Reading(
                SECTOR_GROUPS[group],
                _repeats([(("table_19", group), (other, "average"), columns)]),
            )
            for group, other, columns in (
                (TRADITIONAL, "table_05", tuple(KINDS)),
                (NATURAL, "table_09", tuple(UPGRADING)),
                (COMPLEX, "table_13", tuple(UPGRADING)),
                (SOFTWARE, "table_16", tuple(KINDS)),
            )
        ),
    ),
    Claim(
        "co-table-19-no-intersectoral",
        f"{EFFICIENCY}, Table 19",
        "There is no intersectoral upgrading outside the natural resource-based group.",
        tuple(
            Reading(SECTOR_GROUPS[group], none(is_(INTERSECTORAL, ">", 0), group))
            for group in other_groups(NATURAL)
        ),
    ),
    Repeat(
        "co-global-chains-link-to-markets",
        f"{CHAINS}, paragraph 1",
        "Chains led by large buyers ease the way to international markets.",
        repeats="sm-global-chains-open-markets",
    ),
    Repeat(
        "co-leaders-do-not-foster",
        f"{CHAINS}, paragraph 1",
        "In complex and natural resource-based groups global leaders do not foster upgrading.",
        repeats="sm-global-leaders-do-not-foster",
    ),
    Repeat(
        "co-buyers-help-traditional",
        f"{CHAINS}, paragraph 2",
        "Large foreign buyers often further product and process upgrading in traditional "
        "industries.",
        repeats="sm-buyers-help-traditional",
    ),
    Repeat(
        "co-functional-rare",
        f"{CHAINS}, paragraph 3",
        "Functional upgrading is rare.",
        repeats="sm-functional-rare",
    ),
    Claim(
        "co-leaders-discourage-functional",
        f"{CHAINS}, paragraph 3",
        "Chain leaders discourage functional upgrading by their suppliers.",
        (
            *(
                Reading(
                    f"less where leaders command the chain, {SECTOR_GROUPS[group].lower()}",
                    lower_where(FUNCTIONAL, LED, group),
                )
                for group in (TRADITIONAL, NATURAL, COMPLEX)
            ),
            Reading(
                "the three groups together",
                lower_where(FUNCTIONAL, LED, (TRADITIONAL, NATURAL, COMPLEX)),
            ),
        ),
    ),
    Claim(
        "co-global-chains-quasi-hierarchical",
        f"{CHAINS}, paragraph 3",
        "Global value chains are quasi-hierarchies in most cases.",
        global_chains_mostly_quasi_hierarchies(None),
    ),
    Repeat(
        "co-chains-coexist",
        f"{CHAINS}, title and paragraph 3",
        "Clusters often take part in chains of different types.",
        repeats="sm-several-chains-often",
    ),
    Claim(
        "co-quasi-and-market",
        f"{CHAINS}, paragraph 3",
        "Many clusters are in quasi-hierarchies and market chains at once.",
        (
            Reading("most clusters", most(QUASI_AND_MARKET)),
            Reading(
                "at least a third of the clusters",
                compare(share_of(QUASI_AND_MARKET), ">=", number("1/3")),
            ),
            Reading(
                "most of the clusters in quasi-hierarchies",
                compare(share_within(MARKET, QUASI), ">", number("0.5")),
            ),
        ),
    ),
    Claim(
        "co-mixed-chains-functional",
        f"{CHAINS}, paragraph 3",
        "Being in quasi-hierarchies and market chains gives the best chances of functional "
        "upgrading.",
        (
            Reading(
                "against all other clusters described", higher_where(FUNCTIONAL, QUASI_AND_MARKET)
            ),
            Reading(
                "against quasi-hierarchies without market chains",
                compare(
                    average(FUNCTIONAL, None, QUASI_AND_MARKET),
                    ">",
                    average(FUNCTIONAL, None, QUASI_WITHOUT_MARKET),
                ),
            ),
            Reading(
                "against market chains without quasi-hierarchies",
                compare(
                    average(FUNCTIONAL, None, QUASI_AND_MARKET),
                    ">",
                    average(FUNCTIONAL, None, MARKET_WITHOUT_QUASI),
                ),
            ),
        ),
    ),
    Claim(
        "co-mixed-chains-examples",
        f"{CHAINS}, paragraph 3",
        "Nicaraguan dairy and Sinos Valley combine such chains and upgrade functionally.",
        (
            Reading(
                "both are in quasi-hierarchies and market chains",
                each_of([DAIRY, SINOS], QUASI_AND_MARKET),
            ),
            Reading(
                "both above the functional mean of their groups",
                all_hold(
                    compare(score_of(DAIRY, FUNCTIONAL), ">", average(FUNCTIONAL, NATURAL)),
                    compare(score_of(SINOS, FUNCTIONAL), ">", average(FUNCTIONAL, TRADITIONAL)),
                ),
            ),
        ),
    ),
    Repeat(
        "co-sectors-differ-in-collective-efficiency",
        f"{SECTORS}, paragraph 1",
        "Sector groups differ systematically in collective efficiency.",
        repeats="sm-sectors-differ-in-collective-efficiency",
    ),
    Repeat(
        "co-sectors-differ-in-governance",
        f"{SECTORS}, paragraph 1",
        "Sector groups differ systematically in the governance of value chains.",
        repeats="sm-sectors-differ-in-governance",
    ),
    Repeat(
        "co-sectors-differ-in-upgrading",
        f"{SECTORS}, paragraph 1",
        "Sector groups differ systematically in upgrading.",
        repeats="sm-sectors-differ-in-upgrading",
    ),
    Claim(
        "co-natural-joint-action-examples",
        f"{SECTORS}, paragraph 2",
        "Successful resource-based clusters drew on joint action of public and private bodies.",
        (
            Reading(
                "multilateral linkages High in the four examples",
                each_of([APPLES, FRUIT, SALMON, SUGAR], is_("ja_multilateral", "==", 3)),
            ),
            Reading(
                "product and process upgrading High in the four examples",
                each_of(
                    [APPLES, FRUIT, SALMON, SUGAR], is_(PRODUCT, "==", 3) & is_(PROCESS, "==", 3)
                ),
            ),
        ),
    ),
    Claim(
        "co-natural-joint-action-success",
        f"{SECTORS}, paragraph 2",
        "Resource-based clusters with more institutional joint action upgrade more.",
        _by_kind(
            lambda kind: association("ja_multilateral", kind, group=NATURAL), (PRODUCT, PROCESS)
        ),
    ),
    Claim(
        "co-chains-two-edged",
        f"{SECTORS}, paragraph 3",
        "In traditional manufacturing leaders' chains further product and process upgrading but "
        "block functional upgrading.",
        (
            *_by_kind(lambda kind: higher_where(kind, LED, TRADITIONAL), (PRODUCT, PROCESS)),
            Reading("functional upgrading", lower_where(FUNCTIONAL, LED, TRADITIONAL)),
        ),
    ),
    Claim(
        "co-sinos-functional-prevented",
        f"{SECTORS}, paragraph 3",
        "In Sinos Valley functional upgrading is prevented while products and processes improve.",
        (
            Reading(
                "functional below product and process upgrading",
                all_above(
                    [score_of(SINOS, PRODUCT), score_of(SINOS, PROCESS)],
                    [score_of(SINOS, FUNCTIONAL)],
                ),
            ),
            Reading(
                "functional upgrading at most Low",
                compare(score_of(SINOS, FUNCTIONAL), "<=", number(1)),
            ),
            Reading(
                "functional upgrading below the group's mean",
                compare(score_of(SINOS, FUNCTIONAL), "<", average(FUNCTIONAL, TRADITIONAL)),
            ),
        ),
    ),
    Claim(
        "co-less-hierarchy-more-functional",
        f"{SECTORS}, paragraph 3",
        "Access to less hierarchical chains lets a cluster upgrade functionally.",
        (
            Reading("with a market or network chain, all clusters", higher_where(FUNCTIONAL, EVEN)),
            Reading(
                "with a market or network chain, traditional manufacturing",
                higher_where(FUNCTIONAL, EVEN, TRADITIONAL),
            ),
            Reading(
                "among clusters that leaders command",
                compare(
                    average(FUNCTIONAL, None, named("led and in other chains", LED & EVEN)),
                    ">",
                    average(FUNCTIONAL, None, ONLY_LED),
                ),
            ),
        ),
    ),
    Claim(
        "co-dairy-other-chains",
        f"{SECTORS}, paragraph 3",
        "Dairy cooperatives entered other chains than Parmalat's and moved to better functions.",
        (
            Reading("more than one kind of chain", each_of([DAIRY], chains())),
            Reading(
                "functional upgrading above the group's mean",
                compare(score_of(DAIRY, FUNCTIONAL), ">", average(FUNCTIONAL, NATURAL)),
            ),
        ),
    ),
    Claim(
        "co-efficiency-opens-outlets",
        f"{SECTORS}, paragraph 3",
        "Collective efficiency helps to reach alternative markets.",
        (
            Reading("clusters in several kinds of chain", higher_where("ce_index", chains())),
            Reading(
                "the same in traditional manufacturing",
                higher_where("ce_index", chains(), TRADITIONAL),
            ),
        ),
    ),
    Claim(
        "co-sinos-domestic-outlet",
        f"{SECTORS}, paragraph 3",
        "Efficient Sinos Valley sells through national chains too.",
        (
            Reading(
                "High degree and a domestic market chain",
                each_of([SINOS], degree_is("high") & in_chain("gov_market", "domestic")),
            ),
        ),
    ),
    Claim(
        "co-complex-dominated",
        f"{SECTORS}, paragraph 4",
        "Large assemblers and first-tier suppliers dominate the chains of complex products.",
        (
            Reading("a global (quasi-)hierarchy in every cluster", every(LED_FROM_ABROAD, COMPLEX)),
            Reading("in most clusters", most(LED_FROM_ABROAD, COMPLEX)),
        ),
    ),
    Claim(
        "co-complex-few-alternatives",
        f"{SECTORS}, paragraph 4",
        "Small firms in complex product systems have very few alternatives to the leader's chain.",
        (
            Reading("few clusters in several kinds of chain", few(chains(), COMPLEX)),
            Reading("few clusters in a market or network chain", few(EVEN, COMPLEX)),
            Reading(
                "several kinds of chain rarer than in the other groups described",
                all_above(
                    [share_of(chains(), TRADITIONAL), share_of(chains(), NATURAL)],
                    [share_of(chains(), COMPLEX)],
                ),
            ),
        ),
    ),
    Claim(
        "co-metalworking-efficient",
        f"{SECTORS}, paragraph 4",
        "Espírito Santo metalworking profits from collective efficiency.",
        (
            Reading(
                "index above the group's mean",
                compare(score_of(METALWORKING, "ce_index"), ">", average("ce_index", COMPLEX)),
            ),
            *(
                Reading(
                    f"{KINDS[kind]} upgrading above the group's mean",
                    compare(score_of(METALWORKING, kind), ">", average(kind, COMPLEX)),
                )
                for kind in (PRODUCT, PROCESS)
            ),
        ),
    ),
    Claim(
        "co-metalworking-anchored-to-exporters",
        f"{SECTORS}, paragraph 4",
        "Metalworking firms of Espírito Santo depend on large exporters close by.",
        (
            Reading(
                "it is in a domestic quasi-hierarchy",
                each_of([METALWORKING], in_chain("gov_quasi_hierarchy", "domestic")),
            ),
            Reading(
                "most of its production stays in the country",
                compare(
                    ratio(
                        figure_of(METALWORKING, "exports_2002"),
                        figure_of(METALWORKING, "production_2002"),
                    ),
                    "<",
                    number("0.5"),
                ),
            ),
        ),
    ),
    Claim(
        "co-software-improves",
        f"{SECTORS}, paragraph 5",
        "Software firms improve products and processes.",
        _by_kind(lambda kind: every(is_(kind, ">", 0), SOFTWARE), (PRODUCT, PROCESS)),
    ),
    Repeat(
        "co-software-functional",
        f"{SECTORS}, paragraph 5",
        "Functional upgrading is likelier in software than in other sectors.",
        repeats="sw-functional-more-common",
    ),
    Repeat(
        "co-software-market-or-network",
        f"{SECTORS}, paragraph 5",
        "Software clusters mostly deal with clients in market or network chains.",
        repeats="sw-relations-market-network",
    ),
    Claim(
        "co-software-leaders-help",
        f"{SECTORS}, paragraph 5",
        "Leading firms ease software firms' access to markets and skilled labour.",
        (
            Reading("market access, highest of the groups", _highest("ee_market_access", SOFTWARE)),
            Reading("labour market, highest of the groups", _highest("ee_labour_market", SOFTWARE)),
        ),
    ),
    Claim(
        "co-software-low-value-added",
        f"{SECTORS}, paragraph 5",
        "Locally owned software firms often do work of little added value.",
        needs="value added per job by activity and ownership of software firms; Table 2 has sales "
        "and jobs of three clusters as a whole",
    ),
    Repeat(
        "co-software-efficiency-matters",
        f"{SECTORS}, paragraph 6",
        "Collective efficiency clearly plays a part in software clusters' upgrading.",
        repeats="sw-conclusion-efficiency-explains-upgrading",
    ),
    Claim(
        "co-software-universities",
        f"{SECTORS}, paragraph 6",
        "Ties with universities give software clusters a good supply of qualified labour.",
        (
            Reading(
                "multilateral linkages and labour market High in most clusters",
                most(is_("ja_multilateral", "==", 3) & is_("ee_labour_market", "==", 3), SOFTWARE),
            ),
            Reading(
                "more labour market where there are more multilateral linkages",
                association("ja_multilateral", "ee_labour_market", group=SOFTWARE),
            ),
        ),
    ),
    Repeat(
        "co-macro-traditional",
        f"{MACRO}, paragraph 1",
        "Macroeconomic conditions weigh more on traditional manufacturing than on other clusters.",
        repeats="tm-conclusion-macroeconomy",
    ),
    Claim(
        "co-entrants-crowd-out",
        f"{MACRO}, paragraph 1",
        "New exporters with low wages crowd out older ones in traditional industries.",
        needs="world market shares and unit values in textiles, garments, footwear, furniture and "
        "tiles by exporter, 1990s to 2002",
    ),
    Claim(
        "co-efficiency-cannot-offset-macro",
        f"{MACRO}, paragraph 1",
        "Local advantages cannot make up for a bad macroeconomic setting.",
        needs="exports of clusters with high and low collective efficiency before and after a real "
        "appreciation; Table 2 has only one traditional cluster",
    ),
    Claim(
        "co-tobacco-exports",
        f"{MACRO}, paragraph 2",
        "Brazil's share of world tobacco exports rose after the embargo on Zimbabwe.",
        needs="exports of unmanufactured tobacco by country, 1960s to 1990s",
    ),
    Claim(
        "co-tobacco-transnationals",
        f"{MACRO}, paragraph 2",
        "Transnational firms established themselves in Rio Pardo and lead its chain.",
        (
            Reading("a global (quasi-)hierarchy", each_of([TOBACCO], LED_FROM_ABROAD)),
            Reading("and no other chain", each_of([TOBACCO], LED_FROM_ABROAD & ~EVEN)),
        ),
    ),
    Claim(
        "co-wine-growth",
        f"{MACRO}, paragraph 2",
        "The wine cluster of Rio Grande do Sul grew when transnational firms came.",
        needs="output or exports of wine of Rio Grande do Sul over the 1990s",
    ),
    Claim(
        "co-melons-avoided-upgrading",
        f"{MACRO}, paragraph 3",
        "Leading melon firms could do without upgrading for years.",
        (
            *(
                Reading(
                    f"{KINDS[kind]} upgrading below the group's mean",
                    compare(score_of(MELONS, kind), "<", average(kind, NATURAL)),
                )
                for kind in (PRODUCT, PROCESS)
            ),
            Reading(
                "lowest sum of upgrading scores in the group",
                all_above(
                    [
                        Quantity(
                            "lowest up_sum of the others:",
                            lowest_besides("up_sum", NATURAL, MELONS).value,
                        )
                    ],
                    [score_of(MELONS, "up_sum")],
                ),
            ),
        ),
    ),
    Claim(
        "co-melons-knowledge-withheld",
        f"{MACRO}, paragraph 3",
        "Large melon firms kept new technology from spreading in the cluster.",
        (
            Reading(
                "access to information below the group's mean",
                compare(
                    score_of(MELONS, "ee_information"), "<", average("ee_information", NATURAL)
                ),
            ),
            Reading(
                "access to information below the other fruit clusters",
                all_above(
                    [score_of(FRUIT, "ee_information"), score_of(APPLES, "ee_information")],
                    [score_of(MELONS, "ee_information")],
                ),
            ),
        ),
    ),
    Claim(
        "co-segusino-did-not-last",
        f"{MACRO}, paragraph 3",
        "The export success of Segusino and Chipilo did not last.",
        (
            Reading(
                "the cluster's exports fell",
                compare(
                    figure_of(CHIPILO, "exports_2002"), "<", figure_of(CHIPILO, "exports_1996")
                ),
            ),
        ),
    ),
    Claim(
        "co-segusino-no-joint-action",
        f"{MACRO}, paragraph 3",
        "Local joint action failed in Chipilo.",
        (
            Reading(
                "multilateral linkages at most Low",
                compare(score_of(CHIPILO, "ja_multilateral"), "<=", number(1)),
            ),
            Reading(
                "joint action below the group's mean",
                compare(score_of(CHIPILO, "jai"), "<", average("jai", TRADITIONAL)),
            ),
        ),
    ),
    Claim(
        "co-segusino-appreciation",
        f"{MACRO}, paragraph 3",
        "The real appreciation of the peso contributed to Chipilo's decline.",
        needs="the real exchange rate of the peso and Mexican exports of wooden furniture by year",
    ),
    Claim(
        "co-external-economies-much-more-frequent",
        f"{POLICIES}, below Diagram 1",
        "External economies are much more frequent than joint action in most clusters.",
        (
            Reading("more in most clusters", most(exceeds("eei", "jai"))),
            Reading("half a step per component more in most clusters", most(_ahead_by(2))),
        ),
    ),
    Claim(
        "co-salmon-policies-evolve",
        f"{POLICIES}, summary points",
        "Policies for salmon moved with the cluster's stage as Table 20 has them.",
        (
            Reading(
                "pre-competitive research first",
                _mentions("initial_learning", "pre-competitive"),
            ),
            Reading(
                "infrastructure, promotion and marketing later",
                _mentions("maturing", "infrastructure", "promotion", "marketing"),
            ),
            Reading(
                "technology, biotechnology and environment now",
                _mentions("globalization", "technology missions", "biotechnology", "environmental"),
            ),
        ),
    ),
    Claim(
        "co-salmon-scale",
        f"{POLICIES}, summary points",
        "After its start the salmon cluster had to raise its scale of production.",
        (
            Reading(
                "production multiplied most in the maturing stage",
                all_above(
                    [_growth("maturing")], [_growth("initial_learning"), _growth("globalization")]
                ),
            ),
            Reading(
                "production grew most in tonnes in the maturing stage",
                all_above([_grew("maturing")], [_grew("initial_learning"), _grew("globalization")]),
            ),
        ),
    ),
    Claim(
        "co-table-20-worth",
        f"{POLICIES}, Table 20 and Table 2",
        "Tonnes and prices of Table 20 give the value of salmon in Table 2.",
        (
            Reading(
                "production in 1995, end of the maturing stage (US$ million)",
                _worth("maturing", "tonnes_end", figure_of(SALMON, "production_1995")),
            ),
            Reading(
                "production in 2002, end of globalization (US$ million)",
                _worth("globalization", "tonnes_end", figure_of(SALMON, "production_2002")),
            ),
            Reading(
                "exports in 1996, start of globalization (US$ million)",
                _worth("globalization", "tonnes_start", figure_of(SALMON, "exports_1996")),
            ),
        ),
    ),
    Claim(
        "co-table-20-stages-follow",
        f"{POLICIES}, Table 20",
        "Each stage of the salmon cluster starts where the last one ended.",
        (
            Reading(
                "the year after",
                all_hold(
                    *(
                        compare(
                            difference(
                                stage_figure(after, "from_year"),
                                stage_figure(before, "to_year"),
                                f"years from the end of {before} to {after}:",
                            ),
                            "==",
                            number(1),
                        )
                        for before, after in (
                            ("initial_learning", "maturing"),
                            ("maturing", "globalization"),
                        )
                    )
                ),
            ),
            Reading(
                "no fewer tonnes",
                all_hold(
                    *(
                        compare(
                            stage_figure(after, "tonnes_start"),
                            ">=",
                            stage_figure(before, "tonnes_end"),
                        )
                        for before, after in (
                            ("initial_learning", "maturing"),
                            ("maturing", "globalization"),
                        )
                    )
                ),
            ),
            Reading(
                "from the year of creation in Table 2",
                compare(stage_figure("initial_learning", "from_year"), "==", _created(SALMON)),
            ),
        ),
    ),
    Claim(
        "co-table-20-global-chain",
        f"{POLICIES}, Table 20, social capital",
        "The mature salmon cluster is part of a global chain.",
        (Reading("a global chain of any kind", each_of([SALMON], GLOBAL)),),
    ),
    Claim(
        "co-salmon-universities",
        f"{MENU}, Build a specialized labor force; Promote innovation",
        "The salmon cluster has strong ties with local universities.",
        (
            Reading(
                "multilateral linkages High",
                compare(score_of(SALMON, "ja_multilateral"), "==", number(3)),
            ),
            Reading(
                "labour market High", compare(score_of(SALMON, "ee_labour_market"), "==", number(3))
            ),
        ),
    ),
    Claim(
        "co-successful-joint-action",
        f"{MENU}, Promote linkages between firms",
        "Joint action succeeded in metalworking, apples, mangoes and grapes, and salmon.",
        (
            Reading(
                "above the mean of their groups",
                all_hold(
                    compare(score_of(METALWORKING, "jai"), ">", average("jai", COMPLEX)),
                    *(
                        compare(score_of(cluster, "jai"), ">", average("jai", NATURAL))
                        for cluster in (APPLES, FRUIT, SALMON)
                    ),
                ),
            ),
            Reading(
                "at least Medium in each form",
                all_hold(
                    *(
                        each_of([METALWORKING, APPLES, FRUIT, SALMON], is_(name, ">=", 2))
                        for name in JOINT_ACTION
                    )
                ),
            ),
        ),
    ),
    Claim(
        "co-salmon-over-a-decade",
        f"{MENU}, Promote linkages between firms",
        "The salmon cluster needed more than ten years to evolve.",
        (
            Reading(
                "length of the learning stage",
                compare(LEARNING_YEARS, ">", number(10)),
            ),
            Reading(
                "start to globalization",
                compare(UNTIL_GLOBALIZATION, ">", number(10)),
            ),
        ),
    ),
    Claim(
        "co-associations-weak",
        f"{MENU}, Create and strengthen business associations",
        "Business associations are weak in most Latin American countries.",
        (
            Reading(
                "multilateral linkages at most Low in most clusters",
                most(is_("ja_multilateral", "<=", 1)),
            ),
            Reading("mean below Medium in most countries", calculation(_weak_by_country)),
            Reading(
                "weaker than the other forms of joint action",
                all_above(
                    [average(name) for name in JOINT_ACTION if name != "ja_multilateral"],
                    [average("ja_multilateral")],
                ),
            ),
        ),
    ),
    Repeat(
        "co-colchagua-knowledge",
        f"{MENU}, Facilitate external connections",
        "In Colchagua proximity alone does not spread knowledge.",
        repeats="nr-colchagua-knowledge-not-free",
    ),
    Claim(
        "co-integration-spreads-upgrading",
        f"{MENU}, Sustain the upgrading of suppliers",
        "Where firms of a cluster are closely linked, upgrading spreads further.",
        _by_kind(lambda kind: association("jai", kind)),
    ),
    Claim(
        "co-vertical-limits-spillovers",
        f"{MENU}, Sustain the upgrading of suppliers",
        "Where vertical relations with leaders prevail, upgrading spreads less.",
        _by_kind(lambda kind: lower_where(kind, VERTICAL_PREVAILS)),
    ),
    Claim(
        "co-metalworking-intermediary",
        f"{MENU}, Facilitate interactions within value chains",
        "CDMEC mediates between suppliers and customers in Espírito Santo.",
        (
            Reading(
                "multilateral and forward linkages at least Medium",
                each_of(
                    [METALWORKING], is_("ja_multilateral", ">=", 2) & is_("ja_forward", ">=", 2)
                ),
            ),
        ),
    ),
    Claim(
        "co-quasi-hierarchy-obstacles",
        f"{MENU}, Facilitate interactions within value chains",
        "Most quasi-hierarchical chains put obstacles before functional upgrading.",
        (
            Reading(
                "functional upgrading at most Low in most clusters in quasi-hierarchies",
                compare(
                    share_within(is_(FUNCTIONAL, "<=", 1), QUASI),
                    ">",
                    number("0.5"),
                ),
            ),
            Reading("less functional upgrading than elsewhere", lower_where(FUNCTIONAL, QUASI)),
        ),
    ),
    Claim(
        "co-several-chains-unlock",
        f"{MENU}, Promote access to new markets and value chains",
        "Several chains break the lock that one hierarchical chain puts on functional upgrading.",
        (
            Reading(
                "several kinds of chain against one (quasi-)hierarchical chain",
                compare(
                    average(FUNCTIONAL, None, chains()),
                    ">",
                    average(FUNCTIONAL, None, ONLY_ONE_LED),
                ),
            ),
            Reading(
                "several kinds of chain against all others", higher_where(FUNCTIONAL, chains())
            ),
        ),
    ),
    Claim(
        "co-several-chains-examples",
        f"{MENU}, Promote access to new markets and value chains",
        "Several chains helped Sinos Valley and Nicaraguan dairy to upgrade.",
        (
            Reading("both in several kinds of chain", each_of([SINOS, DAIRY], chains())),
            Reading(
                "both above their groups' mean sums of upgrading",
                all_hold(
                    compare(score_of(SINOS, "up_sum"), ">", average("up_sum", TRADITIONAL)),
                    compare(score_of(DAIRY, "up_sum"), ">", average("up_sum", NATURAL)),
                ),
            ),
        ),
    ),
    Claim(
        "co-salmon-market-share",
        f"{MENU}, Assist in meeting international standards",
        "Chilean salmon gained market shares easily at first and met barriers later.",
        needs="salmon imports of Japan, the United States and Europe by origin, 1980s to 2003, and "
        "trade defence cases",
    ),
    Claim(
        "co-traditional-external-economies",
        f"{BY_SECTOR}, Traditional manufacturing",
        "External economies further upgrading in traditional manufacturing.",
        (
            *_by_kind(lambda kind: association("eei", kind, group=TRADITIONAL)),
            *(
                Reading(f"{label} upgrading, significantly", _significant("eei", kind, TRADITIONAL))
                for kind, label in KINDS.items()
            ),
        ),
    ),
    Claim(
        "co-traditional-joint-action",
        f"{BY_SECTOR}, Traditional manufacturing",
        "Joint action furthers upgrading in traditional manufacturing.",
        (
            *_by_kind(lambda kind: association("jai", kind, group=TRADITIONAL)),
            *(
                Reading(f"{label} upgrading, significantly", _significant("jai", kind, TRADITIONAL))
                for kind, label in KINDS.items()
            ),
        ),
    ),
    Claim(
        "co-traditional-joint-action-more",
        f"{BY_SECTOR}, Traditional manufacturing",
        "Joint action furthers it more than external economies do.",
        _by_kind(
            lambda kind: compare(
                strength("jai", kind, TRADITIONAL), ">", strength("eei", kind, TRADITIONAL)
            )
        ),
    ),
    Claim(
        "co-traditional-global-more",
        f"{BY_SECTOR}, Traditional manufacturing",
        "Efficiency matters more for traditional clusters that are part of global chains.",
        _by_kind(
            lambda kind: compare(
                strength("ce_index", kind, TRADITIONAL, GLOBAL),
                ">",
                strength("ce_index", kind, TRADITIONAL, ~GLOBAL),
            )
        ),
    ),
    Claim(
        "co-traditional-quasi-hierarchies",
        f"{BY_SECTOR}, Traditional manufacturing",
        "Quasi-hierarchy is the governance of most traditional manufacturing sectors.",
        (
            Reading("most clusters", most(QUASI, TRADITIONAL)),
            Reading("most clusters of most industries", calculation(_quasi_by_industry)),
            Reading(
                "more clusters than any other pattern",
                all_above(
                    [number_of(QUASI, TRADITIONAL)],
                    [
                        number_of(in_chain(pattern), TRADITIONAL)
                        for pattern in GOVERNANCE
                        if pattern != "gov_quasi_hierarchy"
                    ],
                ),
            ),
        ),
    ),
    Claim(
        "co-melons-research",
        f"{BY_SECTOR}, Natural resource-based clusters",
        "In Rio Grande do Norte research stays with the leaders and institutions work apart.",
        (
            Reading(
                "multilateral linkages at most Low",
                compare(score_of(MELONS, "ja_multilateral"), "<=", number(1)),
            ),
            Reading(
                "access to information below the other fruit clusters",
                all_above(
                    [score_of(FRUIT, "ee_information"), score_of(APPLES, "ee_information")],
                    [score_of(MELONS, "ee_information")],
                ),
            ),
        ),
    ),
    Claim(
        "co-fruit-research-programmes",
        f"{BY_SECTOR}, Natural resource-based clusters",
        "Joint research programmes reach Petrolina-Juazeiro and Santa Catarina, not Rio Grande do "
        "Norte.",
        (
            Reading(
                "more multilateral linkages in the two",
                all_above(
                    [score_of(FRUIT, "ja_multilateral"), score_of(APPLES, "ja_multilateral")],
                    [score_of(MELONS, "ja_multilateral")],
                ),
            ),
        ),
    ),
    Claim(
        "co-dairy-parmalat-quality",
        f"{BY_SECTOR}, Natural resource-based clusters",
        "Parmalat's chain raised quality in the dairy cluster.",
        (
            Reading("a chain led from abroad", each_of([DAIRY], LED_FROM_ABROAD)),
            Reading(
                "product upgrading at least Medium",
                compare(score_of(DAIRY, PRODUCT), ">=", number(2)),
            ),
        ),
    ),
    Repeat(
        "co-complex-least-upgrading",
        f"{BY_SECTOR}, Complex product systems clusters",
        "Complex product systems leave the least room for upgrading.",
        repeats="sm-complex-products-least-opportunity",
    ),
    Claim(
        "co-complex-quasi-hierarchies",
        f"{BY_SECTOR}, Complex product systems clusters",
        "Quasi-hierarchies govern complex product systems.",
        (
            Reading("in most clusters", most(QUASI, COMPLEX)),
            Reading(
                "more often than in the other groups described",
                all_above(
                    [share_of(QUASI, COMPLEX)],
                    [share_of(QUASI, TRADITIONAL), share_of(QUASI, NATURAL)],
                ),
            ),
        ),
    ),
    Claim(
        "co-software-skilled",
        f"{BY_SECTOR}, Specialized suppliers",
        "Skilled professionals are essential to software clusters.",
        (
            Reading(
                "labour market at least Medium everywhere",
                every(is_("ee_labour_market", ">=", 2), SOFTWARE),
            ),
            Reading(
                "the group's strongest external economy",
                all_above(
                    [average("ee_labour_market", SOFTWARE)],
                    [
                        average(name, SOFTWARE)
                        for name in EXTERNAL_ECONOMIES
                        if name != "ee_labour_market"
                    ],
                ),
            ),
        ),
    ),
)
