"""Attacks through templates (T1 to T3): at the check, where they would render, in the child."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import children
from loancrm_desktop.services.contract_files import filling, rendering, template_check
from loancrm_desktop.services.contract_files.sandbox import ContractEnvironment, TemplateRefused

ATTACKS = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''.__class__.__base__.__subclasses__()[40]('/etc/passwd').read() }}",
    "{{ [].__class__.__base__.__subclasses__()[104].__init__.__globals__['sys'] }}",
    "{{ ().__class__.__bases__[0].__subclasses__() }}",
    "{{ {}.__class__ }}",
    "{{ 1.__class__ }}",
    "{{ customer.__class__ }}",
    "{{ customer.name.__class__.__mro__ }}",
    "{{ customer['__class__'] }}",
    "{{ customer|attr('__class__') }}",
    "{{ customer|attr('__cla' ~ 'ss__') }}",
    "{{ ''|attr('__class__')|attr('__mro__') }}",
    "{{ ''['__cl' 'ass__'] }}",
    "{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}",
    "{{ self.__init__.__globals__.__builtins__.__import__('os').popen('id').read() }}",
    "{{ self._TemplateReference__context.cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__.__globals__.os.popen('id').read() }}",
    "{{ namespace.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ lipsum() }}",
    "{{ dict.__base__.__subclasses__() }}",
    "{{ dict(a=1) }}",
    "{{ range(10) }}",
    "{{ config.items() }}",
    "{{ config.__class__.__init__.__globals__['os'].popen('id').read() }}",
    "{{ request.application.__globals__.__builtins__.__import__('os').popen('id').read() }}",
    "{{ url_for.__globals__ }}",
    "{{ get_flashed_messages.__globals__.__builtins__ }}",
    "{{ g.pop.__globals__.__builtins__ }}",
    "{{ loop.__init__.__globals__ }}",
    "{{ caller() }}",
    "{{ super() }}",
    "{{ varargs }}",
    "{{ customer.name.format(customer) }}",
    "{{ '{0.__class__.__mro__}'.format('') }}",
    "{{ '%s'|format(customer) }}",
    "{{ '{a.__class__}'.format_map({'a': 1}) }}",
    "{{ 'os'|map('attr', 'system') }}",
    "{{ [1]|map('attr', '__class__')|list }}",
    "{{ customer.items()|list }}",
    "{{ customer.pop('name') }}",
    "{{ customer.update({'name': 'x'}) }}",
    "{{ customer.clear() }}",
    "{{ [customer.clear()] }}",
    "{{ customer.name.upper() }}",
    "{{ customer.name|safe }}",
    "{{ customer|tojson }}",
    "{{ customer|pprint }}",
    "{{ customer|xmlattr }}",
    "{% set x = customer.name %}{{ x }}",
    "{% set customer = 1 %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os.system('id') }}",
    "{% from 'os' import system %}",
    "{% extends '/etc/passwd' %}",
    "{% macro m() %}{{ m.__globals__ }}{% endmacro %}{{ m() }}",
    "{% call m() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% block b %}{{ self.b() }}{% endblock %}",
    "{% with os = ''.__class__ %}{{ os }}{% endwith %}",
    "{% autoescape false %}{{ customer.name }}{% endautoescape %}",
    "{% raw %}{{ customer.name }}{% endraw %}",
    "{% for c in ().__class__.__base__.__subclasses__() %}{{ c }}{% endfor %}",
    "{% for k, v in customer.items() %}{{ v }}{% endfor %}",
    "{% for x in deal.banks recursive %}{{ loop(x) }}{% endfor %}",
    "{% for x in deal.banks %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for x in deal.banks %}{{ loop }}{% endfor %}",
    "{% for _x in deal.banks %}{{ _x }}{% endfor %}",
    "{% if ''.__class__.__mro__ %}x{% endif %}",
    "{% if customer.delete() %}x{% endif %}",
    "{% do customer.clear() %}",
    "{% print ''.__class__ %}",
    "{{ customer.name if ''.__class__ else 'x' }}",
    "{{ customer.name|default(''.__class__) }}",
    "{{ customer.name[::-1] }}",
    "{{ customer.name is callable }}",
    "{{ customer.name is filter }}",
    "{{ 7*7 }}",
    "{{ _customer }}",
    "{{ customer._name }}",
    "{{ deal.banks|join(customer.name) }}",
    "{{ customer.name|default('') }}",
    "{{ customer.name|default }}",
)

BOMBS_IN_WORDS = (
    "{{ range(10**9) }}",
    "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
    "{{ 10**(10**7) }}",
    "{{ 9**9**9 }}",
    "{{ 'x' * 10**9 }}",
    "{{ 'x'.ljust(10**9) }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '{:>999999999}'.format('') }}",
    "{{ 'x'|center(999999999) }}",
    "{{ 'x'|indent(999999999) }}",
    "{{ 'xx'|replace('x', 'xxxx')|replace('x', 'xxxx') }}",
    "{{ [1] * 10**9 }}",
    "{{ 1 << 10**9 }}",
    "{{ " + "1" * 5000 + " }}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ " + "not " * 5000 + "1 }}",
    "{{ customer" + ".a" * 5000 + " }}",
    "{{ " + "-" * 5000 + "1 }}",
    "{% if 1 %}" * 500 + "{% endif %}" * 500,
    "{% for a in deal.banks %}" * 6 + "x" + "{% endfor %}" * 6,
    "{{ " + "1 if 1 else " * 2000 + "2 }}",
    "{% for a in [1, 2, 3] * 10**8 %}x{% endfor %}",
)

VALUES = {
    "customer": {"name": "王芳", "tags": ["有房", "企业主"]},
    "deal": {"banks": [{"name": "甲行"}]},
}


def test_there_are_enough_known_attacks_and_bombs():
    assert len(set(ATTACKS)) >= 60
    assert len(set(BOMBS_IN_WORDS)) >= 20


@pytest.mark.parametrize("source", ATTACKS + BOMBS_IN_WORDS)
def test_attacks_and_bombs_are_refused_in_a_sentence(source):
    faults = template_check.read(ContractEnvironment({}), source).faults
    assert faults
    assert all(fault.text.read("en") and fault.line == 1 for fault in faults)


@pytest.mark.parametrize("part", ["header", "footer", "footnotes", "endnotes", "comments", "title"])
def test_an_attack_is_found_in_every_part_of_a_file(make_docx, part):
    attack = "{{ customer.name.__class__ }}"
    found = rendering.check(make_docx("fine", parts={part: attack}))
    assert [fault.where for fault in found.faults] == [attack]


@pytest.mark.parametrize("source", ATTACKS)
def test_attacks_in_a_file_are_refused_at_the_check_and_at_the_filling(
    make_docx, source, run_by_template
):
    content = make_docx(source)
    assert rendering.check(content).faults
    filled = rendering.render(content, VALUES)
    assert filled.faults
    assert filled.content == b""
    assert run_by_template == []


@pytest.mark.parametrize("source", ATTACKS)
def test_attacks_are_refused_where_they_would_be_compiled(source, run_by_template):
    with pytest.raises(TemplateRefused):
        ContractEnvironment(VALUES).from_string(source)
    assert run_by_template == []


@pytest.mark.parametrize("source", ATTACKS)
def test_attacks_run_nothing_even_if_the_check_let_them_through(source, run_by_template):
    environment = ContractEnvironment(VALUES)
    try:
        text = _render_unchecked(environment, source)
    except (TemplateError, TypeError, KeyError, ValueError) as error:
        text = type(error).__name__
    assert run_by_template == []
    assert _reaches_nothing(text)
    assert VALUES["customer"]["tags"] == ["有房", "企业主"]


_NAMES = st.sampled_from(
    ["customer", "customer.name", "''", "()", "[]", "cycler", "self", "lipsum", "loop", "config"]
)
_STEPS = st.sampled_from(
    [
        ".__class__",
        ".__mro__",
        "['__init__']",
        ".__globals__",
        ".__subclasses__()",
        ".os",
        "['os']",
        ".popen('id')",
        ".system('id')",
        ".read()",
        "|attr('__class__')",
        "|list",
        "[0]",
        ".name",
        "()",
        ".format(customer)",
        "|map('attr', 'x')",
        "|join('x')",
        "|safe",
    ]
)
_ATTACKS = st.builds("{}{}".format, _NAMES, st.lists(_STEPS, min_size=1, max_size=8).map("".join))
_TAGS = st.sampled_from(
    [
        "{{{{ {} }}}}",
        "{{% if {} %}}x{{% endif %}}",
        "{{% for i in {} %}}{{{{ i }}}}{{% endfor %}}",
        "{{% set y = {} %}}{{{{ y }}}}",
        "{{% with y = {} %}}{{{{ y }}}}{{% endwith %}}",
    ]
)


@settings(max_examples=400)
@given(_TAGS, _ATTACKS)
def test_generated_attacks_run_nothing_whether_checked_or_not(tag, expression):
    source = tag.format(expression)
    for render in (_render_checked, _render_unchecked):
        try:
            text = render(ContractEnvironment(VALUES), source)
        except (TemplateError, TemplateRefused, TypeError, KeyError, ValueError):
            continue
        assert _reaches_nothing(text)


def _render_checked(environment: ContractEnvironment, source: str) -> str:
    return environment.from_string(source).render(environment.values)


def _render_unchecked(environment: ContractEnvironment, source: str) -> str:
    code = ImmutableSandboxedEnvironment.compile(environment, source)
    return environment.template_class.from_code(environment, code, {}).render(environment.values)


def _reaches_nothing(text: str) -> bool:
    return not any(
        sign in text for sign in ("uid=", "root:", "&lt;class", "&lt;function", "<class")
    )


# Bombs that say nothing forbidden: only the limits of the child end them.
LOOPS = (
    "{% for a in long %}{% for b in long %}{% for c in long %}{{ c }}{% endfor %}{% endfor %}"
    "{% endfor %}"
)
HANG_S = 60
QUICK = children.Limits(seconds=0.8, memory_mb=512)


def _ended_in_time(template, values, limits):
    began_s = time.monotonic()
    with pytest.raises(Invalid) as refused:
        filling.fill(template, values, template.with_suffix(".out"), bounds=filling.Bounds(limits))
    assert time.monotonic() - began_s < limits.seconds + HANG_S
    assert not template.with_suffix(".out").exists()
    return refused.value.text.read("en")


def test_endless_loops_over_given_lists_are_stopped(make_docx, tmp_path):
    template = tmp_path / "t.docx"
    template.write_bytes(make_docx(LOOPS))
    assert "more than 0.8 seconds" in _ended_in_time(template, {"long": list("x" * 1000)}, QUICK)


def test_a_filling_that_eats_memory_is_stopped(make_docx, tmp_path):
    template = tmp_path / "t.docx"
    template.write_bytes(make_docx("{% for a in long %}{{ text }}{% endfor %}"))
    values = {"long": list("x" * 1000), "text": "长" * 1_000_000}
    limits = children.Limits(seconds=20, memory_mb=256)
    assert "256 MB" in _ended_in_time(template, values, limits)


@pytest.mark.parametrize(
    "text",
    ["{% if a %}" * 3000, "{{ " * 20_000, "{%p " * 20_000, "{% vm %}" * 3000, "{{ a }}" * 100_000],
    ids=["ifs", "openings", "paragraph tags", "cell tags", "fields"],
)
def test_texts_that_keep_a_parser_busy_are_ended(make_docx, tmp_path, text):
    template = tmp_path / "t.docx"
    template.write_bytes(make_docx(*[text] * 20))
    _ended_in_time(template, {}, QUICK)


def test_elements_a_hundred_thousand_deep_are_ended(make_docx, tmp_path):
    template = tmp_path / "t.docx"
    deep = "<w:p>" * 100_000 + "</w:p>" * 100_000
    document = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{deep}</w:body></w:document>"
    )
    template.write_bytes(make_docx(parts={"document": document}))
    _ended_in_time(template, {}, QUICK)
