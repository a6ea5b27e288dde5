"""The config, section by section and as a whole, and every fault of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import AfterValidator, ConfigDict, Discriminator, Field, Tag, ValidationError
from pydantic_core import InitErrorDetails

from upgrading.config.fields import (
    GONE,
    EachOnce,
    Finite,
    Flag,
    Number,
    Section,
    Whole,
    field_faults,
)
from upgrading.faults import Fault

# The sections of the config that the analysis of the cases follows --------------------------------


Edition = Literal["printed", "corrected"]
NotAvailable = Literal["zero", "skip", "exclude"]
MeanRule = Literal["skip", "zero"]


class Weights(Section):
    """Weights of the two indices in the collective efficiency index (report, ½ and ½)."""

    external_economies: Number = Field(ge=0, description="Weight of the external economies index.")
    joint_action: Number = Field(ge=0, description="Weight of the joint action index.")


class Degrees(Section):
    """Degree of collective efficiency by the index; what lies between is Medium."""

    high_from: Number = Field(description="Lowest index that is High (report, 9.5).")
    low_to: Number = Field(description="Highest index that is Low (report, 5).")


class Indices(Section):
    """How the indices of a cluster and its degree of collective efficiency come about."""

    formula: str = Field(
        description="Function of `workflow/upgrading/cases/indices.py` that makes the collective "
        "efficiency index of EEI and JAI: `weighted_mean` (as the report does), `geometric_mean`, "
        "or one of your own (see extending.md). The thresholds below and those of the multiverse "
        "are on its scale; the audit of what is printed follows the report's."
    )
    weights: Weights
    degrees: Degrees
    not_available: NotAvailable = Field(
        description="A component printed n.a.: `zero` sums what there is (as the report does), "
        "`skip` takes the mean of what there is times four, `exclude` leaves the cluster without "
        "index and degree."
    )


class Averages(Section):
    """How means over clusters are taken."""

    not_available: MeanRule = Field(
        description="A missing score in an average: `skip` leaves the cluster out of sum and "
        "count, `zero` counts it as 0 (as the report does in Annex Table 1 and Table 5)."
    )


class Inference(Section):
    """Permutation tests and bootstrap intervals."""

    permutations: Whole = Field(ge=99, description="Rearrangements drawn where all are too many.")
    exact_up_to: Whole = Field(
        ge=0,
        description="All distinct rearrangements are taken up to this many; 0 always draws.",
    )
    bootstrap: Whole = Field(
        ge=99,
        description="Resamples for an interval (of the clusters; in trade of years and partners), "
        "and scores simulated for Brant's test.",
    )
    seed: Whole = Field(ge=0, description="Seed of every random draw.")
    confidence: Number = Field(gt=0, lt=1, description="Level of the intervals.")


class Multiverse(Section):
    """Which choices are crossed to see how firm a relation is."""

    model_config = ConfigDict(
        json_schema_extra={
            GONE: {
                "leave_one_out": "no longer a key: delete the line. Every relation is always "
                "measured without each cluster, in results/inference/survives.csv, and not as a "
                "choice of the multiverse"
            }
        }
    )

    permutations: Whole = Field(
        ge=1, description="Rearrangements for the joint test of each specification curve."
    )
    seed: Whole = Field(ge=0, description="Seed of every random draw.")
    negligible: Number = Field(
        ge=0, le=1, description="Effect (from -1 to 1) up to which a relation counts as none."
    )
    weights: Annotated[tuple[Annotated[Finite, Field(ge=0, le=1)], ...], EachOnce] = Field(
        min_length=1,
        description="Weights of external economies in the index; the analysis's own is added.",
    )
    high_from: Annotated[tuple[Number, ...], EachOnce] = Field(
        description="Lowest indices that are High; the analysis's own is added."
    )
    low_to: Annotated[tuple[Number, ...], EachOnce] = Field(
        description="Highest indices that are Low; the analysis's own is added."
    )
    shown: str = Field(
        description=(
            "Relation of config/relations.yaml whose choices are shown in a separate figure."
        )
    )


class RawFiles(Section):
    """The registered raw files."""

    changed: Literal["warn", "stop"] = Field(
        description="A raw file that differs from its registered checksum, or is not there: "
        "`warn` says so and goes on, so that the effect of a changed score can be traced; `stop` "
        "ends the run."
    )


# The section of the config that the analysis of trade follows -------------------------------------


ALL: Final = "all"

Flow = Literal["export", "import"]
Exporters = Literal["constant", "all"]
Comparator = Literal["world_excluding", "world_including", "median_exporter", "named"]
Details = Literal["filter", "refuse"]
ReExports = Literal["set_aside", "keep"]
Partners = Literal["complete", "partners", "world"]
Unspecified = Literal["keep", "drop"]
CoarseProducts = Literal["value_only", "drop"]
Estimated = Literal["exclude", "keep"]
QuantityChoice = Literal["net_weight", "main_unit"]
OutlierRule = Literal["z_score", "bounds", "percentile", "mean_ratio"]

COMPARATORS: Final[tuple[Comparator, ...]] = get_args(Comparator)

_Code = Annotated[
    str,
    Field(pattern="^([0-9]+|[*])$", description='a code of digits in quotation marks or "*"'),
]
_CountryNumber = Annotated[
    str, Field(pattern="^[0-9]+$", description="a country number in quotation marks")
]
_All = Annotated[Literal["all"], AfterValidator(lambda word: (word,)), Tag("[word]")]


def _list_or_word(value: Any) -> str:
    return "[list]" if isinstance(value, list | tuple) else "[word]"


class Concordance(Section):
    """A table of codes, and the classifications between which it converts."""

    file: str = Field(description="Name of the table.")
    from_: str = Field(alias="from", description="Classification as the trade file prints it (H0).")
    to: str = Field(description="Classification of the result (H1).")


class TradeWindow(Section):
    """The window over which changes are measured, each end the mean of `years` years inside it.

    Products may have their own in config/trade_products.yaml.
    """

    base: Whole = Field(description="First year.")
    end: Whole = Field(description="Last year.")
    years: Whole = Field(ge=1, description="Years at each end.")


class OutlierChoices(Section):
    """Which rules flag a row's unit value, with what limits, and which take its quantity out."""

    rules: Annotated[tuple[OutlierRule, ...], EachOnce] = Field(
        default=("z_score",),
        description="Rules that flag a row's unit value within product and year.",
    )
    excluded: Annotated[tuple[OutlierRule, ...], EachOnce] = Field(
        default=(),
        description="Those among `rules` whose flagged rows lose their quantity; all others only "
        "flag.",
    )
    z: Number = Field(
        default=3,
        ge=0,
        description="Limit of |z| of the log unit value (3 in the UN's own example; with fewer "
        "than eleven rows no |z| can reach 3, since it is at most (n-1)/√n).",
    )
    low_percentile: Number = Field(default=5, ge=0, le=100, description="Lower limit.")
    high_percentile: Number = Field(default=95, ge=0, le=100, description="Upper limit.")
    ratio: Number = Field(
        default=5, ge=1, description="Times the mean, and its inverse (5 after Hallak and Schott)."
    )


class Cleaning(Section):
    """From flows as read to flows that can be measured."""

    detail_rows: Details = Field(
        default="filter",
        description="Rows by customs procedure, transport or second partner: `filter` keeps the "
        "totals alone, `refuse` ends the run at any other.",
    )
    re_exports: ReExports = Field(
        default="set_aside",
        description="Re-exports, which exports hold already, `set_aside` or `keep` (never added).",
    )
    world_partner: Partners = Field(
        default="complete",
        description="Where there is World as well as the partners: `complete` takes the partners "
        "if they add to it, else World, and the quantities of those that have more of them; "
        "`partners` or `world` take those.",
    )
    world_tolerance: Number = Field(
        default=0.01,
        ge=0,
        description="Share of World's value by which the partners' sum may differ from it.",
    )
    unspecified_partners: Unspecified = Field(
        default="keep",
        description="Partners that are not countries (areas nes, bunkers), `keep` or `drop`.",
    )
    coarse_products: CoarseProducts = Field(
        default="value_only",
        description="Codes coarser than six digits: `value_only` takes their quantities out, "
        "`drop` the row.",
    )
    estimated: Estimated = Field(
        default="exclude",
        description="Quantities that the source marks as estimated, `exclude` or `keep`.",
    )
    quantity: QuantityChoice = Field(
        default="net_weight",
        description="Quantity of products without a unit of their own: `net_weight` in kg, or "
        "`main_unit`, the unit in which most of their value is measured.",
    )
    unchanged_codes: Annotated[tuple[_Code, ...], EachOnce] = Field(
        default=(),
        description="HS codes that mean the same in every vintage, besides those of products so "
        "marked; a series through several vintages of another code is refused (`*`: all).",
    )
    outliers: OutlierChoices = Field(default_factory=OutlierChoices)


class Measures(Section):
    """Whose trade is measured and against whom."""

    comparator: Comparator = Field(
        default="world_excluding",
        description="Whose unit value a relative unit value is relative to: the world's without "
        "the exporter, the world's with it, the exporters' median, or that of the competitors "
        "named in config/trade_products.yaml.",
    )
    flow: Flow = Field(
        default="export",
        description="Exports as exporters report them, or as importers do (`import`).",
    )
    least_exporters: Whole = Field(
        default=3, ge=1, description="Fewest exporters of which a median is taken."
    )
    least_in_world: Whole = Field(
        default=2,
        ge=1,
        description=(
            "Fewest exporters whose sum represents the world where there is no row for it."
        ),
    )
    trim: Number = Field(
        default=0.1,
        ge=0,
        lt=0.5,
        description="Share of the partners that a trimmed unit value leaves out at either end.",
    )


class WarningChoices(Section):
    """When a unit value carries a warning."""

    least_coverage: Number = Field(
        default=0.8,
        ge=0,
        le=1,
        description="Share of value with a quantity below which a unit value carries a warning.",
    )
    jump: Number = Field(
        default=1.5,
        gt=1,
        description="Times the median of the years around it (two on each side) from which on, up "
        "or down, it does.",
    )


class ClassChoices(Section):
    """Tolerances and thresholds of upgrading classes, all as relative changes (0.05 is 5 per cent).

    The report gives no numbers for a slight and a sharp fall.
    """

    share_tolerance: Number = Field(
        default=0.05, ge=0, description="A change of share up to this counts as none."
    )
    unit_value_tolerance: Number = Field(
        default=0.05, ge=0, description="The same for the relative unit value."
    )
    slight: Number = Field(default=0.10, ge=0, description="Largest fall of share that is slight.")
    sharp: Number = Field(default=0.20, ge=0, description="Least fall of unit value that is sharp.")
    scored_from: Number = Field(
        default=2,
        ge=0,
        le=3,
        description="Least score that the experts' field study counts as product upgrading.",
    )
    exporters: Exporters = Field(
        default="constant",
        description="Whose trade a change is compared with: `constant`, the exporters present in "
        "all years of both ends (World's own row where the source prints it), or `all` of each "
        "year.",
    )


class Robustness(Section):
    """Under which choices the class is looked at."""

    comparators: Annotated[tuple[Comparator, ...], EachOnce] = Field(
        min_length=1, description="Comparators under which the class is looked at."
    )
    tolerances: Annotated[tuple[Annotated[Finite, Field(ge=0)], ...], EachOnce] = Field(
        min_length=1, description="Tolerances, for both share and relative unit value."
    )
    years: Annotated[tuple[Annotated[Whole, Field(ge=1)], ...], EachOnce] = Field(
        min_length=1, description="Numbers of years at each end of a window."
    )
    shortest: Whole = Field(ge=1, description="Fewest years from a window's first to its last.")


class IntraIndustry(Section):
    """Trade within an industry, and whether its two flows are of one quality."""

    alpha: Number = Field(
        default=0.15,
        ge=0,
        description="How far unit values of one quality may differ (0.15 or 0.25).",
    )
    overlap: Number = Field(
        default=0.10,
        ge=0,
        description="Share of the larger flow that the smaller exceeds in two-way trade.",
    )
    bilateral: Flag = Field(
        default=True,
        description="By partner, or with all partners together; the types of trade after Fontagné "
        "and Freudenberg are by partner or not at all.",
    )


class DownloadChoices(Section):
    """What the rule `download_comtrade` asks UN Comtrade for; it never runs by itself."""

    products: Annotated[
        _All | Annotated[tuple[str, ...], Field(min_length=1), EachOnce, Tag("[list]")],
        Discriminator(_list_or_word),
    ] = Field(
        default=(ALL,),
        description="Products of config/trade_products.yaml, or `all` that have HS codes.",
    )
    reporters: Annotated[
        _All | Annotated[tuple[_CountryNumber, ...], Field(min_length=1), EachOnce, Tag("[list]")],
        Discriminator(_list_or_word),
    ] = Field(
        default=(ALL,),
        description='UN Comtrade\'s own country numbers, as text (Mexico "484"), or `all`.',
    )
    partners: Literal["world", "all"] = Field(
        default="world",
        description="`world`, each reporter's total; `all`, by partner, and the total.",
    )
    flows: Annotated[tuple[Literal["X", "M"], ...], EachOnce] = Field(
        default=("X",), min_length=1, description="X exports, M imports."
    )
    first_year: Whole = Field(default=1990, description="First year.")
    last_year: Whole = Field(default=2005, description="Last year.")
    classification: Literal["HS", "H0", "H1", "H2", "H3", "H4", "H5", "H6"] = Field(
        default="HS",
        description="`HS`, the vintage each country reported in; H0 to H6, one, converted.",
    )
    records_per_call: Whole = Field(
        default=100_000,
        ge=1,
        description="Records at which an answer is cut off (100,000 with a free key).",
    )
    pause: Number = Field(default=1.5, ge=0, description="Seconds between two calls.")
    calls_per_run: Whole = Field(
        default=450, ge=1, description="Calls after which a run stops, for a later one to resume."
    )


class Trade(Section):
    """The analysis of trade statistics."""

    files: Annotated[tuple[str, ...], EachOnce] = Field(
        description="Trade files under data/raw/trade/ that the analysis reads, by name or "
        "pattern; a file's format is recognised by its header."
    )
    code_tables: Annotated[tuple[str, ...], EachOnce] = Field(
        description="Tables of codes under data/raw/trade/ that go with the files (BACI's "
        "countries)."
    )
    concordances: tuple[Concordance, ...] = Field(
        description="Tables `from, to, weight` under data/raw/trade/ that convert one "
        "classification into another, applied in this order before anything is added."
    )
    standard_unit_values: str = Field(
        description="Table `product, uv_min, uv_max` under data/raw/trade/ for the outlier rule "
        "`bounds`; empty if there is none."
    )
    memory_mb: Whole = Field(
        ge=300,
        description="Memory in MB that DuckDB may use for a file of CEPII BACI; Python takes some "
        "300 MB beside it, and what does not fit goes to the disk. No result depends on it.",
    )
    window: TradeWindow
    cleaning: Cleaning
    measures: Measures
    warnings: WarningChoices
    classes: ClassChoices
    robustness: Robustness
    intra_industry: IntraIndustry
    download: DownloadChoices


class Config(Section):
    """Every choice that the analysis makes."""

    edition: Edition = Field(
        description="Which edition of the scores the analysis uses. `printed`: exactly as printed. "
        "`corrected`: with the misprints of data/raw/errata.csv corrected and the rows of "
        "data/raw/updates applied. The audit always uses `printed`."
    )
    indices: Indices
    averages: Averages
    inference: Inference
    multiverse: Multiverse
    raw_files: RawFiles
    trade: Trade


def value_faults(config: Mapping[str, Any], file: str) -> list[Fault]:
    """Every value of a config that is not allowed, every key that is missing or not known.

    Nothing is taken for granted: a key that has a default in the program must stand there as well.
    """
    left_out = list(_left_out(Config, config))
    wrong = [ValidationError.from_exception_data("Config", left_out)] if left_out else []
    try:
        Config.model_validate(config)
    except ValidationError as error:
        wrong.append(error)
    return [fault for one in wrong for fault in field_faults(Config, one, file, called="key")]


def _left_out(
    model: type[Section], given: Mapping[str, Any], path: tuple[str, ...] = ()
) -> Iterator[InitErrorDetails]:
    """Keys with a default that are not given."""
    for name, field in model.model_fields.items():
        value, inner = given.get(name), field.annotation
        if name not in given and not field.is_required():
            yield {"type": "missing", "loc": (*path, name), "input": given}
        elif isinstance(inner, type) and issubclass(inner, Section) and isinstance(value, Mapping):
            yield from _left_out(inner, value, (*path, name))
