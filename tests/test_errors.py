"""A sentence is found without reading the whole catalogue."""

from docgen.errors import _entry, catalogue


def test_a_sentence_read_alone_is_the_one_of_the_catalogue():
    assert {code: _entry(code) for code in catalogue()} == catalogue()
