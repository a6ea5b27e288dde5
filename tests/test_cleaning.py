"""Cleaning: what the raw files become, and what each kind of bad input is told."""

from dataclasses import replace
from fractions import Fraction

import pytest

from upgrading.cases.cleaning import RawCases, RawFile, clean
from upgrading.cases.cluster_rows import Record
from upgrading.cases.printed import parse
from upgrading.cases.profiles import PROFILE_REGISTER_COLUMNS, register_faults
from upgrading.faults import DataFaults
from upgrading.vocabulary import CLUSTER_COLUMNS, SECTOR_GROUPS


@pytest.fixture
def messages(raw, tables, around):
    """Clean the raw files with some of them replaced; the fault messages, or none."""

    def run(changed: RawCases) -> list[str]:
        try:
            clean(changed, tables, around)
        except DataFaults as faults:
            return [str(fault) for fault in faults.faults]
        return []

    return run


@pytest.fixture
def edited(raw):
    """The raw files with one piece of text of one printed table replaced."""

    def edit(exhibit: str, old: str, new: str) -> RawCases:
        file = raw.tables[exhibit]
        text = file.content.decode()
        assert old in text
        changed = replace(file, content=text.replace(old, new, 1).encode())
        return replace(raw, tables={**raw.tables, exhibit: changed})

    return edit


def register(raw: RawCases, name: str, old: str, new: str) -> RawCases:
    file: RawFile = getattr(raw, name)
    text = file.content.decode()
    assert old in text
    return replace(raw, **{name: replace(file, content=text.replace(old, new, 1).encode())})


def test_forty_clusters_in_the_columns_of_the_contract(clusters) -> None:
    assert tuple(clusters.columns) == CLUSTER_COLUMNS
    assert clusters["cluster_id"].is_unique
    assert dict(clusters["group"].value_counts()) == dict(
        zip(SECTOR_GROUPS, (15, 11, 9, 5), strict=True)
    )


@pytest.mark.parametrize(
    ("cluster", "column", "value"),
    [
        ("textiles_medellin", "ee_market_access", "1.5"),  # printed 1,5
        ("marble_espirito_santo", "ja_bilateral", "0.5"),  # printed 0,5
        ("electronics_jalisco", "ja_multilateral", "0.88"),
        ("software_blumenau", "ee_labour_market", "3"),  # Joinville in Annex Table 7
        ("dairy_boaco_chontales", "gov_hierarchy", "2"),
        ("tiles_santa_catarina", "up_product", "3"),  # printed 3,0
    ],
)
def test_scores_as_printed(clusters, cluster, column, value) -> None:
    assert clusters.set_index("cluster_id").loc[cluster, column] == Fraction(value)


@pytest.mark.parametrize(
    ("cluster", "column"),
    [
        ("garments_bucaramanga", "ee_information"),
        ("garments_bucaramanga", "up_functional"),
        ("footwear_campina_grande", "gov_market"),
        ("software_monterrey", "gov_market"),
        ("textiles_itajai", "up_intersectoral"),
    ],
)
def test_what_is_not_given_is_missing(clusters, cluster, column) -> None:
    assert clusters.set_index("cluster_id").loc[cluster, column] is None


def test_the_two_editions_differ_in_the_erratum_only(clean_cases) -> None:
    printed = clean_cases.printed_clusters.set_index("cluster_id")
    corrected = clean_cases.corrected_clusters.set_index("cluster_id")
    differing = [
        (cluster, column)
        for cluster in printed.index
        for column in printed.columns
        if printed.loc[cluster, column] != corrected.loc[cluster, column]
    ]
    assert differing == [("apples_santa_catarina", "up_process")]
    assert printed.loc[differing[0]] == 2
    assert corrected.loc[differing[0]] == 3


def test_profiles_read_thousands_and_flag_exports(clean_cases) -> None:
    profiles = clean_cases.profiles.set_index("profile_id")
    assert len(profiles) == 12
    salmon = profiles.loc["salmon_austral_region"]
    assert (salmon["firms"], salmon["additional_firms"]) == (65, 150)
    assert (salmon["direct_jobs"], salmon["production_2002"]) == (29000, 1005)
    assert profiles.loc["dairy_boaco_chontales", "firms"] == 10605
    assert profiles.loc["software_aguascalientes", "direct_jobs"] == 121
    noted = profiles.index[profiles["note"] == "exports exceed production"]
    assert list(noted) == ["mangoes_petrolina_juazeiro", "melons_rio_grande_do_norte"]
    assert all(profiles.loc[noted, "exports_exceed_production"])
    assert profiles.loc["grapes_petrolina_juazeiro", "exports_exceed_production"] is False
    assert profiles.loc["software_guadalajara", "exports_exceed_production"] is None


def test_salmon_stages(clean_cases) -> None:
    rows = clean_cases.stages.set_index("stage")
    assert list(rows.loc["initial_learning"]) == [1978, 1985, 50, 900, 9, 10]
    assert list(rows.loc["globalization"]) == [
        1996,
        2003,
        150000,
        400000,
        Fraction("2.8"),
        Fraction("4.5"),
    ]


REPORT = "data/raw/report"


@pytest.mark.parametrize(
    ("exhibit", "old", "new", "message"),
    [
        (
            "annex_table_1",
            '2,2,"8,5"',
            '2,3.7,"8,5"',
            f'{REPORT}/annex_table_1.csv, line 3, "Market access": '
            '"3.7" is not a score on the 0–3 half-step scale',
        ),
        (
            "annex_table_2",
            "Gamarra (Peru),1",
            "Gamarra (Peru),1.25",
            f'{REPORT}/annex_table_2.csv, line 5, "Backward vertical linkages": '
            '"1.25" is not a score on the 0–3 half-step scale, nor listed in '
            "data/raw/off_scale.csv",
        ),
        (
            "annex_table_6",
            "1.5,0.88",
            "1.5,0.89",
            f'{REPORT}/annex_table_6.csv, line 7, "Horizontal multilateral linkages": '
            '"0.89" is not a score on the 0–3 half-step scale, nor listed in '
            "data/raw/off_scale.csv",
        ),
        (
            "annex_table_6",
            "1.5,0.88",
            "0.88,0.88",
            f'{REPORT}/annex_table_6.csv, line 7, "Horizontal bilateral linkages": '
            '"0.88" is not a score on the 0–3 half-step scale, nor listed in '
            "data/raw/off_scale.csv",
        ),
        (
            "table_08",
            'Rio Pardo, RGS (Br)",0,0,2,0',
            'Rio Pardo, RGS (Br)",0,0,4,0',
            f'{REPORT}/table_08.csv, line 2, "Quasi-hierarchy": "4" is not a governance code '
            "(0 absent, 1 domestic chain, 2 global chain, 3 domestic and global chains)",
        ),
        (
            "table_09",
            "Colchagua (Ch),Medium,3",
            "Colchagua (Ch),Medium,",
            f'{REPORT}/table_09.csv, line 3, "Product Upgrading": the cell is empty; '
            "a figure that the report does not give is printed n.a.",
        ),
        (
            "table_05",
            "Médium,1.5",
            "Middling,1.5",
            f'{REPORT}/table_05.csv, line 6, "CE Degree": "Middling" is not High, Medium or Low',
        ),
        (
            "table_10",
            "3.00,3.00",
            "3.00,three",
            f'{REPORT}/table_10.csv, line 2, "Process Upgrading": "three" is not a number',
        ),
        (
            "table_02",
            "29.000",
            "29.0",
            f'{REPORT}/table_02.csv, line 2, "Direct jobs": '
            '"29.0" is not a count, such as 120 or 29.000',
        ),
        (
            "table_20",
            "2.8-4.5",
            "2.8 to 4.5",
            f'{REPORT}/table_20.csv, line 5, "Globalization": '
            '"2.8 to 4.5" is not a range, such as 2.8-4.5',
        ),
    ],
)
def test_a_bad_cell_is_named_with_what_is_allowed(
    messages, edited, exhibit, old, new, message
) -> None:
    assert messages(edited(exhibit, old, new)) == [message]


def test_an_unknown_label_and_the_row_it_leaves_are_named(messages, edited) -> None:
    found = messages(edited("table_03", "Torreon (Mexico.)", "Toreon (Mexico.)"))
    assert found[0].startswith(
        f'{REPORT}/table_03.csv, line 8, "Cluster": "Toreon (Mexico.)" is not a known label'
    )
    assert found[1].endswith(
        'no row "Torreon (Mexico.)" (garments_torreon), which data/raw/labels.csv expects'
    )


def test_a_cluster_printed_twice_is_named(messages, edited) -> None:
    line = "salmon,Región Austral (ch),3,3,2,2,10\n"
    assert messages(edited("annex_table_3", line, line * 2)) == [
        f'{REPORT}/annex_table_3.csv, line 9, "Main Product": "salmon, Región Austral (ch)" '
        "is salmon_austral_region, which line 8 is too"
    ]


def test_all_faults_are_reported_at_once(messages, edited, raw) -> None:
    first = edited("annex_table_1", '2,2,"8,5"', '2,3.7,"8,5"')
    second = edited("table_08", "0,0,2,0", "0,0,2,9")
    third = edited("table_02", "29.000", "many")
    both = replace(
        raw,
        tables={
            **first.tables,
            "table_08": second.tables["table_08"],
            "table_02": third.tables["table_02"],
        },
        clusters=register(raw, "clusters", ",COL", ",Colombia").clusters,
    )
    assert len(messages(both)) == 4


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", ": the file is empty"),
        ("Clusters;EEI\nLeón;3\n".encode("latin-1"), ", line 2: byte 0xF3 is not UTF-8"),
        (b"Clusters;Market access\n", ", line 1: separated by semicolons"),
        (b"Clusters,Market access (d)\n", '"Availability of inputs": the column is missing'),
    ],
)
def test_a_file_that_is_no_table(messages, raw, content, message) -> None:
    broken = replace(raw.tables["annex_table_1"], content=content)
    found = messages(replace(raw, tables={**raw.tables, "annex_table_1": broken}))
    assert any(message in line for line in found)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "clusters",
            "garments_gamarra",
            "textiles_medellin",
            'clusters.csv, line 5, "cluster_id": "textiles_medellin" is on line 2 already',
        ),
        (
            "clusters",
            "natural_resource_based,Tobacco",
            "resources,Tobacco",
            'clusters.csv, line 17, "group": "resources" is not a sector group (allowed: '
            "traditional_manufacturing, natural_resource_based, complex_product_systems, "
            "specialised_suppliers)",
        ),
        (
            "clusters",
            "Garments,Gamarra,PER",
            "Garments,Bucaramanga,COL",
            'data/raw/clusters.csv, line 5, "name": "Bucaramanga" has the group, industry, name '
            "and country of garments_bucaramanga (data/raw/clusters.csv, line 4); a reader could "
            "not tell the two apart",
        ),
        (
            "clusters",
            "Garments,Gamarra,",
            'Garments,"Gam\narra",',
            'clusters.csv, line 5, "name": "Gam arra" has a line break; it must be one line',
        ),
        (
            "clusters",
            "Garments,Gamarra,",
            '"Garm\r\nents",Gamarra,',
            'clusters.csv, line 5, "industry": "Garm ents" has a line break; it must be one line',
        ),
        (
            "labels",
            "table_16,Blumenau (Brazil),,software_blumenau",
            "table_16,Blumenau (Brazil),,wine_colchagua",
            '"wine_colchagua" is not a cluster of specialised_suppliers in '
            "data/raw/clusters.csv, which table_16 lists",
        ),
        (
            "labels",
            "table_16,Blumenau (Brazil),,software_blumenau",
            "table_21,Blumenau (Brazil),,software_blumenau",
            '"table_21" is not a printed table',
        ),
        (
            "labels",
            "table_16,Monterrey (México),,",
            "table_16,Guadalajara (México),,",
            '"Guadalajara (México)" names a row of table_16 twice',
        ),
        *(
            (
                "labels",
                "Austral Region,salmon_austral_region",
                f"Austral Region,{other}",
                f'labels.csv, line 197, "row": "{other}" is not a profile of '
                "data/raw/profiles.csv, which table_02 lists",
            )
            for other in ("footwear_leon", "specialised_suppliers")
        ),
        (
            "labels",
            "table_17,Specialized Suppliers,,specialised_suppliers",
            "table_17,Specialized Suppliers,,software_blumenau",
            'labels.csv, line 212, "row": "software_blumenau" is not a sector group, which '
            "table_17 lists",
        ),
        *(
            ("off_scale", "ja_multilateral,0.88", cell, f"off_scale.csv, {message}")
            for cell, message in (
                (
                    "ja_multilateral,",
                    'line 2, "printed": the cell is empty; give the number as it is printed',
                ),
                (
                    "ja_multilateral,77",
                    'line 2, "printed": "77" is not a number between 0 and 3',
                ),
                (
                    "ja_multilateral,n.a.",
                    'line 2, "printed": "n.a." is not a number between 0 and 3',
                ),
                ("jai,12.38", 'line 2, "printed": "12.38" is not a number between 0 and 12'),
                (
                    "ja_bilateral,1.5",
                    'line 2, "printed": "1.5" is on the half-step scale and needs no entry here',
                ),
                (
                    "ja_bilateral,1.25",
                    'line 2, "printed": "1.25" is not what annex_table_6 prints there ("1.5")',
                ),
                (
                    "gov_market,0.5",
                    'line 2, "row": there is no printed score or index annex_table_6, '
                    "electronics_jalisco, gov_market",
                ),
                (
                    "jai,3.38",
                    'line 3, "row": the cell annex_table_6, electronics_jalisco, jai is on '
                    "line 2 already",
                ),
            )
        ),
        ("errata", ",2,3,", ",1,3,", '"1" is not what table_09 prints there ("2")'),
        ("errata", ",2,3,", ",2,3.2,", '"3.2" is not a score on the 0–3 half-step scale'),
        *(
            (
                "errata",
                ",2,3,",
                f',2,"{same}",',
                f'errata.csv, line 2, "corrected": "{same}" is the same as the printed "2"',
            )
            for same in ("2", "2,0")
        ),
        (
            "errata",
            ",2,3,",
            ",2,,",
            'errata.csv, line 2, "corrected": the cell is empty; a figure that is not available is '
            "written n.a.",
        ),
        (
            "errata",
            "table_09,",
            "table_09,apples_santa_catarina,up_process,2,2.5,why\ntable_09,",
            'errata.csv, line 3, "row": the cell table_09, apples_santa_catarina, up_process is '
            "corrected twice",
        ),
        ("errata", "up_process", "up_speed", "there is no printed cell table_09"),
        *(
            (
                "errata",
                "table_09,",
                f"{place},{string},{string}5,why\ntable_09,",
                f'errata.csv, line 2, "row": {place.replace(",", ", ")} is not a score of a '
                "cluster; ",
            )
            for place, string in (
                ("table_09,total,up_process", "28"),
                ("table_02,salmon_austral_region,direct_jobs", "29.000"),
                ("table_09,apples_santa_catarina,label_1", "Apples"),
                ("table_07,tobacco_rio_pardo,eei", "8.0"),
            )
        ),
    ],
)
def test_a_register_at_fault(messages, raw, name, old, new, message) -> None:
    assert any(message in line for line in messages(register(raw, name, old, new)))


def test_what_is_no_number_is_not_let_through_by_an_entry(messages, edited, raw) -> None:
    tables = edited("annex_table_6", "1.5,0.88", "1.5,abc").tables
    changed = register(replace(raw, tables=tables), "off_scale", "0.88", "abc")
    assert messages(changed) == [
        'data/raw/off_scale.csv, line 2, "printed": "abc" is not a number between 0 and 3'
    ]


def test_an_entry_for_what_is_now_printed_on_the_scale_is_told(messages, edited) -> None:
    assert messages(edited("annex_table_6", "1.5,0.88", "1.5,1")) == [
        'data/raw/off_scale.csv, line 2, "printed": "0.88" is not what annex_table_6 prints there '
        '("1")'
    ]


def test_a_label_that_only_looks_the_same_is_told_apart(messages, edited) -> None:
    faults = messages(edited("annex_table_1", "Gamarra (Peru)", "Gamarra\u00a0(Peru)"))
    assert any(
        'is not a known label of this table; it differs from "Gamarra (Peru)" only by U+00A0 '
        "NO-BREAK SPACE (known: " in fault
        for fault in faults
    )


def test_a_correction_to_not_available_is_one(messages, raw) -> None:
    assert messages(register(raw, "errata", ",2,3,", ",2,n.a.,")) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "n,salmon_austral_region,",
            "n,salmon_austral,",
            'line 2, "cluster_id": "salmon_austral" is not an id of data/raw/clusters.csv; did you '
            'mean "salmon_austral_region"?',
        ),
        ("n,salmon_austral_region,", "n,,", 'line 2, "cluster_id": the cell is empty'),
        (
            "grapes,mangoes_petrolina",
            "grapes,mangos_petrolina",
            'line 5, "jobs_counted_with": "mangos_petrolina_juazeiro" is not another profile; did '
            'you mean "mangoes_petrolina_juazeiro"? (allowed: salmon_austral_region, ',
        ),
        (
            "grapes,mangoes_petrolina_juazeiro",
            "grapes,mango",
            'line 5, "jobs_counted_with": "mango" is not another profile (allowed: salmon_austral',
        ),
        (
            "grapes,mangoes_",
            "grapes,grapes_",
            'line 5, "jobs_counted_with": "grapes_petrolina_juazeiro" is the profile itself; name '
            "another one, or leave the cell empty",
        ),
        (
            "mangoes,,",
            "mangoes,grapes_petrolina_juazeiro,",
            'line 4, "jobs_counted_with": "grapes_petrolina_juazeiro" leads back to '
            "mangoes_petrolina_juazeiro itself, by way of grapes_petrolina_juazeiro (line 5): no "
            "row has the jobs; leave the cell empty in the row that has them",
        ),
        (
            "\nsoftware_monterrey,",
            "\nsoftware_guadalajara,software_guadalajara,software,,\nsoftware_monterrey,",
            'line 13, "profile_id": "software_guadalajara" is on line 12 already',
        ),
    ],
)
def test_a_profile_of_no_cluster_or_with_jobs_nowhere_counted(
    messages, raw, old, new, message
) -> None:
    (found,) = messages(register(raw, "profiles", old, new))
    assert found.startswith(f"data/raw/profiles.csv, {message}")


def rounds(*counted_with: tuple[str, str]) -> list[str]:
    """Faults of a register in which each profile has its jobs counted with another."""
    records = [
        Record("profiles.csv", line, dict(zip(PROFILE_REGISTER_COLUMNS, row, strict=True)))
        for line, row in enumerate(
            [(profile, "c", "p", other, "") for profile, other in counted_with], start=2
        )
    ]
    return [str(fault) for fault in register_faults(records, ["c"], "clusters.csv")]


def test_jobs_counted_with_each_other_are_counted_nowhere() -> None:
    assert rounds(("a", ""), ("b", "a"), ("c", "a"), ("d", "b")) == []
    assert rounds(("x", "c"), ("b", "c"), ("c", "a"), ("a", "b"), ("y", "z"), ("z", "y")) == [
        'profiles.csv, line 3, "jobs_counted_with": "c" leads back to b itself, by way of c (line '
        "4), a (line 5): no row has the jobs; leave the cell empty in the row that has them",
        'profiles.csv, line 6, "jobs_counted_with": "z" leads back to y itself, by way of z (line '
        "7): no row has the jobs; leave the cell empty in the row that has them",
    ]
    (itself,) = rounds(("a", "a"), ("b", "a"))
    assert '"a" is the profile itself' in itself


LEON = "footwear_leon,traditional_manufacturing,Footwear,León,MEX"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (LEON, LEON.removesuffix(",MEX"), ["line 8: 4 cells where the header has 5"]),
        ("group,industry,name,country", "group,industry,name", ['line 1, "country": the column']),
        (LEON, LEON.replace("traditional", "traditinal"), ['line 8, "group": "traditinal_man']),
        (LEON, LEON.replace("footwear_leon", "Footwear León"), ['"Footwear León" is not an id']),
        (LEON, LEON.replace("footwear_leon", "footwear/leon"), ['"footwear/leon" is not an id']),
        (LEON, LEON.replace("León", '"León'), ["line 8: not a comma-separated file"]),
    ],
)
def test_a_broken_line_of_the_register_is_told_once(messages, raw, old, new, expected) -> None:
    """Some 200 printed cells, labels and errata refer to each cluster."""
    found = messages(register(raw, "clusters", old, new))
    told = [line for line in found if not line.endswith('allowed: "cluster_id"')]
    assert len(told) <= 2
    assert all(line.startswith("data/raw/clusters.csv, line ") for line in told)
    assert expected[0] in told[0]


def test_a_cluster_renamed_in_the_register_alone_is_told_once_for_all_its_tables(
    messages, raw
) -> None:
    assert messages(register(raw, "clusters", "footwear_leon", "footwear_lion")) == [
        'data/raw/labels.csv, line 8, "row": "footwear_leon" is not a sector group and is not '
        "in data/raw/clusters.csv or data/raw/profiles.csv (nor on 4 more lines)",
        "data/raw/labels.csv: footwear_lion has no label in table_03, table_04, table_05, "
        "annex_table_1, annex_table_2, of its group",
    ]


def test_labels_that_cannot_be_read_are_told_once(messages, raw) -> None:
    semicolons = raw.labels.content.replace(b",", b";")
    changed = replace(raw, labels=replace(raw.labels, content=semicolons))
    assert messages(changed) == [
        "data/raw/labels.csv, line 1: separated by semicolons; commas are allowed"
    ]


def test_a_table_that_cannot_be_read_leaves_its_errata_alone(messages, raw) -> None:
    (message,) = messages(
        replace(
            raw,
            tables={
                **raw.tables,
                "table_09": replace(raw.tables["table_09"], content=b'a,b\n"open,1\n'),
            },
        )
    )
    assert message.startswith("data/raw/report/table_09.csv, line 2: not a comma-separated file")


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "  "])
def test_blanks_around_a_printed_cell_are_nothing(raw, tables, around, clean_cases, blank) -> None:
    """In any cell of any table, those with an erratum or off the scale included."""
    padded = {
        exhibit: replace(
            file,
            content="\n".join(
                ",".join(f'"{blank}{cell.replace(chr(34), chr(34) * 2)}{blank}"' for cell in row)
                for row in parse(file.content, file.name)[0]
            ).encode(),
        )
        for exhibit, file in raw.tables.items()
    }
    data = clean(replace(raw, tables=padded), tables, around)
    assert data.cells.equals(clean_cases.cells)
    assert data.corrected_clusters.equals(clean_cases.corrected_clusters)


@pytest.mark.parametrize(
    ("mark", "problem"),
    [
        ("sep=;\n", 'line 1: the line "sep=;" is for Excel only; delete it, and save the file as'),
        ('"sep=,"\r\n', "line 1: the line "),
        ("SEP=,\n", "line 1: the line "),
    ],
)
def test_the_line_that_tells_excel_what_separates(messages, raw, mark, problem) -> None:
    for changed in (
        replace(raw, tables={**raw.tables, "table_03": with_mark(raw.tables["table_03"], mark)}),
        replace(raw, errata=with_mark(raw.errata, mark)),
    ):
        (fault,) = messages(changed)
        assert problem in fault


def with_mark(file: RawFile, mark: str) -> RawFile:
    return replace(file, content=mark.encode() + file.content)


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("clusters", "Gamarra", "Gam\u200barra", 'line 5, "name": U+200B ZERO WIDTH SPACE after'),
        ("clusters", "Gamarra", "=Gamarra", 'line 5, "name": "=Gamarra" begins with =: a spread'),
        ("clusters", ",Garments,Gamarra", ",Garment,Gamarra", 'line 5, "industry": "Garment" is n'),
        ("errata", "misprint", "mis\x00print", "U+0000 a control character after"),
    ],
)
def test_words_in_a_register_that_no_table_could_show(messages, raw, name, old, new, fault) -> None:
    text = getattr(raw, name).content.decode()
    old = old if old in text else text.splitlines()[1][-4:]
    new = new if old in ("Gamarra", ",Garments,Gamarra") else f"{old[:2]}\x00{old[2:]}"
    found = messages(register(raw, name, old, new))
    assert any(fault in one for one in found), found


def test_a_printed_cell_that_a_spreadsheet_would_compute(messages, raw, edited) -> None:
    word = parse(raw.tables["table_01"].content, "")[0][1][1]
    (fault,) = messages(edited("table_01", word, f"={word}"))
    assert fault.startswith("data/raw/report/table_01.csv, line 2, ")
    assert "begins with =: a spreadsheet would compute it" in fault
