"""Every page of the site is valid HTML in what readers' devices trip over: ids, forms, labels."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from tiers import Tier

VOID = frozenset({"br", "circle", "col", "hr", "img", "input", "line", "link", "meta", "rect"})

CONTROLS = frozenset({"input", "select", "textarea"})

REFERENCES = ("for", "aria-labelledby", "aria-controls", "aria-describedby")

LONGEST_TITLE = 70


@dataclass
class Element:
    """An element: its name, attributes, the elements it is in, and the text in it."""

    name: str
    attributes: dict[str, str | None]
    within: tuple[Element, ...]
    text: list[str] = field(default_factory=list)

    def said(self) -> str:
        """Its words."""
        return "".join(self.text).strip()

    def inside(self, name: str) -> Element | None:
        """The innermost element of this name around it."""
        return next((one for one in reversed(self.within) if one.name == name), None)


class Document(HTMLParser):
    """The elements of a page, and what is wrong with how they are written."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.faults: list[str] = (
            [] if text.lstrip().startswith("<!DOCTYPE html>") else ["no doctype"]
        )
        self._open: list[Element] = []
        self.feed(text)
        self.faults += [f"<{one.name}> stays open" for one in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if twice := [name for name, n in Counter(name for name, _ in attrs).items() if n > 1]:
            self.faults.append(f"<{tag}> has {twice} twice")
        element = Element(tag, dict(attrs), tuple(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop().name != tag:
            self.faults.append(f"</{tag}> closes another element")

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text.append(data)

    def of(self, *names: str) -> list[Element]:
        """The elements of these names."""
        return [one for one in self.elements if one.name in names]


def of_ids(page: Document) -> list[str]:
    ids = [one.attributes["id"] or "" for one in page.elements if "id" in one.attributes]
    faults = [f"id {name!r}" for name in ids if not re.fullmatch(r"[A-Za-z][\w-]*", name)]
    faults += [f"id {name!r} {count} times" for name, count in Counter(ids).items() if count > 1]
    for one in page.elements:
        for key in REFERENCES:
            lost = set((one.attributes.get(key) or "").split()) - set(ids)
            faults += [f"{key} of <{one.name}> names {name!r}" for name in sorted(lost)]
    return faults


def of_forms(page: Document) -> list[str]:
    faults = []
    for form in page.of("form"):
        own = [one for one in page.elements if one.inside("form") is form]
        if not any(o.name == "button" and o.attributes.get("type") == "submit" for o in own):
            faults.append(f"form {form.attributes} without a button to submit it")
        names = [
            one.attributes.get("name")
            for one in own
            if one.name in CONTROLS and one.attributes.get("type") != "radio"
        ]
        faults += [f"control {name!r} {n} times" for name, n in Counter(names).items() if n > 1]
    return faults


def of_labels(page: Document) -> list[str]:
    labelled = {one.attributes.get("for") for one in page.of("label")}
    faults = [
        f"control {one.attributes} without a label"
        for one in page.of(*CONTROLS)
        if not one.inside("label")
        and one.attributes.get("id") not in labelled
        and "aria-label" not in one.attributes
    ]
    for button in page.of("button"):
        if not button.said():
            faults.append(f"button {button.attributes} without words")
        if "type" not in button.attributes:
            faults.append(f"button {button.said()!r} without a type")
    return faults


def of_roles(page: Document) -> list[str]:
    """A text is searched by a combobox, a `search` is not; a region is a section."""
    faults = [
        f"<{one.name} type={one.attributes.get('type')}> as a combobox"
        for one in page.elements
        if one.attributes.get("role") == "combobox" and one.attributes.get("type") != "text"
    ]
    faults += [
        f"<{one.name}> as a {one.attributes['role']}"
        for one in page.elements
        if one.attributes.get("role") in {"region", "listbox", "button", "link"}
    ]
    return faults + [
        f"aria-label on <{one.name}>"
        for one in page.of("pre", "p", "ul", "div", "span")
        if "aria-label" in one.attributes and "role" not in one.attributes
    ]


def of_titles(text: str) -> list[str]:
    titles = re.findall(r"<title>(.*?)</title>", text.partition("<body")[0], re.DOTALL)
    return [f"title {t!r}" for t in titles if not 0 < len(t) <= LONGEST_TITLE] or (
        [] if len(titles) == 1 else [f"{len(titles)} titles"]
    )


def faults_of(text: str) -> list[str]:
    page = Document(text)
    found = page.faults + of_ids(page) + of_forms(page) + of_labels(page) + of_roles(page)
    return found + of_titles(text)


def test_every_page_is_valid(site, tier: Tier) -> None:
    every = sorted(site.rglob("*.html"))
    assert len(every) > 200
    pages = every[:: tier.of(20, 1, 1)]
    faults = {
        path.relative_to(site).as_posix(): found
        for path in pages
        if (found := faults_of(path.read_text(encoding="utf-8")))
    }
    assert faults == {}


WRAPPED = "<!DOCTYPE html><html><head><title>T</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('<p id="a/b">x</p>', "id 'a/b'"),
        ('<p id="a b">x</p>', "id 'a b'"),
        ('<p id="a">x</p><p id="a">y</p>', "id 'a' 2 times"),
        ('<label for="b">x</label>', "for of <label> names 'b'"),
        ('<form id="f"><label>x <input name="a"></label></form>', "without a button to submit"),
        (
            '<form><label>x <input name="a"></label><label>y <input name="a"></label>'
            '<button type="submit">z</button></form>',
            "control 'a' 2 times",
        ),
        ('<input type="text" name="a">', "without a label"),
        ('<button type="button"></button>', "without words"),
        ("<button>x</button>", "without a type"),
        ('<label>x <input type="search" role="combobox"></label>', "as a combobox"),
        ('<div role="region" aria-label="x"></div>', "<div> as a region"),
        ('<pre aria-label="x">y</pre>', "aria-label on <pre>"),
        ("<p><b>x</p></b>", "closes another element"),
    ],
)
def test_what_is_not_valid_is_told(written, told) -> None:
    faults = faults_of(WRAPPED.format(written))
    assert any(told in fault for fault in faults), faults


def test_what_is_valid_is_passed_over() -> None:
    written = (
        '<form><label for="a">x</label><input id="a" name="a">'
        '<label>y <input type="radio" name="r"></label><label>z <input type="radio" name="r">'
        '</label><button type="submit">Go</button></form><p id="x-y_1">A<br>b</p>'
    )
    assert faults_of(WRAPPED.format(written)) == []


def test_the_head_says_one_short_title() -> None:
    assert faults_of(WRAPPED.replace("<title>T", "<title>" + 71 * "t").format("")) != []
    assert faults_of(WRAPPED.replace("<title>T</title>", "").format("")) == ["0 titles"]
