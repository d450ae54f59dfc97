"""The manual says what is so: hooks, commands, codes, and the READMEs' commands."""

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

from docgen import hookspecs
from docgen.errors import catalogue
from docgen.plugins import BUILTINS

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(Path(__file__).parent))
manual_pages = import_module("manual_pages")

HOOKS = sorted(name for name in vars(hookspecs) if name.startswith("register_"))


def test_every_hook_has_its_heading_and_no_heading_is_left_over():
    headings = re.findall(
        r"^## (register_\w+)\(\)$", (ROOT / "docs/plugin_hooks.md").read_text(encoding="utf-8"), re.M
    )
    assert sorted(headings) == HOOKS


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_builtin_user(hook):
    assert [name for name in BUILTINS if hasattr(import_module(name), hook)]


@pytest.mark.parametrize("name", sorted(manual_pages.PAGES))
def test_the_generated_pages_are_up_to_date(name):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert manual_pages.PAGES[name]() == written, "run scripts/manual"


@pytest.mark.parametrize(("words", "command"), list(manual_pages.commands()), ids=lambda part: str(part)[:40])
def test_every_command_and_option_has_chinese_help(words, command):
    helps = {" ".join(words): command.help} | {
        p.name: getattr(p, "help", "") for p in command.params if p.name != "help"
    }
    assert {name: text for name, text in helps.items() if not re.search(r"[\u4e00-\u9fff]", text or "")} == {}


def test_every_code_that_is_used_has_its_sentences():
    used = set()
    for path in (ROOT / "docgen").rglob("*.py"):
        if "ooxml" not in path.parts and "pdf" not in path.parts:
            used |= set(re.findall(r'"([A-Z]{2,10}-\d{3})"', path.read_text(encoding="utf-8")))
    assert used - catalogue().keys() == set()


def test_every_sentence_comes_in_both_languages():
    assert [
        code for code, words in catalogue().items() if not {"zh", "zh_do", "en", "en_do"} <= set(words)
    ] == []


def test_the_two_readmes_give_the_same_commands():
    def commands(name):
        blocks = re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.S)
        return [
            re.sub(r"\s+#.*$", "", line).strip()
            for block in blocks
            for line in block.splitlines()
            if line.strip()
        ]

    assert commands("README.md") == commands("README.zh-CN.md")
    assert len(commands("README.md")) >= 8


def test_the_pages_named_in_the_readmes_exist():
    for name in ("README.md", "README.zh-CN.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8")):
            assert target.startswith("http") or (ROOT / target).exists(), target


def test_every_code_stands_once_in_the_catalogue():
    pages = [page.read_text(encoding="utf-8") for page in (ROOT / "docgen/catalogue").glob("*.toml")]
    codes = [code for page in pages for code in re.findall(r"^\[([A-Z]+-\d+)\]$", page, re.M)]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []
    assert set(codes) == catalogue().keys()
