"""Text, conditions, loops, comments, escapes: the same as docxtpl prints."""

from datetime import date

import docx
import pytest


def paragraphs(*texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return document


PEOPLE = [{"name": "张三", "age": 40, "skills": ["木工", "养蜂"]}, {"name": "李四", "age": 9, "skills": []}]

TREE = [
    {"name": "甲", "sub": [{"name": "乙", "sub": []}, {"name": "丙", "sub": [{"name": "丁", "sub": []}]}]},
]
BOX = "{% macro box(t) %}［{{ t }}：{{ caller() }}］{% endmacro %}"

SAME = {
    "variables, conditions, else": (
        [
            "{{ a }}{% if b %}甲{% else %}乙{% endif %}",
            "{%p if b %}",
            "丙",
            "{%p else %}",
            "丁",
            "{%p endif %}",
            "戊",
        ],
        {"a": "值", "b": False},
    ),
    "a condition across paragraphs without p": (["甲{% if a %}乙", "丙{% endif %}丁"], {"a": True}),
    "elif and tests": (
        ["{% if a is defined and a == 2 %}二{% elif a in [3, 4] %}三四{% else %}他{% endif %}"],
        {"a": 4},
    ),
    "paragraph loop with an inline loop": (
        [
            "{%p for m in people %}",
            "{{ loop.index }}/{{ loop.length }} {{ m.name }}：{% for s in m.skills %}{{ s }}{% if not loop.last %}、{% endif %}{% else %}无{% endfor %}",
            "{%p endfor %}",
        ],
        {"people": PEOPLE},
    ),
    "loops in loops": (
        [
            "{%p for m in people %}",
            "{{ m.name }}",
            "{%p for s in m.skills %}",
            "－{{ s }}",
            "{%p endfor %}",
            "{%p endfor %}",
        ],
        {"people": PEOPLE},
    ),
    "loop controls": (
        [
            "{% for m in people %}{{ loop.cycle('奇', '偶') }}{{ loop.revindex }}{{ loop.first|int }}{% endfor %}"
        ],
        {"people": [{"n": 1}]},
    ),
    "set, in and across": (
        [
            "{% set total = a + b %}{{ total }}{% set c, d = [1, 2] %}{{ c }}{{ d }}",
            "{% with e = a * 2 %}{{ e }}{% endwith %}",
        ],
        {"a": 1, "b": 2},
    ),
    "a set block": (["{% set x %}甲{{ a }}乙{% endset %}{{ x }}、{{ x }}"], {"a": "值"}),
    "macro in the text": (
        [
            "{% macro who(m, mark='：') %}{{ m.name }}{{ mark }}{{ m.age }}岁{% endmacro %}{{ who(p) }}；{{ who(p, '－') }}"
        ],
        {"p": {"name": "张三", "age": 40}},
    ),
    "macro of paragraphs": (
        [
            "{%p macro block(m) %}",
            "姓名{{ m.name }}",
            "年龄{{ m.age }}",
            "{%p endmacro %}",
            "{{p block(p) }}",
            "完",
        ],
        {"p": {"name": "张三", "age": 40}},
    ),
    "a call with a body": ([BOX + "{% call box('题') %}文{{ a }}{% endcall %}后"], {"a": "值&"}),
    "a call whose body has parameters": (
        [
            "{% macro each(t) %}{% for i in t %}{{ caller(i) }}{% endfor %}{% endmacro %}"
            "{% call(u, v=1) each(a) %}（{{ u }}{{ v }}）{% endcall %}"
        ],
        {"a": ["甲", "乙"]},
    ),
    "a call of paragraphs": (
        [
            "{%p macro box(t) %}",
            "{{ t }}",
            "{{p caller() }}",
            "{%p endmacro %}",
            "{%p call box('题') %}",
            "文{{ a }}",
            "{%p endcall %}",
        ],
        {"a": "值"},
    ),
    "filter blocks": (
        [
            "{% filter upper %}abc{{ a }}{% endfilter %}{% filter replace('甲', '乙')|lower %}甲A{{ b }}{% endfilter %}"
        ],
        {"a": "q", "b": "甲B"},
    ),
    "a recursive loop": (
        [
            "{% for n in tree recursive %}{{ n.name }}{{ loop.depth }}{{ loop.depth0 }}"
            "{% if n.sub %}（{{ loop(n.sub) }}）{% endif %}{% endfor %}"
        ],
        {"tree": TREE},
    ),
    "a recursive loop of paragraphs": (
        [
            "{%p for n in tree if n.name recursive %}",
            "{{ loop.index }}{{ n.name }}",
            "{%p if n.sub %}",
            "{{p loop(n.sub) }}",
            "{%p endif %}",
            "{%p endfor %}",
        ],
        {"tree": TREE},
    ),
    "what loop remembers": (
        ["{% for m in people %}{% if loop.changed(m.age) %}{{ m.age }}{% endif %}{% endfor %}"],
        {"people": [{"age": 1}, {"age": 1}, {"age": 2}]},
    ),
    "sums over a loop": (
        [
            "{% set ns = namespace(n=0, who='') %}{% for m in people %}{% set ns.n = ns.n + m.age %}"
            "{% set ns.who = ns.who ~ m.name %}{% endfor %}{{ ns.n }}{{ ns.who }}"
        ],
        {"people": PEOPLE},
    ),
    "loops over pairs, characters, sorted entries": (
        [
            "{% for (a, b) in [[1, 2], [3, 4]] %}{{ a }}{{ b }};{% endfor %}{% for c in code %}[{{ c }}]{% endfor %}",
            "{% for k in d %}{{ k }}{% endfor %}{% for k, v in d|dictsort %}{{ k }}{{ v }}{% endfor %}{% for x in [] %}{% else %}空{% endfor %}",
        ],
        {"code": "12X", "d": {"b": 1, "a": 2}},
    ),
    "parts by number": (["{{ a[0].b['c'][1] }}{{ a.0.b.c.1 }}{{ “甲” }}"], {"a": [{"b": {"c": [1, 2]}}]}),
    "names set in branches and loops": (
        [
            "{% set x = 1 %}{% for i in [1, 2] %}{% set x = i %}{% endfor %}{{ x }}{% if a %}{% set y = 5 %}{% endif %}{{ y }}",
            "{%p if a %}",
            "{%p set z = 6 %}",
            "{%p endif %}",
            "{{ z }}{{ i|default('无') }}",
        ],
        {"a": 1},
    ),
    "signs that keep or take white space": (
        ["前  {{- a -}}  后", "甲 {%+ if a %}乙{% endif +%} 丙"],
        {"a": "值"},
    ),
    "raw stretches": (["{% raw %}{{ a }}{% endraw %}{{ a }}"], {"a": 1}),
    "conditions without else": (["{{ '甲' if a }}|{{ '乙' if not a }}|"], {"a": 1}),
    "escaping switched off and on": (["{% autoescape true %}{{ a }}{% endautoescape %}"], {"a": "<&>"}),
    "comments": (
        ["甲{# 注 #}乙", "{#p 这一段没有 #}", "丙", "{# 跨段", "的注 #}丁"],
        {},
    ),
    "paragraphs are merged": (
        ["甲", "{%- if a -%}", "乙", "{%- endif %}丙"],
        {"a": True},
    ),
    "escaped delimiters": (["{_{ a }_} {_% if %_} {{ a }}"], {"a": "值"}),
    "spaces and tabs are kept": (["  {{ a }}  {{ b }}\t{{ a }} "], {"a": " 甲 ", "b": "\t乙  丙"}),
    "line breaks and tabs in values": (["{{ a }}"], {"a": "一\n二\t三"}),
    "special characters": (["{{ a }}|{{ b }}"], {"a": "\"'<>&", "b": "张三&李四<王五>测试"}),
    "escaping by hand": (["{{ a|e }}{{ a|escape }}"], {"a": "<甲&乙>"}),
    "filters of jinja2": (
        [
            "{{ a|upper }}{{ a|length }}{{ b|join('、') }}{{ b|first }}{{ b|last }}{{ c|default('无') }}",
            "{{ people|map(attribute='name')|join(',') }}{{ people|sum(attribute='age') }}{{ b|sort|join }}{{ b|reverse|list|join }}",
            "{% for m in people|sort(attribute='age') %}{{ m.name }}{% endfor %}{% for m in people|selectattr('age', 'gt', 17) %}{{ m.name }}{% endfor %}",
            "{% for g in people|groupby('age') %}{{ g.grouper }}{% for m in g.list %}{{ m.name }}{% endfor %}{% endfor %}",
            "{% for i in range(3) %}{{ i }}{% endfor %}{% for k, v in d.items() %}{{ k }}{{ v }}{% endfor %}{{ d['一'] }}",
        ],
        {"a": "abc", "b": ["丙", "甲"], "people": PEOPLE, "d": {"一": 1, "二": 2}},
    ),
    "filters that lay out": (
        [
            "{{ a|center(9) }}|{{ '%05.2f'|format(b) }}|{{ '%s年%02d月' % (2026, 7) }}|{{ a|indent(2) }}|{{ a|wordwrap(2) }}",
            "{{ a|striptags }}|{{ 12345|filesizeformat }}|{{ a|urlencode }}|{{ a|forceescape }}|{{ d|tojson }}|{{ d|pprint }}",
            "{% for row in l|batch(2, '－') %}{{ row|join }};{% endfor %}{% for row in l|slice(2) %}{{ row|join }};{% endfor %}",
            "{{ l|join('、', attribute=0) }}{{ a|replace(' ', '')|title|reverse }}{{ 3|abs }}{{ b|round(1) }}",
        ],
        {"a": "ab cd", "b": 1.25, "d": {"q": 1}, "l": ["甲一", "乙二", "丙三"]},
    ),
    "methods of plain values": (
        [
            "{{ a.upper() }}{{ a.split(' ')[0] }}{{ a.replace('a', 'x') }}{{ a.strip('d') }}{{ a.startswith('a')|int }}",
            "{{ a.zfill(8) }}{{ a.center(9) }}{{ '、'.join(l) }}{{ l.index('乙') }}{{ l.count('乙') }}{{ a.find('c') }}",
            "{% for k, v in d.items() %}{{ k }}{{ v }}{% endfor %}{{ d.get('q') }}{{ d.get('x', '无') }}{{ d.keys()|join }}{{ d.values()|sum }}",
            "{{ day.strftime('%Y-%m-%d') }}{{ day.isoformat() }}{{ day.year }}{{ day.weekday() }}{{ dict(x=1).x }}",
        ],
        {"a": "ab cd", "d": {"q": 1}, "l": ["甲", "乙"], "day": date(2026, 7, 5)},
    ),
    "powers and products": (
        ["{{ 2 ** 10 }}{{ '－' * 5 }}{{ ([1, 2] * 2)|join }}{{ -a }}{{ 7 // a }}"],
        {"a": 2},
    ),
    "expressions": (
        [
            "{{ a + 1 }} {{ a * 2 }} {{ a // 2 }} {{ a % 2 }} {{ (a > 2)|int }}{{ '甲' ~ a }}{{ '是' if a else '否' }}"
        ],
        {"a": 5},
    ),
    "typographic quotes": (["{{ “甲” ~ ‘乙’ }}{% if a == “值” %}是{% endif %}"], {"a": "值"}),
}


@pytest.mark.parametrize("feature", SAME)
def test_text_is_the_same_as_docxtpls(both, feature):
    texts, values = SAME[feature]
    one, two = both(paragraphs(*texts), values)
    assert one == two


def test_runs_keep_their_looks_as_in_docxtpl(both):
    document = docx.Document()
    paragraph = document.add_paragraph("甲")
    paragraph.add_run("{{ a }}").bold = True
    paragraph.add_run("{%r if b %}").italic = True
    paragraph.add_run("乙").underline = True
    paragraph.add_run("{%r endif %}")
    paragraph.add_run("丙")
    one, two = both(document, {"a": "值", "b": True})
    assert one == two


def test_split_braces_are_joined_as_in_docxtpl(both):
    document = docx.Document()
    paragraph = document.add_paragraph("甲{")
    for part in ("{ na", "me }", "}{%", " if a %", "}乙{% endif %}"):
        paragraph.add_run(part)
    one, two = both(document, {"name": "值", "a": 1})
    assert one == two


def test_filters_of_the_program_are_the_same(both):
    filters = {"quote": lambda text: f"“{text}”"}
    one, two = both(paragraphs("{{ a|quote }}{{ a|quote|length }}"), {"a": "值"}, filters=filters)
    assert one == two


def test_one_template_is_filled_many_times(both):
    document = paragraphs("{{ a }}")
    for value in ("甲", "乙", ""):
        one, two = both(document, {"a": value})
        assert one == two
