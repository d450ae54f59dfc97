"""A workspace, invented cases, documents, and a disk that fails when it is told to."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.case import Area, Case, Contact, Household, IdNumber, Member, Phone
from docgen.codes import check_character
from docgen.document import Document
from docgen.store import Disk, init_workspace
from docgen.workspace import Workspace

AT = datetime(2026, 7, 5, 9, 30, tzinfo=UTC)


class FailingDisk(Disk):
    """Fails at the n-th effect with one error, once or for ever after."""

    def __init__(self, at: int, error: int, *, for_ever: bool = False) -> None:
        self.seen = 0
        self.effects: list[str] = []
        self._at = at
        self._error = error
        self._for_ever = for_ever

    def before(self, effect: str, path: Path) -> None:
        self.seen += 1
        self.effects.append(effect)
        if self.seen == self._at or (self._for_ever and self.seen > self._at > 0):
            raise OSError(self._error, os.strerror(self._error), str(path))


def invented_id(serial: int) -> IdNumber:
    first17 = f"52232819{50 + serial % 50:02d}0101{serial % 1000:03d}"
    return IdNumber(first17 + check_character(first17))


def make_case(
    number: str = "000001", *, group: str = "1组", village: str = "", code: str = "522328100201"
) -> Case:
    serial = int("".join(filter(str.isdigit, number)) or 0)
    head = Member(name="王𠮷祥", relation="户主", id_no=invented_id(serial), phone=Phone("13800000000"))
    return Case(
        number=number,
        area=Area(code=code, village=village or "试验村", group=group),
        household=Household(members=(head,)),
    )


def with_phone(case: Case, phone: str) -> Case:
    contact = Contact(role="helper", name="赵某", phone=Phone(phone))
    return case.model_copy(update={"contacts": (*case.contacts, contact)})


def make_document(household: str = "000001", content: bytes = b"filled", name: str = "") -> Document:
    return Document(
        village="522328100201",
        household=household,
        form="cn.identification.approval",
        edition="2021",
        title="识别审批表",
        format="docx",
        place=f"试验村_522328100201/{household or '_村级'}",
        filename=name or "03_识别审批表.docx",
        content=content,
        pages=2,
    )


@pytest.fixture(scope="session")
def at() -> datetime:
    return AT


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init_workspace(Workspace(tmp_path / "工作区", office="试验镇人民政府"))


@pytest.fixture(scope="session")
def failing() -> Callable[..., FailingDisk]:
    return FailingDisk


@pytest.fixture(scope="session")
def case() -> Callable[..., Case]:
    return make_case


@pytest.fixture(scope="session")
def phoned() -> Callable[[Case, str], Case]:
    return with_phone


@pytest.fixture(scope="session")
def document() -> Callable[..., Document]:
    return make_document


@pytest.fixture(scope="session")
def tree() -> Callable[[Path], dict[str, bytes]]:
    def read(root: Path) -> dict[str, bytes]:
        found: Iterable[Path] = (path for path in root.rglob("*") if path.is_file())
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}

    return read


@pytest.fixture
def guarded() -> Iterator[Path]:
    """A folder that everybody may read and nobody, or only root, may write."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def as_nobody() -> Callable[[Callable[[], None]], int]:
    """Run something in a child that is not root; return its exit code."""

    def run(act: Callable[[], None]) -> int:
        child = os.fork()
        if child:
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        code = 99
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            act()
            code = 0
        except AssertionError:
            code = 98
        finally:
            os._exit(code)

    return run
