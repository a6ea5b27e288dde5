"""An author's clusters: what they change, and what each kind of bad input is told."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction

import pytest

from upgrading.cases.cleaning import CleanCases, RawFile, clean
from upgrading.cases.updates import CHANGE_COLUMNS, UPDATE_COLUMNS, scored_columns
from upgrading.faults import DataFaults
from upgrading.files.frames import from_csv, to_csv

FRANCA = {
    "cluster_id": "footwear_franca",
    "group": "traditional_manufacturing",
    "industry": "Footwear",
    "name": "Franca",
    "country": "BRA",
    "ee_labour_market": "3",
    "source": "a later study",
}
LEON = FRANCA | {"cluster_id": "footwear_leon", "name": "León", "country": "MEX"}


def file(*rows: dict[str, str], name: str = "new.csv", without: str = "") -> RawFile:
    """An author's file of these rows; cells that a row does not give are empty."""
    text = io.StringIO()
    columns = [column for column in UPDATE_COLUMNS if column != without]
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return RawFile(f"data/raw/updates/{name}", text.getvalue().encode())


@pytest.fixture
def cleaned(raw, tables, around):
    """Clean the raw files with these files of an author."""

    def run(*files: RawFile) -> CleanCases:
        return clean(replace(raw, updates=files), tables, around)

    return run


@pytest.fixture
def messages(cleaned):
    def run(*files: RawFile) -> list[str]:
        with pytest.raises(DataFaults) as raised:
            cleaned(*files)
        return [str(fault) for fault in raised.value.faults]

    return run


@pytest.fixture
def as_it_was(clean_cases):
    """A cluster's row of the corrected edition, as an author would write it, with changes."""

    def row(cluster: str, **changed: str) -> dict[str, str]:
        frame = clean_cases.corrected_clusters
        text = to_csv(frame[frame["cluster_id"] == cluster])
        return next(csv.DictReader(io.StringIO(text))) | {"source": "a later study"} | changed

    return row


def test_an_update_adds_a_cluster_to_the_corrected_edition_only(cleaned) -> None:
    data = cleaned(file(FRANCA))
    assert len(data.printed_clusters) == 40
    assert data.corrected_clusters["cluster_id"].iloc[-1] == "footwear_franca"
    assert data.corrected_clusters["ee_labour_market"].iloc[-1] == 3


def test_an_update_of_a_known_cluster_replaces_its_scores(cleaned) -> None:
    frame = cleaned(file(LEON)).corrected_clusters.set_index("cluster_id")
    assert len(frame) == 40
    assert frame.loc["footwear_leon", "ee_labour_market"] == 3
    assert frame.loc["footwear_leon", "ee_inputs"] is None


def test_without_updates_the_frame_of_changes_has_its_columns_and_no_row(clean_cases) -> None:
    assert tuple(clean_cases.updates.columns) == CHANGE_COLUMNS
    assert clean_cases.updates.empty


def test_every_score_of_a_new_cluster_is_a_change_and_nothing_was_printed(cleaned) -> None:
    new = FRANCA | {"up_product": "1,5", "gov_market": "0"}
    rows = cleaned(file(new)).updates
    where = ("a later study", "data/raw/updates/new.csv")
    assert [tuple(row) for row in rows.itertuples(index=False)] == [
        ("footwear_franca", "ee_labour_market", None, 3, *where),
        ("footwear_franca", "gov_market", None, 0, *where),
        ("footwear_franca", "up_product", None, Fraction(3, 2), *where),
    ]
    written = from_csv(to_csv(rows))
    assert list(written["printed"]) == ["", "", ""]
    assert list(written["value"]) == ["3", "0", "1.5"]


def test_of_a_known_cluster_what_differs_is_a_change_beside_what_is_printed(
    cleaned, as_it_was
) -> None:
    """Apples' process upgrading is printed 2 and corrected to 3 by an erratum, which is no update.

    A score that is taken away is one, with nothing in the author's place.
    """
    same = cleaned(file(as_it_was("apples_santa_catarina"))).updates
    assert same.empty
    back = as_it_was("apples_santa_catarina", up_process="2", ee_inputs="")
    rows = cleaned(file(back)).updates
    assert list(rows["column"]) == ["ee_inputs", "up_process"]
    assert list(rows["value"]) == [None, 2]
    assert list(rows["printed"])[1] == 2


def test_each_change_names_the_source_and_the_file_of_its_row(cleaned) -> None:
    other = LEON | {"source": "another study"}
    rows = cleaned(file(FRANCA, name="a.csv"), file(other, name="b.csv")).updates
    kept = rows.drop_duplicates("cluster_id")[["cluster_id", "source", "file"]]
    assert [tuple(row) for row in kept.itertuples(index=False)] == [
        ("footwear_franca", "a later study", "data/raw/updates/a.csv"),
        ("footwear_leon", "another study", "data/raw/updates/b.csv"),
    ]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"ee_labour_market": "3.2"}, 'line 2, "ee_labour_market": "3.2" is not a score'),
        ({"gov_market": "5"}, 'line 2, "gov_market": "5" is not a governance code'),
        ({"country": "Brazil"}, '"Brazil" is not a code of ISO 3166-1 alpha-3'),
        (
            {"name": "Fran\nca"},
            'line 2, "name": "Fran ca" has a line break; it must be one line',
        ),
        ({"country": "BR1"}, '"BR1" is not a code of ISO 3166-1 alpha-3'),
        ({"country": "ZZZ"}, '"ZZZ" is not a code of ISO 3166-1 alpha-3'),
        *(
            ({"cluster_id": row}, f'"{row}" is what another row of the tables is called')
            for row in ("total", "average", "header_1", "section_12")
        ),
        ({"ee_labour_market": "２"}, '"２" is not a score on the 0–3 half-step scale'),
        *(
            (
                {"cluster_id": cluster},
                f'line 2, "cluster_id": "{cluster}" is not an id (allowed: lower case letters a '
                "to z, digits and _, such as footwear_franca)",
            )
            for cluster in ("footwear franca", "footwear/franca", "Footwear_franca", "são_paulo")
        ),
        *(
            (
                {"source": source},
                'line 2, "source": the cell is empty; say where the row comes from',
            )
            for source in ("", "  ", "n.a.", "-")
        ),
        (
            {"up_intersectoral": "2"},
            'line 2, "up_intersectoral": "2": intersectoral upgrading is never scored in '
            "traditional_manufacturing; leave the cell empty",
        ),
        (
            {"group": "specialised_suppliers", "gov_network": "1"},
            'line 2, "gov_network": "1": governance by network is never scored in '
            "specialised_suppliers; leave the cell empty",
        ),
        (
            {"ee_labour_market": "n.a."},
            "line 2: the row has no score at all; give those that are known, or leave the row out",
        ),
    ],
)
def test_an_update_at_fault(messages, values, message) -> None:
    (found,) = messages(file(FRANCA | values))
    assert found.startswith("data/raw/updates/new.csv, line 2")
    assert message in found


@pytest.mark.parametrize(
    ("column", "value", "registered"),
    [
        ("group", "natural_resource_based", "traditional_manufacturing"),
        ("industry", "Shoes", "Footwear"),
        ("name", "Leon", "León"),
        ("country", "BRA", "MEX"),
    ],
)
def test_an_update_does_not_make_a_known_cluster_another(
    messages, column, value, registered
) -> None:
    assert messages(file(LEON | {column: value})) == [
        f'data/raw/updates/new.csv, line 2, "{column}": "{value}" is not what '
        f'data/raw/clusters.csv has for footwear_leon ("{registered}"): an update revises scores; '
        "another cluster needs a cluster_id of its own"
    ]


def test_a_file_without_a_column_for_its_source(messages) -> None:
    (found,) = messages(file(FRANCA, without="source"))
    assert found == 'data/raw/updates/new.csv, line 1, "source": the column is missing'


def test_a_cluster_in_two_files_is_told_with_both_places(messages) -> None:
    (found,) = messages(file(FRANCA, name="a.csv"), file(LEON, FRANCA, name="b.csv"))
    assert found == (
        'data/raw/updates/b.csv, line 3, "cluster_id": "footwear_franca" is in '
        "data/raw/updates/a.csv, line 2 already; keep one of the two"
    )


def test_a_new_cluster_must_be_told_from_those_there_are(messages) -> None:
    other = FRANCA | {"cluster_id": "footwear_franca_2"}
    shoes = LEON | {"cluster_id": "shoes_leon"}
    assert messages(file(FRANCA, shoes, name="a.csv"), file(other, name="b.csv")) == [
        'data/raw/updates/a.csv, line 3, "name": "León" has the group, industry, name and country '
        "of footwear_leon (data/raw/clusters.csv, line 8); a reader could not tell the two apart",
        'data/raw/updates/b.csv, line 2, "name": "Franca" has the group, industry, name and '
        "country of footwear_franca (data/raw/updates/a.csv, line 2); a reader could not tell the "
        "two apart",
    ]


def test_a_faulty_register_is_not_blamed_on_the_author(raw, messages, tables, around) -> None:
    content = raw.clusters.content.replace(b"footwear_leon,trad", b"footwear_leon,rad")
    changed = replace(raw, clusters=replace(raw.clusters, content=content), updates=[file(LEON)])
    with pytest.raises(DataFaults) as raised:
        clean(changed, tables, around)
    assert {fault.file for fault in raised.value.faults} == {"data/raw/clusters.csv"}


def test_what_the_report_scores_in_each_group(tables) -> None:
    scored = scored_columns(tables)
    with_intersectoral = {group for group, names in scored.items() if "up_intersectoral" in names}
    assert with_intersectoral == {"natural_resource_based", "complex_product_systems"}
    assert not any(name.startswith("gov_") for name in scored["specialised_suppliers"])
    assert all({"ee_inputs", "ja_forward", "up_product"} <= names for names in scored.values())


def test_a_header_alone_is_told(messages) -> None:
    assert messages(file()) == [
        "data/raw/updates/new.csv, line 1: there is a header and no rows below it"
    ]


def test_a_name_that_only_looks_the_same_is_told_apart(messages) -> None:
    (fault,) = messages(file(LEON | {"name": "Leo\u0301n"}))
    assert '("León"); it differs from "León" only by' in fault
    assert "U+0301 COMBINING ACUTE ACCENT: an update revises scores" in fault


WORDS = FRANCA | {"name": "São João", "source": "Estudo de Müller", "ee_labour_market": "1,5"}


def as_saved(separator: str, encoding: str, before: str = "", after: str = "") -> RawFile:
    """The file of `WORDS` as a spreadsheet of another country saves it."""
    text = io.StringIO()
    columns = [*UPDATE_COLUMNS][::-1]  # in any order
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([columns, [WORDS.get(column, "") for column in columns]])
    lines = "".join(f"{line}{after}\r\n" for line in text.getvalue().splitlines())
    return RawFile("data/raw/updates/new.csv", (before + lines).encode(encoding))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_a_file_is_read_as_spreadsheets_of_all_countries_save_it(
    cleaned, separator, encoding
) -> None:
    for before, after in (("", ""), (f"sep={separator}\r\n", ""), ("\r\n", separator * 3)):
        new = cleaned(as_saved(separator, encoding, before, after)).corrected_clusters.iloc[-1]
        assert (new["name"], new["ee_labour_market"]) == ("São João", Fraction(3, 2))


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_words_in_an_old_code_page_are_refused(messages, encoding) -> None:
    (fault,) = messages(as_saved(";", encoding))
    assert fault.startswith("data/raw/updates/new.csv, line 2: ")
    assert fault.endswith(
        "no encoding that spreadsheets of the West write; save the file as CSV UTF-8"
    )


@pytest.mark.parametrize(
    ("before", "fault"),
    [
        ("Clusters visited in 2005;;\r\n", "line 2: the header is here; delete the row above"),
        (
            "Clusters;;\r\nvisited;;\r\n",
            "line 3: the header is here; delete the 2 rows above it",
        ),
    ],
)
def test_a_title_above_the_header_is_told(messages, before, fault) -> None:
    (found,) = messages(as_saved(";", "utf-8", before))
    assert found.startswith(f"data/raw/updates/new.csv, {fault}")


def test_a_decimal_comma_among_commas_is_told(messages) -> None:
    content = file(FRANCA).content.replace(b",3,", b",1,5,", 1)
    (fault,) = messages(RawFile("data/raw/updates/new.csv", content))
    assert fault == (
        "data/raw/updates/new.csv, line 2: 23 cells where the header has 22; is there a decimal "
        "comma without quotation marks around the figure?"
    )


def test_a_score_that_a_spreadsheet_made_a_date_is_told_so(messages) -> None:
    for date in ("01/mai", "1-May", "2005-05-01", "5.jan"):
        (fault,) = messages(file(FRANCA | {"ee_labour_market": date}))
        assert (
            f'"{date}" is not a score on the 0–3 half-step scale; a spreadsheet has made a d'
            in fault
        )


@pytest.mark.parametrize("column", ["industry", "name", "source"])
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Fran\u202eca", 'U+202E RIGHT-TO-LEFT OVERRIDE after "Fran" cannot be seen'),
        ("Fran\u200bca", 'U+200B ZERO WIDTH SPACE after "Fran" cannot be seen'),
        ("Fran\x00ca", 'U+0000 a control character after "Fran" cannot be seen'),
        ("Fran\x1b[0mca", 'U+001B a control character after "Fran" cannot be seen'),
        ("Fran\ufeffca", 'U+FEFF ZERO WIDTH NO-BREAK SPACE after "Fran" cannot be seen'),
        *((f"{sign}Franca", f"begins with {sign}: a spreadsheet would compute") for sign in "=+-@"),
        ("＝Franca", "begins with ＝: a spreadsheet would compute it"),
    ],
)
def test_words_that_no_table_could_show_are_told(messages, column, text, problem) -> None:
    (fault,) = messages(file(FRANCA | {column: text}))
    assert fault.startswith(f'data/raw/updates/new.csv, line 2, "{column}": ')
    assert problem in fault


@pytest.mark.parametrize(
    ("industry", "problem"),
    [
        (
            "Footware",
            '"Footware" is nearly "Footwear" (data/raw/clusters.csv, line 7); write it as',
        ),
        ("footwear", '"footwear" is "Footwear" (data/raw/clusters.csv, line 7); write it as there'),
        ("Foot-wear", '"Foot-wear" is "Footwear"'),
        ("Footwear\u00a0", ""),
        ("Fοοtwear", '"Fοοtwear" is "Footwear"'),  # Greek
        ("Fооtwеаr", '"Fооtwеаr" is "Footwear"'),  # Cyrillic
        ("Footwéar", '"Footwéar" is "Footwear"'),
        ("Metal working", '"Metal working" is "Metalworking"'),
        ("Toys", ""),
        ("Hardware", ""),
    ],
)
def test_an_industry_that_is_nearly_a_known_one_is_told(
    messages, cleaned, industry, problem
) -> None:
    given = file(FRANCA | {"industry": industry})
    if not problem:
        assert cleaned(given).corrected_clusters["industry"].iloc[-1] == industry.strip()
        return
    (fault,) = messages(given)
    assert fault.startswith(f'data/raw/updates/new.csv, line 2, "industry": {problem}')


def test_a_cluster_that_only_its_spelling_tells_from_another_is_told(messages) -> None:
    (fault,) = messages(file(LEON | {"cluster_id": "footwear_leon_2", "name": "Leon"}))
    assert fault.startswith(
        'data/raw/updates/new.csv, line 2, "name": "Leon" has the group, industry, name and '
        'country of footwear_leon (data/raw/clusters.csv, line 8, written "León" there)'
    )


def test_what_people_call_a_group_is_hinted_at(messages) -> None:
    (fault,) = messages(file(FRANCA | {"group": "software"}))
    assert '"software" is not a sector group; did you mean "specialised_suppliers"? (al' in fault
