"""The yardstick is true: papers are the same every time, a PDF is equal to itself, and a moved line is seen."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from docgen.pdf import page

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def papers(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    import papers

    return papers


@pytest.fixture
def fidelity(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    import fidelity

    return fidelity


def paper(kind: str, papers) -> bytes:
    return next(content for name, content in papers.papers("seen") if kind in name)


def test_papers_are_the_same_every_time_and_differ_between_sets(papers):
    seen, unseen = (dict(papers.papers(which)) for which in ("seen", "unseen"))
    assert seen == dict(papers.papers("seen"))
    assert len(seen) + len(unseen) >= 120
    assert len(set(seen.values()) | set(unseen.values())) == len(seen) + len(unseen)


def test_the_authors_of_the_unseen_papers_write_none_of_the_seen(papers):
    assert not set(papers.authors.SEEN) & set(papers.authors.UNSEEN)


def test_no_paper_claims_to_have_been_stored_by_word(papers, fidelity, tmp_path):
    file = tmp_path / "a.docx"
    file.write_bytes(paper("application", papers))
    assert fidelity.stored_pages(file) is None


def test_the_page_count_that_word_stored_is_read(papers, fidelity, tmp_path):
    file = tmp_path / "a.docx"
    with ZipFile(file, "w") as package:
        package.writestr(
            "docProps/app.xml",
            "<Properties><Application>Microsoft Office Word</Application><Pages>3</Pages></Properties>",
        )
    assert fidelity.stored_pages(file) == 3


def test_a_pdf_does_not_differ_from_itself(papers, fidelity):
    pdf = page.convert(paper("application", papers), mode="libreoffice")
    same = fidelity.compared(pdf, pdf)
    assert same.equal
    assert same.complete
    assert (same.across, same.down, same.text_down, same.text_along, same.picture) == (0, 0, 0, 0, 0)
    assert same.order == 1


def test_a_table_moved_down_by_ten_points_is_measured_so(papers, fidelity):
    content = paper("card", papers)
    moved = BytesIO()
    with ZipFile(BytesIO(content)) as package, ZipFile(moved, "w") as other:
        for name in package.namelist():
            part = package.read(name)
            if name == "word/document.xml":
                gap = b'<w:p><w:pPr><w:spacing w:line="200" w:lineRule="exact"/></w:pPr></w:p>'
                part = part.replace(b"<w:body>", b"<w:body>" + gap)
            other.writestr(name, part)
    found = fidelity.compared(page.convert(content), page.convert(moved.getvalue()))
    assert found.across == pytest.approx(10 * 25.4 / 72, abs=0.01)
    assert found.down == pytest.approx(0, abs=0.01)
    assert not found.missing


def test_a_line_without_its_like_counts_as_far_as_the_nearest(fidelity):
    assert fidelity.offsets([0, 72], [0, 72, 144]) == pytest.approx([0, 0, 10])
    assert fidelity.offsets([0, 72], [0, 72.72]) == pytest.approx([0, 0.254])


def test_a_rule_under_text_is_no_table_line(fidelity):
    across, down = fidelity.table_lines(
        [(10, 0, 100), (50, 20, 60), (90, 0, 100)], [(0, 10, 90), (100, 10, 90)]
    )
    assert across == (10, 90)
    assert down == (0, 100)
