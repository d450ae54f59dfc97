"""What docgen depends on at run time may be used in a program under the Apache licence."""

import re
from importlib.metadata import Distribution, distribution, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
COPYLEFT = re.compile(r"\b(A|L)?GPL|GNU (Affero |Lesser |Library )?General Public", re.IGNORECASE)
FREE = re.compile(
    r"\b(MIT|BSD|Apache|MPL|Mozilla Public|PSF|Python Software Foundation|ISC|Unlicense|0BSD|HPND|Public Domain)\b",
    re.IGNORECASE,
)
STATED_IN_THE_SOURCE = {"pyrage": "MIT"}  # its wheel carries no licence; its repository's LICENSE does
TEXT_NAME = re.compile(r"(LICEN[CS]E|COPYING)", re.IGNORECASE)


def runtime_distributions(extras: tuple[str, ...] = ("", "fast", "crypt", "scan")) -> dict[str, Distribution]:
    """Return what is installed for docgen and, in turn, for what it needs, without the tools of development."""
    found: dict[str, Distribution] = {}
    waiting = [("docgen", extras)]
    while waiting:
        name, wanted = waiting.pop()
        for line in requires(name) or ():
            requirement = Requirement(line)
            marker = requirement.marker
            if marker and not any(marker.evaluate({"extra": extra}) for extra in wanted):
                continue
            key = requirement.name.lower().replace("_", "-")
            if key not in found:
                found[key] = distribution(requirement.name)
                waiting.append((requirement.name, ("", *requirement.extras)))
    return found


def statement(package: Distribution) -> str:
    """Return what a distribution says of its licence: the expression, else classifiers and the short field."""
    metadata = package.metadata
    if stated := STATED_IN_THE_SOURCE.get(metadata["Name"]):
        return stated
    if expression := metadata.get("License-Expression"):
        return expression
    short = (metadata.get("License") or "").strip().split("\n")[0][:100]
    classifiers = [text for text in metadata.get_all("Classifier") or () if text.startswith("License ::")]
    return "; ".join([*classifiers, short]).strip("; ")


def is_acceptable(licence: str) -> bool:
    """Say whether at least one choice of a dual licence is free of copyleft, and every part of a joint one."""
    joint = re.split(r"\s+AND\s+", licence)
    return all(
        any(
            FREE.search(choice) and not COPYLEFT.search(choice)
            for choice in re.split(r"\s+OR\s+|[;,/]", part)
        )
        for part in joint
    )


@pytest.mark.parametrize("name", sorted(runtime_distributions()))
def test_a_runtime_dependency_is_under_a_free_licence_without_gpl(name: str) -> None:
    licence = statement(runtime_distributions()[name])
    assert is_acceptable(licence), f"{name}: {licence or 'states no licence'}"


@pytest.mark.parametrize(
    ("licence", "acceptable"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND MIT", True),
        ("MIT OR GPL-2.0-or-later", True),
        ("MIT AND LGPL-2.1-only", False),
        ("LGPL-2.1-only", False),
        ("AGPL-3.0", False),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", False),
        ("License :: OSI Approved :: MIT License", True),
        ("", False),
    ],
)
def test_a_dual_licence_needs_one_free_choice(licence: str, acceptable: bool) -> None:
    assert is_acceptable(licence) is acceptable


def test_the_fonts_are_data_and_carry_their_own_licences() -> None:
    files = {Path(str(file)).name for file in distribution("docgen-fonts-zh").files or ()}
    assert {"GPL-3-with-font-exception.txt", "OFL-1.1.txt"} <= files
    assert "docgen-fonts-zh" not in runtime_distributions()


def test_docxtpl_is_not_needed() -> None:
    assert "docxtpl" not in runtime_distributions()


def test_docgen_itself_is_under_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert distribution("docgen").metadata["License-Expression"] == "Apache-2.0"
