"""What people are told: the tag or thing that is refused, and what to write instead."""

import pytest
from jinja2 import TemplateSyntaxError, nodes

from loancrm_desktop.services.contract_files import refusals


@pytest.mark.parametrize(
    ("node", "tag"),
    [
        (nodes.Include(), "include"),
        (nodes.Macro(), "macro"),
        (nodes.Assign(), "set"),
        (nodes.Scope(), "autoescape"),
    ],
)
def test_a_tag_is_called_by_its_name(node, tag):
    assert f"“{tag}” is not allowed" in refusals.of_statement(node).read("en")


def test_calls_and_sums_are_told_apart():
    assert "may not call" in refusals.of_expression(nodes.Call()).read("en")
    for node in (nodes.Mul(), nodes.Neg(), nodes.Concat()):
        assert "may not calculate" in refusals.of_expression(node).read("en")


def test_anything_else_says_what_is_allowed():
    for text in (refusals.of_expression(nodes.Slice()), refusals.of_statement(nodes.Output([]))):
        assert "only fields, if, for" in text.read("en")


def test_an_unknown_tag_is_quoted_and_an_open_one_is_named():
    unknown = TemplateSyntaxError("Encountered unknown tag 'endfor'.", 3)
    assert "“endfor” is not known here" in refusals.of_syntax(unknown).read("en")
    unclosed = TemplateSyntaxError("Unexpected end of template. Jinja was looking for", 3)
    assert "never closed" in refusals.of_syntax(unclosed).read("en")
    assert "cannot be read" in refusals.of_syntax(TemplateSyntaxError("?", 1)).read("en")


def test_the_shape_of_a_field_is_shown_with_its_braces():
    for text in (
        refusals.of_expression(nodes.Call()),
        refusals.of_syntax(TemplateSyntaxError("?", 1)),
    ):
        assert "{{ customer.name }}" in text.read("en")
