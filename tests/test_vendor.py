"""What others made and the site ships: as registered, licensed, and enough for what pages say."""

from __future__ import annotations

import re
from base64 import b64decode
from hashlib import sha256

from reference import ROOT
from rules_of_study import rules

VENDOR = ROOT / "workflow" / "assets" / "vendor"

FONTS = (VENDOR / "study_sans.css").read_text(encoding="utf-8")


def test_every_file_is_as_registered() -> None:
    lines = (VENDOR / "CHECKSUMS").read_text(encoding="utf-8").splitlines()
    registered = {name: digest for digest, name in map(str.split, lines)}
    assert registered == {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name != "CHECKSUMS"
    }


def test_every_library_has_its_licence_beside_it() -> None:
    for name, words in {
        "minisearch_licence.txt": "Permission is hereby granted",
        "study_sans_licence.md": "SIL OPEN FONT LICENSE Version 1.1",
        "d3_licence.txt": "Permission to use, copy, modify, and/or distribute",
        "plot_licence.txt": "Permission to use, copy, modify, and/or distribute",
    }.items():
        assert words in (VENDOR / name).read_text(encoding="utf-8")


def test_the_fonts_are_light_and_ask_for_nothing_from_elsewhere() -> None:
    fonts = [b64decode(data) for data in re.findall(r"base64,([^\"]+)", FONTS)]
    assert len(fonts) == FONTS.count("@font-face") == FONTS.count("font-display: swap") == 3
    assert all(font.startswith(b"wOF2") for font in fonts)
    assert sum(map(len, fonts)) < len(FONTS) < 250_000
    assert FONTS.count("url(") == FONTS.count('url("data:font/woff2;base64,')


def test_the_site_has_all_that_others_made_with_its_licence() -> None:
    offered = {path.rpartition("/")[2] for path in rules()["site"]["inputs"]["assets"]}
    assert {path.name for path in VENDOR.iterdir()} - {"CHECKSUMS"} <= offered
