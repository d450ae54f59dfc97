"""The machine is looked at before anything is rendered."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from docgen import doctor
from docgen.doctor import (
    Check,
    check_fonts,
    check_pango,
    check_python,
    check_sqlite,
    check_subset,
    check_writable,
)
from docgen.errors import catalogue
from docgen.pdf import fonts


def test_a_machine_that_runs_the_tests_is_in_order() -> None:
    assert [check for check in doctor.examine() if not check.ok] == []


def test_every_code_has_its_sentences() -> None:
    used = set(re.findall(r'"(SETUP-1\d\d)"', Path(doctor.__file__).read_text(encoding="utf-8")))
    stated = {code: set(words) for code, words in catalogue().items() if code.startswith("SETUP-1")}
    assert stated == {code: {"zh", "zh_do", "zh_ok", "en", "en_do", "en_ok"} for code in used}


def test_looking_does_not_load_weasyprint() -> None:
    code = "import sys; from docgen.doctor import examine; examine(); print('weasyprint' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "False\n"


def test_an_old_python_says_what_is_needed() -> None:
    check = check_python((3, 9, 2))
    assert not check.ok
    assert "3.9.2" in check.sentence
    assert "3.11" in check.sentence
    assert "scripts/bootstrap" in check.remedy


def test_the_sentences_are_english_where_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    assert check_sqlite((3, 34, 1)).sentence.startswith("SQLite is too old: 3.34.1; at least 3.37.0")


def test_a_check_in_order_has_nothing_to_do() -> None:
    assert check_sqlite((3, 37, 0)).remedy == ""


def test_a_missing_pango_names_the_package_to_install() -> None:
    (check,) = check_pango(["libpango-of-nobody.so.0"])
    assert check == Check("SETUP-103", ok=False)
    assert "libpangoft2-1.0-0" in check.remedy


def test_an_old_pango_is_found_by_its_own_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PANGO", (99, 0, 0))
    present, recent = check_pango()
    assert present.ok
    assert not recent.ok
    assert "99.0.0" in recent.sentence


def test_a_missing_subset_library_names_the_package_to_install() -> None:
    assert "libharfbuzz-subset0" in check_subset(["libharfbuzz-of-nobody.so.0"]).remedy


def test_missing_fonts_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "WHEEL", "docgen_fonts_of_nobody")
    assert check_fonts() == (Check("SETUP-106", ok=False),)


def test_a_damaged_font_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "worn_wheel"
    package.mkdir()
    installed = fonts.fonts_folder()
    for name in ("__init__.py", "SHA256SUMS", *fonts.FILES.values()):
        (package / name).symlink_to(installed / name)
    (package / "DocgenKai-Regular.ttf").unlink()
    (package / "DocgenKai-Regular.ttf").write_bytes(b"\0\1\0\0 worn")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(fonts, "WHEEL", "worn_wheel")
    assert check_fonts()[-1].sentence == "字体文件损坏：DocgenKai-Regular.ttf。"


def test_a_file_that_is_no_font_is_as_good_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "empty_wheel"
    package.mkdir()
    for name in ("__init__.py", *fonts.FILES.values()):
        (package / name).write_bytes(b"")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(fonts, "WHEEL", "empty_wheel")
    assert check_fonts() == (Check("SETUP-106", ok=False),)


def test_a_folder_that_cannot_be_written_is_found(tmp_path: Path) -> None:
    check = check_writable(tmp_path / "nowhere")
    assert not check.ok
    assert str(tmp_path / "nowhere") in check.sentence
    assert check_writable(tmp_path).ok
    assert list(tmp_path.iterdir()) == []
