"""What changed, as a page to read (Markdown): conclusions first, single numbers last."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Final

from upgrading.changes.attribution import Attributed, Effect
from upgrading.changes.differences import (
    ADDED,
    CONCLUSIONS,
    GONE,
    Cause,
    Edition,
    Kind,
    Shown,
)
from upgrading.changes.figures import FigureChange
from upgrading.changes.report import Report, macro_of
from upgrading.numbers import MISSING, shown
from upgrading.verdicts import CELL_VERDICTS, STATEMENT_VERDICTS
from upgrading.vocabulary import DEGREES

LINES: Final = 40
"""Rows of a table of changes on the page; the rest is in the CSV file. Inputs are all on the page:
the changes go by their numbers, and the CSV file has no line for one without effect."""

FEW: Final = 10
"""Up to so many inputs stand above the conclusions."""

NOTHING: Final = (
    "Nothing changed: every set, relation, claim, degree, verdict, number and figure is as in the "
    "baseline.\n"
)

NO_BASELINE: Final = (
    "There is no baseline to compare with: the folder `baseline/` is empty. `make accept` makes "
    "the present results the baseline.\n"
)

STUDY: Final = "overview"
"""The table of the study in numbers, which texts quote first."""

_WORDS: Final = {
    **{one.name: one.word for one in (*STATEMENT_VERDICTS, *CELL_VERDICTS)},
    **DEGREES,
}
"""Words of files as a reader takes them."""


def incomplete(missing: Sequence[str]) -> str:
    """The page where the baseline lacks files: deleted, or not yet kept when it was accepted."""
    return (
        f"Nothing is compared: the baseline lacks {', '.join(f'`{name}`' for name in missing)}. "
        "`make accept` makes the present results the baseline, with all its files.\n"
    )


def markdown(report: Report) -> str:
    """The page: inputs, conclusions, macros, verdicts, figures, numbers by exhibit."""
    if not (report.changes or report.figures):
        return _nothing(report)
    inputs = _inputs(report)
    few = len(report.causes) <= FEW
    parts = ["# What changed since the baseline", _summary(report), *report.apart]
    parts += inputs if few else []
    parts += _conclusions(report)
    parts += [] if few else inputs
    parts += [*_macros(report), *_verdicts(report), *_figures(report), *_tables(report)]
    return "\n\n".join(parts) + "\n"


def _nothing(report: Report) -> str:
    """The page where no outcome changed."""
    said = "Nothing that is compared changed." if report.apart else NOTHING.rstrip("\n")
    names = "; ".join(report.labels.cause(cause) for cause in report.causes)
    idle = [f"Inputs that differ, without effect: {names}."] if names else []
    return " ".join([said, *idle, *report.apart]) + "\n"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _and(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


# Summary --------------------------------------------------------------------------------------


def _summary(report: Report) -> str:
    """What there is, conclusions first, in a few sentences."""
    conclusions = {kind: _rows(kind, report) for kind in CONCLUSIONS if report.of(kind)}
    their = "its" if sum(map(len, conclusions.values())) == 1 else "their"
    own = (
        f"{_and([_counted(*one, report) for one in conclusions.items()])} changed {their} word."
        if conclusions
        else f"No {', '.join(CONCLUSIONS[:-1])} or {CONCLUSIONS[-1]} changed its word."
    )
    in_print = [one.change.shown_changes for one in report.of("number")]
    others = {
        ("verdict of the audit", "verdicts of the audit"): len(report.of("verdict")),
        ("figure",): len(report.figures),
        ("number in print", "numbers in print"): sum(in_print),
        ("number beyond print", "numbers beyond print"): in_print.count(False),
    }
    told = [_count(number, *called) for called, number in others.items() if number]
    return (
        f"{_count(len(report.causes), 'input differs', 'inputs differ')} from the baseline. "
        f"**{own}** {f'Also changed: {_and(told)}. ' if told else ''}All of it, in full "
        "precision: `changes.csv`."
    )


def _rows(kind: Kind, report: Report, edition: Edition | None = None) -> set[str]:
    """What changed of a kind, in either edition of the scores or in one."""
    places = (one.change.place for one in report.of(kind))
    return {place.row for place in places if edition in {None, place.edition}}


def _counted(kind: Kind, every: Collection[str], report: Report) -> str:
    """How many of a kind changed; of claims those up front."""
    beside = {*every} - _rows(kind, report, "printed")
    told = []
    if kind == "claim" and (up_front := sum(map(report.labels.is_headline, every))):
        told.append(f"{up_front} of the tier headline")
    if beside:
        told.append(f"{len(beside)} in the corrected edition alone")
    return _count(len(every), kind) + (f" ({'; '.join(told)})" if told else "")


# Inputs ---------------------------------------------------------------------------------------


def _inputs(report: Report) -> list[str]:
    if not report.causes:
        text = "No input differs: what changed is the work of the program, or of another machine."
        return ["## Inputs that changed", text]
    moves, may_move = _moved(report, apart=True), _moved(report, apart=False)
    lines = [
        (
            str(number + 1),
            report.labels.cause(cause),
            _said(cause, cause.old),
            _said(cause, cause.new),
            str(moves[number]),
            *([str(may_move[number])] if may_move else []),
        )
        for number, cause in enumerate(report.causes)
    ]
    header = ("No.", "Input", "Before", "Now", "Moves", *(["May move"] if may_move else []))
    many = [f"{len(lines)} inputs."] if len(lines) > FEW else []
    return ["## Inputs that changed", *many, _table(header, lines), _notes(report, bool(may_move))]


def _notes(report: Report, may_move: bool) -> str:
    """What the table of inputs and “Because of” mean."""
    notes = []
    if any(cause.grouped for cause in report.causes):
        notes.append(
            "Inputs of several cells are groups: what each of their cells does is not told apart."
        )
    if len(report.causes) == 1:
        return " ".join([*notes, "What does not say otherwise below comes from this input alone."])
    notes.append(
        "“Because of” below gives the number of each input that moves a figure by itself, with "
        "its share of the difference where there are several; “together” is what inputs do "
        "only in combination."
    )
    if any(effect.way == "together" for one in report.of("number") for effect in one.effects):
        notes.append(
            "Of tests and models the printed digits are compared: a last digit that is left "
            "“together” may be rounding."
        )
    if may_move:
        notes.append(
            "“May move” counts what rests on the input among others whose shares are not told "
            "apart."
        )
    return " ".join(notes)


def _moved(report: Report, *, apart: bool) -> Counter[int]:
    """How many outcomes each input moves, or may move among inputs that are not told apart.

    A set, relation or claim is one outcome, in whatever edition it moves.
    """
    in_editions = {"set", "relation", "claim"}
    found = {
        (cause, place._replace(column="") if place.kind in in_editions else place)
        for place, effects in ((one.change.place, one.effects) for one in report.changes)
        for effect in effects
        if (effect.way != "not told apart") is apart
        for cause in effect.causes
    }
    return Counter(cause for cause, _ in found)


def _said(cause: Cause, value: str) -> str:
    """What an input was or is; an empty score is one that is not available."""
    if cause.grouped:
        return "several values"
    if cause.kind in {"choice", "product", "relation"} and value and value not in {*ADDED, *GONE}:
        return _plainly(json.loads(value))
    missing = "n.a." if cause.kind in {"cluster", "profile", "stage"} else MISSING
    return _typeset(value) or missing


def _plainly(value: object) -> str:
    """A value of the config as a reader writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(map(_plainly, value)) or "none"
        case dict():
            return ", ".join(f"{key} {_plainly(one)}" for key, one in value.items())
    return _typeset(str(value)) or MISSING


def _typeset(text: str) -> str:
    """A number with a minus sign for its hyphen; of an interval, the end without its comma."""
    number = text.rstrip(",")
    return number.replace("-", "−") if _NUMBER.fullmatch(number) else text


_NUMBER: Final = re.compile(r"-?[\d.,]*\d")


# Words: conclusions, verdicts of the audit ----------------------------------------------------


def _conclusions(report: Report) -> list[str]:
    parts = [
        *_by_edition(report, "set", "General sentences", "Sentence"),
        *_by_edition(report, "relation", "Relations", "Relation"),
        *_by_edition(report, "claim", "Claims of the report", "Claim"),
        *_degrees(report),
    ]
    return ["## Conclusions", *parts] if parts else []


def _by_edition(report: Report, kind: Kind, title: str, called: str) -> list[str]:
    """Words on statements that changed; a statement of which both editions say the same, once."""
    changed = sorted(report.of(kind), key=lambda one: report.labels.standing(one.change.place))
    if not changed:
        return []
    because = _tells_causes(changed, report)
    lines: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for one in changed:
        tier = [report.labels.tier(one.change.place.row)] if kind == "claim" else []
        said = (_word(one.change.old), _word(one.change.new))
        causes = [_because(one.effects)] if because else []
        line = (report.labels.statement(one.change.place), *tier, *said, *causes)
        lines[line].append(one.change.place.edition)
    header = (called, *(["Tier"] if kind == "claim" else []), "Before", "Now")
    rows = [(line[0], "both" if len(of) > 1 else of[0], *line[1:]) for line, of in lines.items()]
    full = (header[0], "Scores", *header[1:], *(["Because of"] if because else []))
    return [f"### {title}", _table(full, rows, f"`kind` {kind}")]


def _degrees(report: Report) -> list[str]:
    changed = sorted(report.of("degree"), key=lambda one: report.labels.rank(one.change.place))
    if not changed:
        return []
    because = _tells_causes(changed, report)
    lines = [
        (
            report.labels.row(one.change.place.exhibit, one.change.place.row),
            *(_word(one.change.old), _word(one.change.new)),
            *([_because(one.effects)] if because else []),
        )
        for one in changed
    ]
    header = ("Cluster", "Before", "Now", *(["Because of"] if because else []))
    return ["### Degrees of collective efficiency", _table(header, lines, "`kind` degree")]


def _verdicts(report: Report) -> list[str]:
    changed = sorted(report.of("verdict"), key=lambda one: report.labels.rank(one.change.place))
    if not changed:
        return []
    because = _tells_causes(changed, report)
    lines = [
        (
            report.labels.exhibit(one.change.place.exhibit).partition(". ")[0],
            report.labels.row(one.change.place.exhibit, one.change.place.row),
            report.labels.column(one.change.place.exhibit, one.change.place.column),
            *(_word(one.change.old), _word(one.change.new)),
            *([_because(one.effects)] if because else []),
        )
        for one in changed
    ]
    header = ("Exhibit", "Row", "Column", "Before", "Now", *(["Because of"] if because else []))
    return ["## Verdicts of the audit", _table(header, lines, "`kind` verdict")]


def _word(outcome: Shown | None) -> str:
    """A verdict or a degree."""
    return _WORDS.get(outcome.shown, outcome.shown) or MISSING if outcome else MISSING


# Numbers: macros and tables -------------------------------------------------------------------


def _macros(report: Report) -> list[str]:
    """Macros of numbers whose print changes: those that are gone first, then as texts quote."""
    changed = [one for one in report.of("number") if macro_of(one.change)]
    new = sum(one.change.what == "appeared" for one in changed)
    listed = sorted(
        (one for one in changed if one.change.what != "appeared"),
        key=lambda one: (
            one.change.new is not None,
            one.change.place.exhibit != STUDY,
            report.labels.rank(one.change.place),
        ),
    )
    if not listed:
        return []
    gone = sum(one.change.new is None for one in listed)
    said = [
        f"{_count(len(listed), 'macro')} of `numbers.tex` that a manuscript may use. A text that "
        "reads the file has the new numbers with it: look at the words around them."
    ]
    if gone:
        said.append(f"{gone} of them {_is(gone)} gone: no text is set that uses one.")
    if new:
        said.append(f"{new} {_is(new)} new (`change` appeared).")
    because = _tells_causes(listed, report)
    lines = [
        (
            f"`\\{macro_of(one.change)}`",
            _typeset(one.change.old.shown) if one.change.old else MISSING,
            _typeset(one.change.new.shown) if one.change.new else "gone",
            *([_because(one.effects)] if because else []),
        )
        for one in listed
    ]
    header = ("Macro", "Before", "Now", *(["Because of"] if because else []))
    return ["## Macros to replace", " ".join(said), _table(header, lines, "column `macro`")]


def _tables(report: Report) -> list[str]:
    """Tables with the numbers whose print changes; the others are counted."""
    numbers = sorted(report.of("number"), key=lambda one: report.labels.rank(one.change.place))
    by_exhibit: defaultdict[str, list[Attributed]] = defaultdict(list)
    for one in numbers:
        by_exhibit[one.change.place.exhibit].append(one)
    parts, beyond = [], []
    for exhibit, own in by_exhibit.items():
        listed = [one for one in own if one.change.shown_changes]
        same = len(own) - len(listed)
        if listed:
            parts += [f"### {report.labels.exhibit(exhibit)}", _numbers(report, listed, same)]
        else:
            beyond.append(f"{report.labels.exhibit(exhibit).partition('. ')[0]} ({same})")
    if beyond:
        parts.append(
            "Of these tables numbers changed, and none in print (`changes.csv`, `shown_changes` "
            f"false): {', '.join(beyond)}."
        )
    return ["## Tables", *parts] if parts else []


def _numbers(report: Report, listed: Sequence[Attributed], same: int) -> str:
    """Numbers of a table whose print changes, and how many others it has whose print does not."""
    because = _tells_causes(listed, report)
    lines = [
        (
            report.labels.row(one.change.place.exhibit, one.change.place.row),
            report.labels.column_of(one.change.place),
            _typeset(one.change.old.shown) if one.change.old else MISSING,
            _now(one, report),
            _signed(one.change.difference),
            *([_because(one.effects)] if because else []),
        )
        for one in listed
    ]
    header = ("Row", "Column", "Before", "Now", "Difference")
    more = f"and {same} whose print stays the same (`shown_changes` false)" if same else ""
    exhibit = listed[0].change.place.exhibit
    full = (*header, "Because of") if because else header
    return _table(full, lines, f"`exhibit` {exhibit}", more)


def _now(one: Attributed, report: Report) -> str:
    """What a cell shows now; where its number vanished, the words in its place."""
    if one.change.new:
        return _typeset(one.change.new.shown)
    return report.labels.now(one.change.place) or "gone"


def _signed(value: Fraction | None) -> str:
    if value is None:
        return ""
    decimals = next((d for d in (4, 6, 9) if abs(value) * 10**d >= 1), 12)
    text = shown(abs(value), decimals, trim=True)
    return f"+{text}" if value > 0 else (f"−{text}" if value < 0 else "0")


# Causes ---------------------------------------------------------------------------------------


def _tells_causes(own: Sequence[Attributed], report: Report) -> bool:
    """Whether the causes differ: with one input for everything the page says it once."""
    ways = {(effect.way, effect.causes) for one in own for effect in one.effects}
    return len(report.causes) > 1 or ways != {("alone", (0,))}


def _because(effects: Sequence[Effect]) -> str:
    parts = []
    for effect in effects:
        numbers = ", ".join(str(cause + 1) for cause in effect.causes)
        name = {
            "alone": numbers,
            "together": f"{numbers} together",
            "program": "the program",
            "not told apart": f"{' or '.join(numbers.split(', '))}, not told apart",
        }[effect.way]
        # a single effect has the whole difference for its share
        whole = len(effects) == 1 or effect.share is None
        parts.append(name if whole else f"{name} ({_signed(effect.share)})")
    return "; ".join(parts)


# Figures --------------------------------------------------------------------------------------


def _figures(report: Report) -> list[str]:
    if not report.figures:
        return []
    parts = ["## Figures"]
    for figure in report.figures:
        because = _because_of_figure(figure) if len(report.causes) > 1 else ""
        name = figure.figure.replace("_", " ").capitalize()
        drawn = figure.what != "vanished"
        now = f"![{name}, now](figures/{figure.figure}.svg)" if drawn else "no longer drawn"
        if figure.before:
            before = f"![{name}, before]({figure.before})"
            body = f"| before | now |\n| --- | --- |\n| {before} | {now} |"
        else:
            body = f"{figure.why} {now}"
        parts += [f"### {name}: {figure.what}", f"{because}\n\n{body}".strip()]
    return parts


def _because_of_figure(figure: FigureChange) -> str:
    numbers = [str(cause + 1) for cause in figure.causes]
    if not numbers:
        return "Because of the program: no input that the figure shows differs."
    if figure.told_apart:
        return f"Because of {' and '.join(numbers)}."
    return f"Because of {' or '.join(numbers)}, not told apart."


# Markdown -------------------------------------------------------------------------------------


def _table(
    header: Sequence[str], lines: Sequence[Sequence[str]], where: str = "", besides: str = ""
) -> str:
    """A table with a sentence on what it leaves out.

    `where`: which rows of `changes.csv` have the lines beyond `LINES`; without it none is cut.
    `besides`: what is left out for another reason.
    """
    kept = lines[:LINES] if where else lines
    text = "\n".join(
        f"| {' | '.join(map(_escaped, row))} |" for row in (header, ["---"] * len(header), *kept)
    )
    more = len(lines) - len(kept)
    left = [f"and {more} more ({where})"] if more else []
    left += [besides] if besides else []
    return f"{text}\n\n{', '.join(left)} in `changes.csv`." if left else text


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")
