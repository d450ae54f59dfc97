"""Which test shows which of docxtpl's features: none is without one, and what is named here exists."""

import importlib.util
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent

#: feature → tests, as “module: test” or “module: a name in its tables”
FEATURES = {
    "variables, if and else in a line and across paragraphs, row loop": (
        "test_text: variables, conditions, else",
        "test_text: a condition across paragraphs without p",
        "test_tables: row loop with rows of its own",
        "test_tables: conditions on rows",
    ),
    "paragraph loop, loops in loops, what loop knows": (
        "test_text: paragraph loop with an inline loop",
        "test_text: loops in loops",
        "test_text: loop controls",
        "test_text: what loop remembers",
        "test_text: loops over pairs, characters, sorted entries",
    ),
    "Jinja2's statements: set, with, macro, call, filter, recursive, raw, autoescape": (
        "test_text: set, in and across",
        "test_text: a set block",
        "test_text: names set in branches and loops",
        "test_text: sums over a loop",
        "test_text: macro in the text",
        "test_text: macro of paragraphs",
        "test_text: a call with a body",
        "test_text: a call of paragraphs",
        "test_text: filter blocks",
        "test_text: a recursive loop",
        "test_text: a recursive loop of paragraphs",
        "test_text: raw stretches",
        "test_text: escaping switched off and on",
    ),
    "expressions, filters, methods": (
        "test_text: expressions",
        "test_text: powers and products",
        "test_text: conditions without else",
        "test_text: parts by number",
        "test_text: filters of jinja2",
        "test_text: filters that lay out",
        "test_text: methods of plain values",
    ),
    "rows × columns, colspan": (
        "test_tables: rows by columns",
        "test_tables: a spanning heading over a column loop",
        "test_tables: test_a_tables_width_is_kept_when_columns_are_added",
    ),
    "row loop, cell background, rich text in a cell": (
        "test_tables: cell colours in a row loop",
        "test_rich: test_rich_text_in_a_coloured_cell_of_a_row_loop",
    ),
    "vertical merge, also in loops of rows and columns": (
        "test_tables: vertical merge in a row loop",
        "test_tables: vertical merge in a column and row loop",
        "test_tables: vertical merges of a loop in a loop",
    ),
    "horizontal merge, with a span that is there before": (
        "test_tables: horizontal merge",
        "test_tables: test_a_printed_span_is_multiplied_by_a_horizontal_merge",
    ),
    "fewer or more cells than the grid after a column loop": (
        "test_tables: fewer columns than the grid",
        "test_tables: many more columns than the grid",
    ),
    "tables in tables": ("test_tables: test_a_table_in_a_cell_of_a_row_loop",),
    "comments {# {#p {#tr {#tc": ("test_text: comments", "test_tables: comments on rows and cells"),
    "{%- -%}, joined paragraphs, escaped delimiters": (
        "test_text: paragraphs are merged",
        "test_text: signs that keep or take white space",
        "test_text: escaped delimiters",
    ),
    "spaces and tabs are kept": ("test_text: spaces and tabs are kept",),
    r"escaping, \n \t \a \f": (
        "test_text: special characters",
        "test_text: escaping by hand",
        "test_text: line breaks and tabs in values",
        "test_rich: test_listings_make_lines_paragraphs_tabs_and_pages",
    ),
    "filters of the program": ("test_text: test_filters_of_the_program_are_the_same",),
    "runs cut anywhere, typographic quotes": (
        "test_text: test_split_braces_are_joined_as_in_docxtpl",
        "test_text: test_runs_keep_their_looks_as_in_docxtpl",
        "test_text: typographic quotes",
    ),
    "rich text, east-Asian fonts, links, under {%r if %}": (
        "test_rich: test_rich_text_is_the_same",
        "test_rich: font and east Asian font",
        "test_rich: underline wave",
        "test_rich: test_rich_text_in_rich_text_and_page_breaks",
        "test_rich: test_links_in_rich_text",
        "test_rich: test_rich_text_under_a_condition_on_runs",
    ),
    "rich paragraphs": ("test_rich: test_rich_paragraphs",),
    "pictures, their size, in loops": (
        "test_rich: test_pictures_in_the_text_and_in_loops",
        "test_rich: test_pictures_of_their_own_size",
    ),
    "headers and footers, first and even, entities, pictures": (
        "test_rich: test_headers_and_footers_of_every_kind",
        "test_rich: test_pictures_in_headers",
    ),
    "a picture replaced by name, title, description": (
        "test_rich: test_a_picture_is_replaced_by_name_title_or_description",
    ),
    "embedded files replaced": ("test_rich: test_an_embedded_file_is_replaced",),
    "sub-documents, built or from a file": (
        "test_rich: test_sub_documents_that_were_built",
        "test_rich: test_sub_documents_from_a_file",
    ),
    "footnotes": ("test_rich: test_footnotes",),
    "text boxes, content controls": (
        "test_rich: test_text_boxes_in_both_their_forms",
        "test_rich: test_text_of_content_controls",
    ),
    "properties of the document": ("test_rich: test_properties_of_the_document",),
    "the names that a template reads": ("test_rich: test_the_names_that_a_template_reads",),
    "one template filled many times": ("test_text: test_one_template_is_filled_many_times",),
    "where an error is": ("test_differences: test_a_wrong_tag_is_told_with_more_than_docxtpl_tells",),
}


def module(name):
    found = importlib.util.spec_from_file_location(f"differential_{name}", HERE / f"{name}.py")
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    return made


MODULES = {path.stem: module(path.stem) for path in HERE.glob("test_*.py") if path.stem != "test_features"}


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_has_its_tests(feature):
    for told in FEATURES[feature]:
        name, _, wanted = told.partition(": ")
        tables = [getattr(MODULES[name], each, {}) for each in ("SAME", "LOOKS", "DIFFERENCES")]
        assert hasattr(MODULES[name], wanted) or any(wanted in table for table in tables), told


def test_every_table_and_test_shows_a_feature_or_a_difference():
    told = {each for tests in FEATURES.values() for each in tests}
    for name in ("test_text", "test_tables", "test_rich"):
        tests = {each for each in vars(MODULES[name]) if re.match(r"test_", each)}
        parametrized = {each for each in tests if re.search(r"_is_the_same", each)}
        assert tests - parametrized <= {each.partition(": ")[2] for each in told}
