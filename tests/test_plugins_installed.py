"""Plugins that are really installed: the two examples and a new one, into a folder of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = ("forms_only", "county")


def python(*words, cwd, path=()):
    """Run Python with docgen and the plugins installed in ``path``, and with no settings of this user."""
    known = {key: value for key, value in os.environ.items() if key not in ("XDG_DATA_HOME", "DOCGEN_LANG")}
    places = os.pathsep.join([*map(str, path), str(ROOT)])
    return subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=cwd,
        env=known | {"PYTHONPATH": places, "XDG_DATA_HOME": str(cwd / "data"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def install(*projects, target, cwd):
    said = python(
        *("-m", "pip", "install", "--quiet", "--no-index", "--no-build-isolation", "--no-deps"),
        *("--disable-pip-version-check", "--target", target, *projects),
        cwd=cwd,
    )
    assert said.returncode == 0, said.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A workspace beside which the examples and a plugin made by ``docgen plugin new`` are installed."""
    folder = tmp_path_factory.mktemp("plugins")
    made = python("-m", "docgen", "plugin", "new", "qinghe", "-o", folder / "qinghe", cwd=folder)
    assert made.returncode == 0, made.stderr
    projects = [folder / "qinghe"]
    for name in EXAMPLES:
        copied = folder / name
        subprocess.run(["cp", "-r", ROOT / "examples" / "plugins" / name, copied], check=True)
        projects.append(copied)
    install(*projects, target=folder / "site", cwd=folder)
    shown = python(
        "-m", "docgen", "demo", folder / "示例", "--households", "6", "--villages", "1", cwd=folder
    )
    assert shown.returncode == 0, shown.stderr
    return folder


def docgen(site, *words, code=0):
    said = python("-m", "docgen", *words, cwd=site / "示例", path=[site / "site"])
    assert said.returncode == code, said.stdout + said.stderr
    return said


def test_installed_plugins_bring_their_forms_and_one_takes_the_place_of_a_national_form(site):
    forms = {one["id"]: one["plugin"] for one in json.loads(docgen(site, "form", "list", "--json").stdout)}
    assert forms["qingshi.visit.card"] == "qingshi"
    assert forms["qinghe.visit.card"] == "qinghe"
    assert forms["yunling.monitoring.zero_report"] == "yunling"
    assert "cn.monitoring.zero_report" not in forms


def test_verify_lists_what_each_brings_and_the_hash_of_its_files(site):
    listed = json.loads(docgen(site, "plugin", "list", "--verify", "--json").stdout)
    found = {one["name"]: one for one in listed}
    assert found["yunling"]["brings"]["register_checks"] == ["YUNLING-101"]
    assert found["yunling"]["version"] == "0.1.0"
    assert len({found[name]["sha256"] for name in ("qingshi", "qinghe", "yunling")}) == 3
    assert all(len(one["sha256"]) == 64 for one in listed)


def test_the_forms_of_plugins_are_filled_and_their_rules_are_run(site):
    wanted = (
        "qingshi.visit.card",
        "qinghe.visit.card",
        "yunling.monitoring.zero_report",
        "yunling.monitoring.phones",
    )
    named = [word for form in wanted for word in ("--form", form)]
    docgen(site, "fill", "-o", site / "输出", *named, "--today", "2026-07-05")
    made = {path.suffix for path in (site / "输出").rglob("*") if path.is_file() and "册" not in path.name}
    assert {".docx", ".xlsx"} <= made
    assert len(list((site / "输出").rglob("*走访*.docx"))) == 12
    checked = python("-m", "docgen", "check", "--json", cwd=site / "示例", path=[site / "site"])
    assert checked.returncode in (0, 1), checked.stderr


def test_a_new_plugin_comes_with_tests_that_pass(site):
    said = python(
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        site / "qinghe" / "tests",
        cwd=site,
        path=[site / "site"],
    )
    assert said.returncode == 0, said.stdout


def test_a_workspace_allows_the_plugins_it_names_and_no_other(site, tmp_path):
    home = tmp_path / "示例"
    subprocess.run(["cp", "-r", site / "示例", home], check=True)
    settings = home / "docgen.toml"
    plain = settings.read_text(encoding="utf-8")

    def listed(entries):
        settings.write_text(f"{plain}\nplugins = {json.dumps(entries)}\n", encoding="utf-8")
        return python("-m", "docgen", "form", "list", cwd=home, path=[site / "site"])

    shown = json.loads(docgen(site, "plugin", "list", "--verify", "--json").stdout)
    digest = next(one["sha256"] for one in shown if one["name"] == "yunling")
    assert listed(["qinghe", "qingshi", f"yunling={digest}"]).returncode == 0
    assert "PLUGIN-106" in listed(["qingshi"]).stderr
    assert "PLUGIN-107" in listed(["qinghe", "qingshi", f"yunling={'0' * 64}"]).stderr


def test_a_folder_of_forms_works_without_installing(site, tmp_path):
    folder = ROOT / "examples" / "plugins" / "forms_only" / "docgen_qingshi"
    shown = python("-m", "docgen", "form", "list", "--json", "--forms", folder, cwd=tmp_path)
    assert "qingshi.visit.card" in shown.stdout
    own = tmp_path / "data" / "docgen"
    own.mkdir(parents=True)
    subprocess.run(["cp", "-r", folder / "forms", own / "forms"], check=True)
    assert "qingshi.visit.card" in python("-m", "docgen", "form", "list", "--json", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("name", "code"),
    [("Yunling", "PLUGIN-108"), ("../x", "PLUGIN-108"), ("云岭", "PLUGIN-108")],
)
def test_a_plugin_needs_a_plain_name(tmp_path, name, code):
    assert code in python("-m", "docgen", "plugin", "new", name, cwd=tmp_path).stderr


def test_a_folder_with_files_is_left_alone(site):
    said = python("-m", "docgen", "plugin", "new", "qinghe", "-o", site / "qinghe", cwd=site)
    assert (said.returncode, "PLUGIN-109" in said.stderr) == (2, True)
