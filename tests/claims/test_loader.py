"""Files of claims: what is read, and every fault with file, line, claim and nearest name."""

from __future__ import annotations

from dataclasses import replace

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
    at: paragraph 2, sentence 1
    also at: Annex 1
    basis: count
    tier: headline
    holds if:
      high in most: most(jai >= 3)
      in all: every(jai >= 1)
    beside:
      in some: count(jai >= 3) >= 2
Chapter 1, a place (continued):
  two:
    says: So it is said again.
    at: paragraph 3, sentence 1
    repeats: one
  three:
    says: Who knows.
    at: paragraph 3, sentence 2
    basis: not_testable
    tier: detail
    needs: other data
"""

CONFLICT = """
Chapter 2:
  four:
    says: Twelve.
    at: paragraph 1, sentence 1
    basis: conflicting
    tier: section
    conflicts with: five
  five:
    says: Eleven.
    at: paragraph 2, sentence 1
    basis: conflicting
    tier: section
    conflicts with: [four]
"""

RELATIONS = ("tm-efficiency-product", "tm-efficiency-process")


def faults(language, text: str, names: str = "") -> list[str]:
    files = {FILE: text.encode()} | ({NAMES: names.encode()} if names else {})
    with pytest.raises(DataFaults) as raised:
        load(files, language, RELATIONS)
    return list(map(str, raised.value.faults))


USUAL = {"says": "So.", "at": "sentence 1", "basis": "count", "tier": "detail"}


def claim(**fields: str | None) -> str:
    """A claim in line 2, what it says in line 3, its other fields from line 7 on."""
    given = {key.replace("_", " "): value for key, value in {**USUAL, **fields}.items()}
    lines = "".join(f"    {key}: {value}\n" for key, value in given.items() if value is not None)
    return f"Chapter 1:\n  one:\n{lines}"


UNTESTED = claim(basis="not_testable", needs="x")


def test_claims_are_read_in_the_order_of_files_places_and_entries(language) -> None:
    second = GOOD.replace("  one:", "  a:").replace("repeats: one", "repeats: a")
    second = second.replace("  two:", "  b:").replace("  three:", "  c:")
    read = load({"config/claims/2.yaml": second.encode(), FILE: GOOD.encode()}, language)
    assert [one.claim_id for one in read] == ["one", "two", "three", "a", "b", "c"]
    one, two, three = read[:3]
    assert one.location == "Chapter 1, a place; paragraph 2, sentence 1; also Annex 1"
    assert two.location == "Chapter 1, a place; paragraph 3, sentence 1"
    assert [plain(reading.meaning) for reading in one.readings] == ["high in most", "in all"]
    assert [plain(reading.meaning) for reading in one.beside] == ["in some"]
    assert (one.basis, one.tier) == ("count", "headline")
    assert (three.readings, three.needs, three.basis) == ((), "other data", "not_testable")


def test_a_repeat_has_all_but_place_and_words_of_the_first(language) -> None:
    one, two, _ = load({FILE: GOOD.encode()}, language)
    own = {"claim_id": "two", "location": two.location, "claim": "So it is said again."}
    assert two == replace(one, **own, repeats="one")


def test_what_a_claim_is_and_denies_and_conflicts_with_is_read(language) -> None:
    absence = claim(basis="absence", denies="link", relation="tm-efficiency-process")
    several = claim(basis="relation", relation="[tm-efficiency-product, tm-efficiency-process]")
    files = {FILE: absence + several.partition("\n")[2].replace("  one:", "  two:") + CONFLICT}
    one, two, four, five = load(
        {file: text.encode() for file, text in files.items()}, language, RELATIONS
    )
    assert (one.denies, one.relation) == ("link", ("tm-efficiency-process",))
    assert (two.denies, two.relation) == (None, RELATIONS)
    assert (four.conflicts_with, five.conflicts_with) == (("five",), ("four",))


def test_shared_names_take_arguments_and_speak_of_those_above_them(language, evidence) -> None:
    names = "gap(one, other): one - other\nspread: gap(mean(eei), mean(jai))\n"
    (read,) = load(
        {FILE: claim(holds_if="{so: spread > 0}").encode(), NAMES: names.encode()}, language
    )
    outcome = read.readings[0].test(evidence)
    assert outcome.holds is True


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            claim(holds_if="\n      high: every(ee_input > 2)"),
            f'{FILE}, line 8, one.holds if.high: there is no "ee_input"; did you mean "ee_inputs"?',
        ),
        (
            claim(basis="not_testable", needs="x", beside="\n      high: every(ee_input > 1)"),
            f'{FILE}, line 9, one.beside.high: there is no "ee_input"; did you mean "ee_inputs"?',
        ),
        (
            claim(holds_if="\n      high: count(market)"),
            f'{FILE}, line 8, one.holds if.high: "count(market)" is a quantity',
        ),
        (
            claim(holds_if="\n      high: [1]"),
            f"{FILE}, line 8, one.holds if.high: a list is not a text",
        ),
        (
            claim(holds_if="[1]"),
            f"{FILE}, line 7, one.holds if: a list is not a group of names with their values",
        ),
        (
            claim(hold_if="x"),
            f'{FILE}, line 7, one.hold if: no such field; did you mean "holds if"',
        ),
        (
            claim(says=None, basis="not_testable", needs="data"),
            f"{FILE}, line 2, one.says: missing; expected is a text",
        ),
        (
            claim(at=None, basis="not_testable", needs="data"),
            f"{FILE}, line 2, one.at: missing; expected is a text",
        ),
        (claim(), f'{FILE}, line 2, one: a claim of the basis count has "holds if"; none is given'),
        (
            claim(says="", basis="not_testable", needs="x"),
            f"{FILE}, line 3, one.says: nothing is not a text",
        ),
        (
            GOOD + "  four:\n    says: So.\n    at: x\n    repeats: one\n    tier: detail\n",
            f"{FILE}, line 28, four.repeats: what repeats another claim has all but place and "
            "words of it; leave out tier",
        ),
        (
            GOOD + "  four:\n    says: So.\n    at: x\n    repeats: tree\n",
            f'{FILE}, line 28, four.repeats: there is no claim "tree"; did you mean "three"?',
        ),
        (
            GOOD + "  four:\n    says: So.\n    at: x\n    repeats: two\n",
            f'{FILE}, line 28, four.repeats: "two" repeats another itself; name that: "one"',
        ),
        (
            GOOD + UNTESTED.replace("Chapter 1", "Chapter 2"),
            f"{FILE}, line 26, one: the id appears twice, first in {FILE} under",
        ),
        ("Chapter 1: so\n", f'{FILE}, line 1, Chapter 1: "so" is under this place; claims by'),
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


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"basis": "cuont"},
            'line 5, one.basis: "cuont" is not allowed here; did you mean "count"',
        ),
        (
            {"tier": "headlines"},
            'line 6, one.tier: "headlines" is not allowed here; did you mean "',
        ),
        (
            {"basis": "absence", "relation": RELATIONS[0], "denies": "lnik"},
            'line 8, one.denies: "lnik" is not allowed here; did you mean "link"?',
        ),
        (
            {"basis": None, "holds_if": "{so: jai}"},
            'line 2, one: no "basis"; expected is one of ari',
        ),
        ({"tier": None, "needs": "x"}, 'line 2, one: no "tier"; expected is one of headline, sect'),
        (
            {"basis": "case", "holds_if": "{so: count(low) > 1}", "denies": "effect"},
            "line 8, one.denies: only an absence denies something, and the basis is case",
        ),
        (
            {"basis": "absence", "relation": RELATIONS[0]},
            'line 2, one: an absence "denies" something; expected is one of link, effect',
        ),
        *(
            (
                {"basis": basis},
                f"line 2, one: a claim of the basis {basis} has {keys}; none is given",
            )
            for basis, keys in {
                "relation": '"relation" or "holds if"',
                "order": '"holds if"',
                "arithmetic": '"holds if"',
                "comparison": '"holds if"',
                "difference": '"holds if"',
                "case": '"holds if"',
                "outside": '"holds if" or "needs"',
                "conflicting": '"conflicts with"',
                "not_testable": '"needs"',
            }.items()
        ),
        (
            {"basis": "absence", "denies": "link"},
            'line 2, one: a claim of the basis absence has "relation" or "holds if"; none is given',
        ),
        (
            {"basis": "not_testable", "needs": "x", "holds_if": "{so: count(low) > 1}"},
            'line 8, one.holds if: no reading decides what is not_testable; put it under "beside"',
        ),
        (
            {"basis": "relation", "relation": "tm-eficiency-product"},
            'line 7, one.relation: config/relations.yaml has no "tm-eficiency-product"; did you '
            'mean "tm-efficiency-product"?',
        ),
        (
            {"basis": "relation", "relation": "[tm-efficiency-product, tm-efficiency-product]"},
            'line 7, one.relation, item 2: "tm-efficiency-product" appears twice; keep one',
        ),
        (
            {"basis": "relation", "relation": "3"},
            "line 7, one.relation: 3 is not a list with at le",
        ),
    ],
)
def test_what_does_not_fit_the_basis_is_told(language, fields, told) -> None:
    found = faults(language, claim(**fields))
    assert any(one.startswith(f"{FILE}, {told}") for one in found), found


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("conflicts with: [four]", "conflicts with: [fuor]"),
            [
                'line 8, four.conflicts with: "five" does not point back; it conflicts with "four"',
                'line 14, five.conflicts with: there is no claim "fuor"; did you mean "four"?',
            ],
        ),
        (
            ("[four]", "[four, five]"),
            ["line 14, five.conflicts with: a claim does not conflict with itself"],
        ),
        (
            ("[four]", "[four, two]"),
            ['line 14, five.conflicts with: "two" repeats another; name that: "one"'],
        ),
    ],
)
def test_a_conflict_points_back(language, change, told) -> None:
    files = {FILE: CONFLICT.replace(*change), "config/claims/2.yaml": GOOD}
    with pytest.raises(DataFaults) as raised:
        load({file: text.encode() for file, text in files.items()}, language)
    found = list(map(str, raised.value.faults))
    assert [one.startswith(f"{FILE}, {each}") for one, each in zip(found, told, strict=True)] == [
        True
    ] * len(told), found


def test_a_file_that_is_no_yaml_is_told_first_with_the_claim_and_nothing_that_follows_of_it(
    language,
) -> None:
    """Its claims are missing: who repeats one is not at fault for it."""
    slip = GOOD.replace("    says: Who knows.", "     says: Who knows.")
    others = "Chapter 2:\n  four:\n    says: So.\n    at: x\n    repeats: one\n"
    others += claim(holds_if="\n      high: every(jia > 1)").partition("\n")[2]
    files = {"config/claims/0_part.yaml": others.replace("  one:", "  five:").encode()}
    with pytest.raises(DataFaults) as raised:
        load({**files, FILE: slip.encode()}, language)
    first, second = map(str, raised.value.faults)
    assert first.startswith(f'{FILE}, line 21, column 5: "at: paragraph 3, sentence 2" is not')
    assert first.endswith('; indent the line as those beside it; it is in or above "three"')
    assert second.startswith("config/claims/0_part.yaml, line 12, five.holds if.high: there is no")


def test_names_that_are_no_yaml_are_the_only_fault(language) -> None:
    text = claim(holds_if="\n      high: own > 1")
    (found,) = faults(language, text, "own: jai\nother\nlast: eei\n")
    assert found.startswith(f"{NAMES}, line 3, column")
    assert "a colon and a blank are missing here or in the line above" in found


def test_a_part_that_a_name_does_not_have_is_told_where_the_name_is_made(language) -> None:
    text = claim(holds_if="\n      high: own(market.abroad) > 1")
    (found,) = faults(language, text, "own(one): share(one & market.abraod)\n")
    assert found.startswith(f'{NAMES}, line 1, own(one): there is no "abraod" of "market"')


def test_an_id_has_small_letters_digits_and_hyphens(language) -> None:
    (found,) = faults(language, UNTESTED.replace("  one:", "  SW one:"))
    assert found.startswith(f"{FILE}, line 2, SW one: an id is small letters, digits and hyphens")


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("jai: eei\n", f'{NAMES}, line 1, jai: "jai" has a meaning already; choose another name'),
        ("Big: jai\n", f"{NAMES}, line 1, Big: a name is small letters, digits and underscores"),
        ("own: [1]\n", f"{NAMES}, line 1, own: a list is given here; an expression is expected"),
        ("own: jia\n", f'{NAMES}, line 1, own: there is no "jia"; did you mean "jai"?'),
        ("own(jai): 1\n", f'{NAMES}, line 1, own(jai): "own(jai)" does not name its arguments'),
        ("own(a, a): 1\n", f'{NAMES}, line 1, own(a, a): "own(a, a)" does not name its arguments'),
        ("own(a: 1\n", f'{NAMES}, line 1, own(a: "own(a" does not name its arguments'),
        ("own(a): a + b\n", f'{NAMES}, line 1, own(a): there is no "b"'),
    ],
)
def test_a_fault_of_a_shared_name_is_told_there_and_only_there(language, names, told) -> None:
    text = claim(holds_if="{so: own > 1}") if names.startswith("own") else UNTESTED
    found = faults(language, text, names)
    assert found[0].startswith(told)
    assert len(found) == 1


def test_a_shared_name_that_does_not_fit_is_told_where_it_is_used(language) -> None:
    uses = claim(holds_if="{so: own(market) > 1, again: own() > 1}")
    found = faults(language, uses, "own(one): mean(one)\n")
    assert (
        '"own(market)": "mean(one)" does not fit mean(variable, group, where): a cond' in found[0]
    )
    assert '"own()" does not fit own(one)' in found[1]


def test_all_faults_of_all_files_are_told_at_once(language) -> None:
    text = claim(holds_if="{so: jia > 1, again: every(eie > 1)}")
    again = claim(holds_if="{so: jia > 1}").replace("Chapter 1", "Chapter 2")
    found = faults(language, text + "  two: x\n" + again, "own: jia\n")
    assert len(found) == 6
    assert found[0].startswith(NAMES)
    assert "the id appears twice" in found[4]
