"""Templates: what they show is escaped, what they lack is an error, and rules hand over all."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError
from jinja2.meta import find_referenced_templates
from page_templates import ENVIRONMENT, TEMPLATES, inline
from reference import ROOT
from rules_of_study import rules

from record import TEMPLATE
from upgrading.figures.figure_text import size_of
from upgrading.publish.site.figure import Figure
from upgrading.templating import environment, link, macro, shortened, strung


def test_what_is_shown_is_escaped_and_data_cannot_end_its_element() -> None:
    made = environment({"folder/page.jinja": "{{ text }} {{ data|json }}"})
    page = made.get_template("page.jinja").render(text="A & B <b>", data={"a": "</script>"})
    assert page == 'A &amp; B &lt;b&gt; {"a":"\\u003c/script>"}'


def test_a_name_that_the_view_has_not_is_an_error() -> None:
    made = environment({"page.jinja": "{{ page.titel }}"})
    with pytest.raises(UndefinedError, match="titel"):
        made.get_template("page.jinja").render(page={"title": "A title"})


def test_a_page_keeps_the_place_of_a_figure(tmp_path) -> None:
    svg = tmp_path / "one.svg"
    svg.write_text('<svg xmlns="a" width="496.8pt" height="505.08pt" viewBox="0 0 1 1">')
    plain = tmp_path / "two.svg"
    plain.write_text('<svg width="9" height="9">')
    sizes = {path.stem: size_of(path) for path in (svg, plain)}
    assert sizes == {"one": {"width": 662, "height": 673}, "two": {}}
    texts = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES}
    figure = macro(environment(texts, sizes), "figure")
    assert 'alt="b" width="662" height="673" loading' in figure(
        Figure("one", "a", "b", "one.py", False)
    )
    assert 'alt="b" loading' in figure(Figure("two", "a", "b", "two.py", False))


def test_a_text_is_words_and_links_in_their_order() -> None:
    texts = [["A & ", link("a.html", "<b>")], ["end"]]
    assert inline(strung("; ", texts)) == 'A &amp; <a href="a.html">&lt;b&gt;</a>; end'


def test_one_text_is_no_list() -> None:
    listed = macro(ENVIRONMENT, "listed")
    assert listed([["a"]]) == "a"
    assert listed([["a"], ["b"]]) == "<ul><li>a</li><li>b</li></ul>"
    assert listed([]) == ""


def referred(name: str) -> set[str]:
    """The templates that one needs, itself among them."""
    source, *_ = ENVIRONMENT.loader.get_source(ENVIRONMENT, name)
    found = {other for other in find_referenced_templates(ENVIRONMENT.parse(source)) if other}
    return {name}.union(*map(referred, found))


def test_a_rule_names_every_template_that_its_templates_refer_to() -> None:
    named: set[str] = {TEMPLATE.relative_to(ROOT).as_posix()}
    for rule in rules().values():
        own = set(rule["inputs"].get("templates", []))
        names = {path.rpartition("/")[2] for path in own}
        assert names == set().union(*map(referred, names))
        named |= own
    assert named == {path.relative_to(ROOT).as_posix() for path in TEMPLATES}


def test_a_long_title_is_cut_at_a_word() -> None:
    long = "Table 17. Averages of the indices by sector group, and what they are made of"
    head = shortened(long)
    assert len(head) <= 60
    assert head.endswith("…")
    assert long.startswith(head.removesuffix("…"))
    assert shortened("Overview") == "Overview"
