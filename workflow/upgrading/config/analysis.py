"""The sections of the config that the analysis of the cases follows."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from upgrading.config.kinds import EachOnce, Finite, Flag, Number, Section, Whole

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
        description="Function of `workflow/upgrading/indices.py` that makes the collective "
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
    bootstrap: Whole = Field(ge=99, description="Resamples of the clusters for an interval.")
    seed: Whole = Field(ge=0, description="Seed of every random draw.")
    confidence: Number = Field(gt=0, lt=1, description="Level of the intervals.")


class Multiverse(Section):
    """Which choices are crossed to see how firm a relation is."""

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
    leave_one_out: Flag = Field(description="Whether each cluster is left out in turn.")
    shown: str = Field(
        description="Relation of config/relations.yaml whose choices a figure of its own shows."
    )


class RawFiles(Section):
    """The registered raw files."""

    changed: Literal["warn", "stop"] = Field(
        description="A raw file that differs from its registered checksum, or is not there: `warn` "
        "says so and goes on, so that a changed score can be followed through; `stop` ends the run."
    )
