"""Attachments on the disk: which are taken, and that their pages are made once."""

import pytest

from docgen.store import Scans


@pytest.fixture
def scans(tmp_path):
    return Scans(tmp_path / "attachments", tmp_path / "kept")


def put(tmp_path, name, content=b"x"):
    path = tmp_path / "attachments" / "H00001" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_files_come_in_the_order_of_their_numbers(tmp_path, scans):
    for name in ("照片10.jpg", "照片2.jpg", "2025/照片1.jpg", ".隐藏", "~$文档.docx", "Thumbs.db"):
        put(tmp_path, name)
    assert [one.name for one in scans.of("H00001")] == ["2025/照片1.jpg", "照片2.jpg", "照片10.jpg"]
    assert scans.of("H00002") == ()


def test_links_are_not_followed(tmp_path, scans):
    outside = tmp_path / "别处"
    outside.mkdir()
    (outside / "别人的.jpg").write_bytes(b"x")
    put(tmp_path, "自己的.jpg")
    (tmp_path / "attachments" / "H00001" / "链接.jpg").symlink_to(outside / "别人的.jpg")
    (tmp_path / "attachments" / "H00002").symlink_to(outside)
    assert [one.name for one in scans.of("H00001")] == ["自己的.jpg"]
    assert scans.of("H00002") == ()
    assert scans.of("../别处") == ()


def test_pages_are_made_once_for_the_same_content(tmp_path, scans):
    put(tmp_path, "一.jpg", b"same")
    put(tmp_path, "二.jpg", b"same")
    asked = []

    def made(content):
        asked.append(content)
        return b"%PDF pages", 3

    found = [scans.pages(one, made) for one in scans.of("H00001")]
    assert asked == [b"same"]
    assert [number for _, number in found] == [3, 3]
    assert found[0][0].read_bytes() == b"%PDF pages"
