"""Page codes: what is written is read back, and what is damaged is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import UsageError
from docgen.pagecode import PageCode, check_characters, form_code, household_code, read_code

CODE = PageCode("520199001201", form_code("cn.identification.approval@2021"), "000037", 2, 1, 1, 3)
ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_a_usual_code_fits_the_second_size_of_qr():
    assert len(str(CODE)) <= 38  # version 2, level M, alphanumeric


@given(
    st.from_regex(r"[0-9]{12}", fullmatch=True),
    st.from_regex(r"[0-9A-Za-z_-]{0,40}", fullmatch=True),
    st.integers(1, 36**2 - 1),
    st.integers(0, 35),
    st.integers(1, 36**2 - 1).flatmap(lambda pages: st.tuples(st.integers(1, pages), st.just(pages))),
)
def test_every_code_is_read_back(village, household, version, copy, pages):
    code = PageCode(village, form_code("a@1"), household_code(household), version, copy, *pages)
    assert set(str(code)) <= ALPHANUMERIC
    assert read_code(str(code)) == code


def test_a_wrong_letter_is_noticed():
    payload = str(CODE)
    for at, character in enumerate(payload):
        if character != "/":
            other = "7" if character != "7" else "8"
            assert read_code(payload[:at] + other + payload[at + 1 :]) is None


@pytest.mark.parametrize(
    "payload", ["", "../../x", "PATCHT", "http://example.org", str(CODE)[:-1], str(CODE) + "0"]
)
def test_another_s_code_is_no_page_code(payload):
    assert read_code(payload) is None


def test_the_check_characters_are_those_of_the_standard():
    assert check_characters("ISO79") == "3W"


def test_a_number_that_a_code_cannot_carry_has_a_digest():
    assert household_code("H00037") == "H00037"
    assert household_code("h_37") == household_code("h_37") != household_code("h_38")
    assert household_code("h_37").startswith("*")


def test_the_readable_code_has_the_same_characters():
    assert CODE.readable.replace(" ", "") == str(CODE)


def test_too_many_pages_are_refused():
    with pytest.raises(UsageError):
        str(PageCode("520199001201", "00000", "1", 1, 1, 1, 36**2))
