"""Fonts in the PDF of a figure: the letters, and nothing that only typesetting needs."""

import io

from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from upgrading.figures.embedded_fonts import FOR_TYPESETTING
from upgrading.figures.style import Drawing, new_figure, render


def _fonts(pdf: bytes) -> list[TTFont]:
    every = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    found = []
    for font in every:
        (inner,) = font.get_object()["/DescendantFonts"]
        described: DictionaryObject = inner.get_object()["/FontDescriptor"]
        found.append(TTFont(io.BytesIO(described["/FontFile2"].get_data())))
    return found


def test_a_font_has_the_letters_and_nothing_for_setting_them() -> None:
    figure = new_figure(1)
    figure.text(0.1, 0.5, "AVA fi")

    fonts = _fonts(render(Drawing(figure, "title", "alt"), "pdf"))

    assert fonts
    for font in fonts:
        assert {"glyf", "loca", "hmtx"} <= set(font.keys())
        assert not set(FOR_TYPESETTING) & set(font.keys())
    assert {"A", "V"} <= {name for font in fonts for name in font.getGlyphOrder()}
