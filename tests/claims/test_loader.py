"""Files of claims: what is read, and every fault with file, line, claim and nearest name."""

from __future__ import annotations

import pytest

from upgrading.claims.loader import load
from upgrading.faults import DataFaults
from upgrading.parts import plain

FILE = "config/claims/1_part.yaml"
NAMES = "config/claims/names.yaml"

GOOD = """
Chapter 1, a place:
  one:
    says: So it is.
    also at: Annex 1
    holds if:
      high in most: most(jai >= 3)
      in all: every(jai >= 1)
Chapter 1, a place (continued):
  two:
    says: So it is said again.
    repeats: one
  three:
    says: Who knows.
    needs: other data
"""


def faults(language, text: str, names: str = "") -> list[str]:
    files = {FILE: text.encode()} | ({NAMES: names.encode()} if names else {})
    with pytest.raises(DataFaults) as raised:
        load(files, language)
    return list(map(str, raised.value.faults))


def claim(**fields: str) -> str:
    lines = "".join(f"    {key.replace('_', ' ')}: {value}\n" for key, value in fields.items())
    return f"Chapter 1:\n  one:\n{lines}"


def test_claims_are_read_in_the_order_of_files_places_and_entries(language) -> None:
    second = GOOD.replace("  one:", "  a:").replace("repeats: one", "repeats: a")
    second = second.replace("  two:", "  b:").replace("  three:", "  c:")
    read = load({"config/claims/2.yaml": second.encode(), FILE: GOOD.encode()}, language)
    assert [one.claim_id for one in read] == ["one", "two", "three", "a", "b", "c"]
    one, two, three = read[:3]
    assert (one.location, two.location) == ("Chapter 1, a place; Annex 1", "Chapter 1, a place")
    assert [plain(reading.meaning) for reading in one.readings] == ["high in most", "in all"]
    assert (two.readings, two.repeats) == (one.readings, "one")
    assert (three.readings, three.needs) == ((), "other data")


def test_shared_names_take_arguments_and_speak_of_those_above_them(language, evidence) -> None:
    names = "gap(one, other): one - other\nspread: gap(mean(eei), mean(jai))\n"
    (read,) = load(
        {FILE: claim(says="So.", holds_if="{so: spread > 0}").encode(), NAMES: names.encode()},
        language,
    )
    outcome = read.readings[0].test(evidence)
    assert outcome.holds is True


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            claim(says="So.", holds_if="\n      high: every(ee_input > 2)"),
            f'{FILE}, line 5, one.holds if.high: there is no "ee_input"; did you mean "ee_inputs"?',
        ),
        (
            claim(says="So.", holds_if="\n      high: count(market)"),
            f'{FILE}, line 5, one.holds if.high: "count(market)" is a quantity',
        ),
        (
            claim(says="So.", holds_if="\n      high: [1]"),
            f"{FILE}, line 5, one.holds if.high: a list is not a text",
        ),
        (
            claim(says="So.", holds_if="[1]"),
            f"{FILE}, line 4, one.holds if: a list is not a group of names with their values",
        ),
        (
            claim(says="So.", hold_if="x"),
            f'{FILE}, line 4, one.hold if: no such field; did you mean "holds if"',
        ),
        (claim(needs="data"), f"{FILE}, line 2, one.says: missing; expected is a text"),
        (claim(says="So."), f"{FILE}, line 2, one: is never tested"),
        (claim(says="", needs="x"), f"{FILE}, line 3, one.says: nothing is not a text"),
        (
            GOOD + "  four:\n    says: So.\n    repeats: one\n    needs: x\n",
            f"{FILE}, line 18, four.repeats: a claim that repeats another has its readings",
        ),
        (
            GOOD + "  four:\n    says: So.\n    repeats: tree\n",
            f'{FILE}, line 18, four.repeats: there is no claim "tree"; did you mean "three"?',
        ),
        (
            GOOD + "  four:\n    says: So.\n    repeats: two\n",
            f'{FILE}, line 18, four.repeats: "two" repeats another itself; name that: "one"',
        ),
        (
            GOOD + "Chapter 2:\n  one:\n    says: So.\n    needs: x\n",
            f"{FILE}, line 17, one: the id stands twice, first in {FILE} under",
        ),
        ("Chapter 1: so\n", f'{FILE}, line 1, Chapter 1: "so" stands under this place; claims by'),
        (
            "Chapter 1:\n  one: so\n",
            f'{FILE}, line 2, one: "so" is not a group of fields (says,',
        ),
        ("- so\n", f"{FILE}: a list stands here"),
        ("Chapter 1: [\n", f"{FILE}, line 1, column"),
    ],
)
def test_a_fault_names_file_line_and_claim(language, text, told) -> None:
    (found,) = faults(language, text)
    assert found.startswith(told)


def test_a_file_that_is_no_yaml_is_told_first_with_the_claim_and_nothing_that_follows_of_it(
    language,
) -> None:
    """Its claims are missing: who repeats one is not at fault for it."""
    slip = GOOD.replace("    says: Who knows.", "     says: Who knows.")
    others = "Chapter 2:\n  four:\n    says: So.\n    repeats: one\n"
    others += "  five:\n    says: So.\n    holds if:\n      high: every(jia > 1)\n"
    files = {"config/claims/0_part.yaml": others.encode(), FILE: slip.encode()}
    with pytest.raises(DataFaults) as raised:
        load(files, language)
    first, second = map(str, raised.value.faults)
    assert first.startswith(f'{FILE}, line 15, column 5: "needs: other data" is not readable as')
    assert first.endswith('; indent the line as those beside it; it is in or above "three"')
    assert second.startswith("config/claims/0_part.yaml, line 8, five.holds if.high: there is no")


def test_names_that_are_no_yaml_are_the_only_fault(language) -> None:
    text = claim(says="So.", holds_if="\n      high: own > 1")
    (found,) = faults(language, text, "own: jai\nother\nlast: eei\n")
    assert found.startswith(f"{NAMES}, line 3, column")
    assert "a colon and a blank are missing here or in the line above" in found


def test_a_part_that_a_name_does_not_have_is_told_where_the_name_is_made(language) -> None:
    text = claim(says="So.", holds_if="\n      high: own(market.abroad) > 1")
    (found,) = faults(language, text, "own(one): share(one & market.abraod)\n")
    assert found.startswith(f'{NAMES}, line 1, own(one): there is no "abraod" of "market"')


def test_an_id_has_small_letters_digits_and_hyphens(language) -> None:
    (found,) = faults(language, "Chapter 1:\n  SW one:\n    says: So.\n    needs: x\n")
    assert found.startswith(f"{FILE}, line 2, SW one: an id is small letters, digits and hyphens")


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("jai: eei\n", f'{NAMES}, line 1, jai: "jai" has a meaning already; choose another name'),
        ("Big: jai\n", f"{NAMES}, line 1, Big: a name is small letters, digits and underscores"),
        ("own: [1]\n", f"{NAMES}, line 1, own: a list stands here; an expression is expected"),
        ("own: jia\n", f'{NAMES}, line 1, own: there is no "jia"; did you mean "jai"?'),
        ("own(jai): 1\n", f'{NAMES}, line 1, own(jai): "own(jai)" does not name its arguments'),
        ("own(a, a): 1\n", f'{NAMES}, line 1, own(a, a): "own(a, a)" does not name its arguments'),
        ("own(a: 1\n", f'{NAMES}, line 1, own(a: "own(a" does not name its arguments'),
        ("own(a): a + b\n", f'{NAMES}, line 1, own(a): there is no "b"'),
    ],
)
def test_a_fault_of_a_shared_name_is_told_there_and_only_there(language, names, told) -> None:
    uses = claim(says="So.", holds_if="{so: own > 1}")
    text = uses if names.startswith("own") else claim(says="So.", needs="x")
    found = faults(language, text, names)
    assert found[0].startswith(told)
    assert len(found) == 1


def test_a_shared_name_that_does_not_fit_is_told_where_it_is_used(language) -> None:
    uses = claim(says="So.", holds_if="{so: own(market) > 1, again: own() > 1}")
    found = faults(language, uses, "own(one): mean(one)\n")
    assert (
        '"own(market)": "mean(one)" does not fit mean(variable, group, where): a cond' in found[0]
    )
    assert '"own()" does not fit own(one)' in found[1]


def test_all_faults_of_all_files_are_told_at_once(language) -> None:
    text = claim(says="So.", holds_if="{so: jia > 1, again: every(eie > 1)}")
    again = "Chapter 2:\n  one: {says: So., holds if: {so: jia > 1}}\n"
    found = faults(language, text + "  two: x\n" + again, "own: jia\n")
    assert len(found) == 6
    assert found[0].startswith(NAMES)
    assert "the id stands twice" in found[4]
