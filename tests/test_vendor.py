"""What others made and the site ships: as registered, and licensed."""

from __future__ import annotations

from hashlib import sha256

from reference import ROOT
from rules_of_study import rules

VENDOR = ROOT / "workflow" / "assets" / "vendor"


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
        "d3_licence.txt": "Permission to use, copy, modify, and/or distribute",
        "plot_licence.txt": "Permission to use, copy, modify, and/or distribute",
    }.items():
        assert words in (VENDOR / name).read_text(encoding="utf-8")


def test_the_site_has_the_licence_of_every_script_of_others() -> None:
    offered = {path.rpartition("/")[2] for path in rules()["site"]["inputs"]["assets"]}
    for script in VENDOR.glob("*.js"):
        assert {script.name, f"{script.name.partition('.')[0]}_licence.txt"} <= offered
