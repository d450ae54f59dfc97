"""An untouched blank from the disk: .docx and .xlsx as they are, .doc and .xls by way of LibreOffice."""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import FormError, UsageError
from docgen.ooxml.blanks import BlankError, format_of

_TARGETS = {"doc": "docx", "xls": "xlsx"}
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class BlankFile:
    """A blank's bytes, its suffix, and the format it was converted from (empty when it is as it came)."""

    content: bytes
    suffix: str
    converted_from: str = ""


def read_blank(path: Path) -> BlankFile:
    """Read a blank; a FormError says in one sentence what to do with a file that cannot be used."""
    if not path.is_file():
        raise UsageError("CLI-116", where=str(path), file=path)
    content = path.read_bytes()
    try:
        kind = format_of(content)
    except BlankError as error:
        raise refused(path, error) from error
    if kind not in _TARGETS:
        return BlankFile(content, f".{kind}")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        named = path.suffix.lower() == f".{kind}"
        raise FormError(
            "FORM-121" if named else "FORM-122", where=str(path), file=path.name, old=kind, new=_TARGETS[kind]
        )
    return BlankFile(_converted(office, path, kind), f".{_TARGETS[kind]}", kind)


def refused(path: Path, error: BlankError) -> FormError:
    """The sentence for a file that cannot be searched."""
    code = {"encrypted": "FORM-123", "kind": "FORM-124"}.get(error.reason, "FORM-125")
    return FormError(code, where=str(path), file=path.name)


def _converted(office: str, path: Path, kind: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        here = Path(folder)
        source = here / f"blank.{kind}"
        source.write_bytes(path.read_bytes())
        profile = (here / "profile").as_uri()
        words = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to"]
        words += [_TARGETS[kind], "--outdir", folder, str(source)]
        try:
            subprocess.run(words, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603 - found on PATH
            return (here / f"blank.{_TARGETS[kind]}").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise FormError(
                "FORM-126", where=str(path), file=path.name, old=kind, new=_TARGETS[kind]
            ) from error
