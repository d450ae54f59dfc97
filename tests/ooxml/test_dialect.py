"""What the dialect does beyond docxtpl: merges by group, limits, refusals, macros that cannot run away."""

import itertools
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from docgen.ooxml import FillError, TemplateError, compile_docx, lint_docx


def saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def paragraphs(*texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def table(*rows):
    document = docx.Document()
    made = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    return saved(document)


def opened(content):
    return docx.Document(BytesIO(content))


def text_of(element):
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def lines(content, values, **options):
    return [paragraph.text for paragraph in opened(compile_docx(content, **options).fill(values)).paragraphs]


def merges(content, values):
    made = opened(compile_docx(content).fill(values)).tables[0]
    found = []
    for row in made._tbl.tr_lst:
        cell = row.tc_lst[0]
        node = cell.find(qn("w:tcPr") + "/" + qn("w:vMerge"))
        found.append((node.get(qn("w:val")), "".join(text.text or "" for text in cell.iter(qn("w:t")))))
    return found


@pytest.mark.parametrize("tag", ["{% vm by m.group %}", "{% vm by=m.group %}"])
def test_cells_merge_as_long_as_a_value_stays_the_same(tag):
    content = table(
        ("{%tr for m in members %}", ""), (tag + "{{ m.group }}", "{{ m.name }}"), ("{%tr endfor %}", "")
    )
    members = [{"group": group, "name": str(n)} for n, group in enumerate("甲甲乙丙丙丙甲")]
    assert merges(content, {"members": members}) == [
        ("restart", "甲"),
        ("continue", ""),
        ("restart", "乙"),
        ("restart", "丙"),
        ("continue", ""),
        ("continue", ""),
        ("restart", "甲"),
    ]


def test_groups_that_a_filter_made_merge_each_for_itself():
    content = table(
        ("{%tr for g in members|groupby('group') %}{%tr for m in g.list %}", ""),
        ("{% vm %}{{ g.grouper }}", "{{ m.name }}"),
        ("{%tr endfor %}{%tr endfor %}", ""),
    )
    members = [{"group": group, "name": str(n)} for n, group in enumerate(["甲", "乙", "甲"])]
    assert [each[0] for each in merges(content, {"members": members})] == [
        "restart",
        "restart",
        "continue",
    ] or [each[0] for each in merges(content, {"members": members})] == ["restart", "continue", "restart"]


def test_two_merged_columns_of_one_row_know_their_own_groups():
    content = table(
        ("{%tr for m in members %}", "", ""),
        ("{% vm by m.a %}{{ m.a }}", "{% vm by m.b %}{{ m.b }}", "{{ m.c }}"),
        ("{%tr endfor %}", "", ""),
    )
    members = [{"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 2, "c": 2}, {"a": 2, "b": 2, "c": 3}]
    made = opened(compile_docx(content).fill({"members": members})).tables[0]
    assert [[cell.text for cell in row.cells] for row in made.rows] == [
        ["1", "1", "1"],
        ["1", "2", "2"],
        ["2", "2", "3"],
    ]


def test_cells_merge_across_as_long_as_a_value_stays_the_same():
    content = table(
        ("年份", "{%tc for c in columns %}", "{% hm by c.year %}{{ c.year }}年", "{%tc endfor %}"),
        ("月份", "{%tc for c in columns %}", "{{ c.month }}", "{%tc endfor %}"),
    )
    template = compile_docx(content)
    for years in ([2025, 2025, 2026], [2025], [2025, 2026, 2026, 2025], []):
        columns = [{"year": year, "month": number} for number, year in enumerate(years)]
        made = opened(template.fill({"columns": columns})).tables[0]
        top, below = made._tbl.tr_lst
        groups = [(year, len(list(same))) for year, same in itertools.groupby(years)]
        assert [(cell.grid_span, text_of(cell)) for cell in top.tc_lst] == [
            (1, "年份"),
            *((count, f"{year}年") for year, count in groups),
        ]
        assert len(below.tc_lst) == 1 + len(years) == len(made._tbl.tblGrid)


@pytest.mark.parametrize("tag", ["{% vm %}", "{% hm %}", "{% vm by a %}", "{% hm by a %}"])
def test_a_merge_outside_a_loop_or_table_is_a_problem(tag):
    with pytest.raises(TemplateError, match="OOXML-054"):
        compile_docx(table((tag + "甲", "乙")))
    with pytest.raises(TemplateError, match="OOXML-054"):
        compile_docx(paragraphs(tag))


@pytest.mark.parametrize(
    ("tag", "value", "code"),
    [
        ("cellbg", "red", "OOXML-093"),
        ("cellbg", 5, "OOXML-093"),
        ("colspan", 0, "OOXML-082"),
        ("colspan", "x", "OOXML-082"),
    ],
)
def test_a_wrong_colour_or_span_is_refused(tag, value, code):
    with pytest.raises(FillError, match=code) as caught:
        compile_docx(table(("{% " + tag + " x %}甲", "乙"))).fill({"x": value})
    assert caught.value.place.table == 1


@pytest.mark.parametrize(
    "texts",
    [
        ["{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}"],
        ["{% macro f(x) %}甲{% endmacro %}{{ f(1, 2) }}"],
        ["{% macro f(x) %}甲{% endmacro %}{{ f(y=1) }}"],
        ["{% macro f(x) %}{{ x }}{% endmacro %}{{ f() }}"],
        ["{{ g(1) }}"],
        ["{{ a(1) }}"],
    ],
)
def test_a_macro_that_cannot_run_is_told_with_its_place(texts):
    with pytest.raises(FillError) as caught:
        compile_docx(paragraphs(*texts)).fill({"a": len})
    assert caught.value.place.part == "word/document.xml"


def test_a_macro_of_paragraphs_needs_a_paragraph_of_its_own():
    content = paragraphs("{%p macro f() %}", "甲", "{%p endmacro %}", "文{{ f() }}")
    with pytest.raises(FillError, match=r"\{\{p f"):
        compile_docx(content).fill({})


def test_loops_within_macros_spend_the_same_budget():
    content = paragraphs(
        "{% macro f(x) %}{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}{% endmacro %}",
        "{% for c in x %}{{ f(x) }}{% endfor %}",
    )
    with pytest.raises(FillError, match="OOXML-092"):
        compile_docx(content).fill({"x": list(range(100))})


@pytest.mark.parametrize(
    "expression",
    [
        "a * 200000000",
        "10 ** 100000",
        "'%0999999999d' % 1",
        "range(1000000000)|list",
        "(a|replace('x', a))|replace('x', a)|replace('x', a)",
        "[a, a, a]|join(a)|replace('x', a)",
        "a|format(1)",
        "big + big",
        "n * n * n * n * n * n * n * n * n * n",
        "'-' * 100001",
        "[1] * 100001",
        "n ** 9",
        "'%99999d'|format(1)",
        "'%*d'|format(100000000, 1)",
        "'%.99999f' % 0.1",
        "'%(x)99999d' % {'x': 1}",
        "a|center(1000000000)",
        "a.zfill(1000000000)",
        "a.ljust(1000000000)",
        "a.rjust(1000000000)|length",
        "a.replace('x', a).replace('x', a)",
        "big.join([a, a, a])",
        "a|indent(1000000000)",
        "[1]|batch(1000000000, 'x')|list",
        "[1]|slice(1000000000)|list",
        "[[1]|batch(90000, [1])|list]|string",
    ],
)
def test_no_operation_of_a_template_makes_something_huge(expression):
    values = {"a": "x" * 1000, "big": "x" * 90_000, "n": 10**30}
    with pytest.raises((FillError, TemplateError)):
        compile_docx(paragraphs("{{ " + expression + " }}")).fill(values)


def test_a_name_that_doubles_with_each_step_is_stopped():
    doubling = "".join("{% set a = a ~ a %}" for _ in range(40))
    with pytest.raises(FillError, match="OOXML-092"):
        compile_docx(paragraphs(doubling)).fill({"a": "x"})


@pytest.mark.parametrize(
    "growing", ["{% set a = [a, a] %}", "{% set a = {'x': a, 'y': a} %}", "{% set a = (a, a) %}"]
)
def test_a_nest_that_doubles_with_each_step_is_stopped(growing):
    with pytest.raises(FillError, match=r"OOXML-0(89|92)"):
        compile_docx(paragraphs(growing * 40 + "{{ a|string|length }}")).fill({"a": "x"})


def test_a_loop_that_calls_itself_for_ever_is_stopped():
    content = paragraphs("{% for n in tree recursive %}{{ loop(tree) }}{% endfor %}")
    with pytest.raises(FillError, match=r"OOXML-0(89|92)") as caught:
        compile_docx(content).fill({"tree": [1]})
    assert caught.value.place.part == "word/document.xml"


class Household(dict):
    """Data with a method, as no template may call it."""

    ran = False

    def remove(self):
        type(self).ran = True

    upper = remove


@pytest.mark.parametrize(
    "expression",
    [
        "h.remove()",
        "h.upper()",
        "h.items",
        "a.format(1)",
        "a.format_map(h)",
        "l.append(1)",
        "h.update(a=1)",
        "h.pop('n')",
    ],
)
def test_a_method_that_is_not_of_plain_data_or_changes_it_does_not_run(expression):
    values = {"h": Household(n=1), "a": "{0.__class__}", "l": [1]}
    with pytest.raises(FillError):
        compile_docx(paragraphs("{{ " + expression + " }}")).fill(values)
    assert (values["h"], values["l"], Household.ran) == ({"n": 1}, [1], False)


def test_only_a_namespace_can_be_changed():
    with pytest.raises(FillError, match="OOXML-082"):
        compile_docx(paragraphs("{% set h.n = 2 %}{{ h.n }}")).fill({"h": {"n": 1}})


def test_a_namespace_does_not_outlive_its_fill():
    template = compile_docx(paragraphs("{% set ns = namespace(n=0) %}{% set ns.n = ns.n + a %}{{ ns.n }}"))
    for number in (1, 2):
        assert opened(template.fill({"a": number})).paragraphs[0].text == str(number)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{% call a %}{% endcall %}", "OOXML-041"),
        ("{% call f() %}甲", "OOXML-052"),
        ("{% filter nosuch %}甲{% endfilter %}", "OOXML-042"),
        ("{% endcall %}", "OOXML-052"),
        ("{% cal f() %}{% endcal %}", "OOXML-049"),
    ],
)
def test_what_is_wrong_with_a_call_or_filter_block_is_a_problem(text, code):
    assert {each.code for each in lint_docx(paragraphs(text))} == {code}


def test_a_call_of_what_is_no_macro_and_a_loop_that_is_not_recursive_are_told():
    for text in ("{% call a() %}甲{% endcall %}", "{% for n in l %}{{ loop(l) }}{% endfor %}"):
        with pytest.raises(FillError) as caught:
            compile_docx(paragraphs(text)).fill({"a": 1, "l": [1]})
        assert caught.value.place.part == "word/document.xml"


def test_a_document_without_control_tags_has_a_budget_too():
    with pytest.raises(FillError, match="OOXML-092"):
        compile_docx(paragraphs("{{ a }}")).fill({"a": "长" * 17_000_000})


def test_a_raw_stretch_prints_its_tags():
    assert lines(paragraphs("甲{% raw %}{{ a }}{% b %}{% endraw %}乙"), {}) == ["甲{{ a }}{% b %}乙"]


def test_a_section_survives_the_tag_in_its_last_paragraph():
    document = docx.Document()
    document.add_paragraph("{%p if a %}")
    document.add_paragraph("甲")
    document.add_section()
    document.add_paragraph("乙")
    last = document.element.body.find(qn("w:p") + "[3]")
    assert last.find(qn("w:pPr") + "/" + qn("w:sectPr")) is not None
    docx.text.paragraph.Paragraph(last, None).add_run("{%p endif %}")
    for value in (True, False):
        assert len(opened(compile_docx(saved(document)).fill({"a": value})).sections) == 2


def test_a_comment_takes_the_last_paragraph_of_a_cell_but_leaves_one():
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "{#p 注 #}"
    made = opened(compile_docx(saved(document)).fill({}))
    assert [len(cell.paragraphs) for cell in made.tables[0].rows[0].cells] == [1]


def test_what_the_template_names_itself_is_no_slot():
    content = paragraphs(
        "{% set t = a %}{{ t }}{% macro f(x) %}{{ x }}{{ b }}{% endmacro %}{{ f(c) }}{% for m in d %}{{ m.e }}{% endfor %}"
    )
    template = compile_docx(content)
    assert {slot.name for slot in template.slots} >= {"b", "d"}
    assert not {"t", "x", "m", "m.e"} & {slot.name for slot in template.slots}
    assert template.names == {"a", "b", "c", "d"}


def test_an_error_within_a_loop_carries_its_place():
    content = table(
        ("{%tr for m in members %}", ""), ("{{ m.name }}", "{{ m.nmae }}"), ("{%tr endfor %}", "")
    )
    with pytest.raises(FillError, match="OOXML-080") as caught:
        compile_docx(content).fill({"members": [{"name": "甲"}]})
    place = caught.value.place
    assert (place.table, place.row, place.cell, place.text) == (1, 2, 2, "{{ m.nmae }}")


def test_columns_that_a_loop_adds_share_the_tables_width_in_the_cells_proportions():
    document = docx.Document()
    made = document.add_table(1, 4)
    for cell, text, width in zip(
        made.rows[0].cells,
        ("户", "{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"),
        (500, 1000, 1000, 1000),
        strict=True,
    ):
        cell.text, cell.width = text, width * 635
    for column, width in zip(made.columns, (500, 1000, 1000, 1000), strict=True):
        column._gridCol.w = width * 635
    filled = opened(compile_docx(saved(document)).fill({"heads": list("一二三四五六")})).tables[0]
    assert [column.width // 635 for column in filled.columns] == [269, *[538] * 6]
    assert [cell.width // 635 for cell in filled.rows[0].cells] == [269, *[538] * 6]
