"""``docgen archive``: a bag for each village, proven by others' tools, renewed only where something changed."""

import getpass
import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import bagit
import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.pdf.check import faults
from docgen.pdf.reading import page_count
from docgen.store import CaseStore

BAGS = 2
FORM = "cn.identification.application"


def run(*words):
    return CliRunner().invoke(desk_for(words[:1]), [str(word) for word in words])


def archive(workspace, out, *more):
    return run(
        "archive", workspace, "--year", 2026, "-o", out, "--today", "2026-11-30", "--form", FORM, *more
    )


def tree(root):
    return {
        one.relative_to(root).as_posix(): one.read_bytes() for one in sorted(root.rglob("*")) if one.is_file()
    }


@pytest.fixture
def made(archived):
    return archived


@pytest.fixture
def home(made, tmp_path):
    return Path(copytree(made, tmp_path / "home"))


def bags(root):
    return sorted(one for one in root.iterdir() if one.is_dir())


def test_every_bag_and_the_top_list_are_proven_without_docgen(made):
    root = made / "档案"
    assert len(bags(root)) == BAGS
    for bag in bags(root):
        bagit.Bag(str(bag)).validate()
        for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
            assert (
                subprocess.run(["sha256sum", "--quiet", "-c", manifest], cwd=bag, check=False).returncode == 0
            )
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "总目录.sha256"], cwd=root, check=False, capture_output=True
    )
    assert done.returncode == 0
    assert {one.name for one in root.iterdir()} == {
        *(bag.name for bag in bags(root)),
        "总目录.csv",
        "总目录.sha256",
    }


def test_a_bag_holds_the_data_the_papers_the_lists_and_what_they_were_made_with(made):
    bag = bags(made / "档案")[0]
    assert bag.name.startswith("2026_")
    data = bag / "data"
    case = json.loads(next((data / "户档").glob("*.json")).read_text(encoding="utf-8"))
    index = (data / "目录.csv").read_text(encoding="utf-8-sig")
    assert f"表/{case['number']}/" in index
    assert list((data / "表" / case["number"]).glob("*.docx"))
    for volume in (data / "户卷" / f"{case['number']}.pdf", data / "村卷.pdf"):
        assert not faults(volume, glyphs=False)
        pages = page_count(volume.read_bytes())
        assert f"{volume.relative_to(data).as_posix()}," in index
        assert f",{pages},\n" in index
    assert "sha256sum -c manifest-sha256.txt" in (data / "说明.txt").read_text(encoding="utf-8")
    forms = json.loads((data / "政策与表样/表样.json").read_text(encoding="utf-8"))
    assert all(len(form["template_sha256"]) == 64 and form["fields"] for form in forms)
    assert "figures" in json.loads((data / "政策与表样/政策口径.json").read_text(encoding="utf-8"))
    assert "docgen.sqlite" not in " ".join(tree(bag))
    assert "Bagging-Date: 2026-11-30" in (bag / "bag-info.txt").read_text(encoding="utf-8")


def test_a_second_run_makes_nothing_and_changes_nothing(home):
    before = {path: path.stat().st_ino for path in (home / "档案").rglob("*")}
    said = json.loads(archive(home / "工作区", home / "档案", "--json").stdout)
    assert (said["made"], said["changed"]) == (0, 0)
    assert {path: path.stat().st_ino for path in (home / "档案").rglob("*")} == before


def test_a_changed_household_renews_its_own_papers_and_its_villages_lists_only(home):
    before = tree(home / "档案")
    with CaseStore(home / "工作区/docgen.sqlite") as store:
        case = next(one for one in store.load() if len(one.procedures))
        changed = case.model_copy(
            update={"household": case.household.model_copy(update={"address": "搬到河对岸"})}
        )
        store.save([changed], command="case set", at=datetime(2026, 11, 29, tzinfo=UTC))
    archive(home / "工作区", home / "档案")
    after = tree(home / "档案")
    differing = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    bag = f"2026_{case.area.village}_{case.area.code}"
    assert f"{bag}/data/户档/{case.number}.json" in differing
    strange = {
        path
        for path in differing
        if f"/{case.number}" not in path
        and not path.endswith(
            ("sha256.txt", "总目录.csv", "总目录.sha256", "docgen-keys.csv", "bag-info.txt")
        )
        and "/表/_村级/" not in path
        and not path.endswith(("村卷.pdf", "户名册.xlsx", "标签.pdf"))
    }
    assert strange <= {f"{bag}/data/目录.csv"}
    assert all(path.startswith((bag, "总目录")) for path in differing)


def test_an_unknown_file_in_a_bag_stops_the_run_and_nothing_is_lost(home):
    bag = bags(home / "档案")[0]
    (bag / "data/照片.jpg").write_bytes(b"photo")
    said = archive(home / "工作区", home / "档案")
    assert said.exception.code == "STORE-601"
    assert (bag / "data/照片.jpg").read_bytes() == b"photo"


def test_one_village_alone_is_renewed_and_the_others_stay_in_the_top_list(home):
    root = home / "档案"
    village = bags(root)[0].name.split("_")[2]
    said = json.loads(archive(home / "工作区", root, "--village", village, "--json").stdout)
    assert said["villages"] == 1
    assert (root / "总目录.csv").read_text(encoding="utf-8-sig").count("2026_") == BAGS


@pytest.mark.parametrize(
    ("more", "code"), [(("--year", 2031), "ARCHIVE-101"), (("--village", "无此村"), "CLI-106")]
)
def test_what_cannot_be_archived_is_refused(home, more, code):
    assert archive(home / "工作区", home / "新", *more).exception.code == code
    assert not (home / "新").exists()


def test_rosters_without_a_workspace_are_no_archive(made, tmp_path):
    roster = next((made / "工作区/rosters").glob("*.xlsx"))
    assert archive(roster, tmp_path / "新").exception.code == "CLI-101"


def test_the_archive_lies_outside_of_what_is_read_and_is_no_link(home):
    assert archive(home / "工作区", home / "工作区/rosters/档案").exception.code == "STORE-501"
    (home / "链").symlink_to(home / "档案")
    assert archive(home / "工作区", home / "链").exception.code == "STORE-502"


def test_the_same_bytes_in_another_process_of_another_locale_zone_and_umask(made, tmp_path):
    code = "import os; os.umask(0o077); from docgen.cli import main; main()"
    words = [
        "archive",
        made / "工作区",
        "--year",
        "2026",
        "-o",
        tmp_path / "别处",
        "--today",
        "2026-11-30",
        "--form",
        FORM,
    ]
    environment = os.environ | {
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Kiritimati",
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONUTF8": "1",
        "USER": "somebody",
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], env=environment, capture_output=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    assert tree(tmp_path / "别处") == tree(made / "档案")


def words_in(path):
    """Return all that a file holds, unpacked where it is packed."""
    if path.suffix not in {".docx", ".xlsx"}:
        return path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        return b"".join([parts.comment, *(parts.read(name) for name in parts.namelist())])


def test_no_households_file_holds_another_households_number_or_the_users_name(made):
    with CaseStore(made / "工作区/docgen.sqlite") as store:
        numbers = {
            case.number: {str.__str__(one.id_no).encode() for one in case.household.members}
            for case in store.load()
        }
    shared = {
        one for own in numbers.values() for one in own if sum(one in other for other in numbers.values()) > 1
    }
    for number, own in numbers.items():
        others = set().union(*numbers.values()) - own - shared
        files = [*(made / "档案").rglob(f"表/{number}/*"), *(made / "档案").rglob(f"户档/{number}.json")]
        assert files
        for file in files:
            content = words_in(file)
            assert not [one for one in others if one and one in content], file.name
            if file.suffix == ".docx":
                assert "石桥镇防返贫监测办公室".encode() in content
                assert getpass.getuser().encode() + b"</dc:creator>" not in content
