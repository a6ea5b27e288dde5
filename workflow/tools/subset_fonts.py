"""The site's type, made small: Source Sans 3 with the signs that its pages use, as one style sheet.

    npm pack source-sans@3.52.0
    tar xzf source-sans-3.52.0.tgz
    python -m pip install fonttools==4.68.0 brotli==1.2.1
    python workflow/tools/subset_fonts.py package workflow/assets/vendor

The fonts stand in the style sheet, as some browsers refuse fonts of their own to pages that are
opened as files. Their licence reserves the name Source for the whole fonts: these are called
Study Sans. `workflow/assets/vendor/CHECKSUMS` holds what came out.
"""

from __future__ import annotations

import io
import shutil
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any, Final

FAMILY: Final = "Study Sans"

FACES: Final = {
    "Regular": ("400", "normal"),
    "It": ("400", "italic"),
    "Bold": ("700", "normal"),
}
"""Weight and style of each font, by the end of its file's name."""

SIGNS: Final = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # the Latin letters of all names
    *range(0x391, 0x3CA),  # Greek
    *range(0x2010, 0x2028),  # dashes, quotation marks, the ellipsis
    *(0x202F, 0x2030, 0x2032, 0x2033, 0x20AC),
    *range(0x2070, 0x209D),  # what stands above and below
    *range(0x2190, 0x219A),  # arrows
    *(0x21C4, 0x2211, 0x2212, 0x221A, 0x2248, 0x2260, 0x2264, 0x2265),
    *range(0x25A0, 0x25D0),  # triangles, squares, dots
    *(0x2713, 0x2717),
)
"""What the pages are written in."""

FEATURES: Final = ("kern", "liga", "mark", "ccmp", "locl", "tnum", "lnum", "pnum")

_LICENCE_NAMES: Final = (0, 13, 14)
"""Entries of a font on who made it and under which licence it is."""

_NAMES: Final = {1: FAMILY, 4: FAMILY, 6: FAMILY.replace(" ", ""), 16: FAMILY}


def subset(font: Any) -> bytes:
    """A font with the signs alone, under its own name, as WOFF2."""
    from fontTools.subset import Options, Subsetter

    options = Options(layout_features=list(FEATURES), name_IDs=[*_LICENCE_NAMES, *_NAMES])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=SIGNS)
    subsetter.subset(font)
    for entry in font["name"].names:
        if entry.nameID in _NAMES:
            entry.string = _NAMES[entry.nameID]
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def face(content: bytes, weight: str, style: str) -> str:
    """The rule of a style sheet that holds a font."""
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-style: {style};\n'
        f"  font-display: swap;\n"
        f'  src: url("data:font/woff2;base64,{b64encode(content).decode()}") format("woff2"); }}\n'
    )


def main(package: Path, folder: Path) -> None:
    """Write the style sheet and the licence of the fonts of an unpacked `package`."""
    from fontTools.ttLib import TTFont

    faces = [
        face(
            subset(TTFont(package / "TTF" / f"SourceSans3-{name}.ttf", recalcTimestamp=False)), *how
        )
        for name, how in FACES.items()
    ]
    told = (
        f"/* {FAMILY}: a part of Source Sans 3 by Adobe, SIL Open Font License 1.1 "
        "(study_sans_licence.md), made by workflow/tools/subset_fonts.py. */\n"
    )
    (folder / "study_sans.css").write_text(told + "".join(faces), encoding="utf-8")
    shutil.copy(package / "LICENSE.md", folder / "study_sans_licence.md")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
