"""Libraries of others are as published, each with its licence, and the site offers that too."""

from __future__ import annotations

from hashlib import sha256

from reference import ROOT
from rules_of_study import rules

VENDOR = ROOT / "workflow" / "assets" / "vendor"


def test_every_file_has_the_checksum_that_is_written_down() -> None:
    written = dict(
        reversed(line.split("  ")) for line in (VENDOR / "SHA256SUMS").read_text().splitlines()
    )
    files = {path.name: path for path in VENDOR.iterdir()}
    assert written.keys() == files.keys() - {"SHA256SUMS", "README.md"}
    for name, digest in written.items():
        assert sha256(files[name].read_bytes()).hexdigest() == digest, name


def test_every_library_is_listed_and_stands_in_the_site_with_its_licence() -> None:
    listed = (VENDOR / "README.md").read_text(encoding="utf-8")
    offered = {path.rpartition("/")[2] for path in rules()["site"]["inputs"]["assets"]}
    for script in VENDOR.glob("*.js"):
        licence = f"{script.name.partition('.')[0]}.LICENSE.txt"
        assert f"`{script.name}`" in listed
        assert {script.name, licence} <= offered
        assert "Permission" in (VENDOR / licence).read_text(encoding="utf-8")
