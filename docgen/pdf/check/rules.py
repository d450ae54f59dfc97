"""The rules of PDF/A-2b (ISO 19005-2) that a file made or taken by an office may break.

They are fewer than the standard's, and say where to look; what they pass over is left to veraPDF.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docgen.pdf.check.shown import missing_glyphs

_ACTIONS = frozenset(
    {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/Hide", "/SetOCGState"}
    | {"/Rendition", "/Trans", "/GoTo3DView"}
)
_BLENDS = frozenset(
    ("/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn",
     "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity")
)  # fmt: skip
_HIDDEN, _PRINT = 0b100011, 0b100  # flags of annotations: invisible, hidden, not viewed; printed
_CONFUSED = (TypeError, ValueError, AttributeError, KeyError, RuntimeError)  # by something of another kind


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a file breaks: its name, and where (a page, an object), without anything of the contents."""

    rule: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a file tells about itself."""

    title: str
    author: str
    language: str
    part: str
    conformance: str


def faults(document: Path | bytes, *, glyphs: bool = True) -> tuple[Fault, ...]:
    """Return what keeps a file from being PDF/A-2b; `glyphs` also reads all text, for characters without a glyph."""
    import pikepdf  # only when a file is looked at

    source = document if isinstance(document, Path) else BytesIO(document)
    try:
        with pikepdf.open(source) as file:
            return tuple(dict.fromkeys(faults_of(file, glyphs=glyphs)))
    except pikepdf.PasswordError:
        return (Fault("encrypted"),)
    except (pikepdf.PdfError, *_CONFUSED):
        return (Fault("damaged"),)


def about(document: Path | bytes) -> About:
    """Return what a file tells about itself; raises ValueError when it is no PDF."""
    import pikepdf

    try:
        with pikepdf.open(document if isinstance(document, Path) else BytesIO(document)) as file:
            told = file.open_metadata()
            return About(
                str(told.get("dc:title", "")),
                "、".join(told.get("dc:creator", ())),
                str(file.Root.get("/Lang", "")),
                str(told.get("pdfaid:part", "")),
                str(told.get("pdfaid:conformance", "")),
            )
    except pikepdf.PdfError as error:
        raise ValueError("not a PDF") from error


def faults_of(file: Any, *, glyphs: bool = True) -> Iterator[Fault]:
    """Give the faults of a file that is open in pikepdf."""
    for rule in _OF_FILES:
        yield from rule(file)
    for number, object_ in enumerate(file.objects, 1):
        for name in _of_object(object_):
            yield Fault(name, f"object {number}")
    for number, page in enumerate(file.pages, 1):
        for name in _of_page(page.obj):
            yield Fault(name, f"page {number}")
        if glyphs and missing_glyphs(page):
            yield Fault("notdef", f"page {number}")


def _encrypted(file: Any) -> Iterator[Fault]:
    if file.is_encrypted:
        yield Fault("encrypted")


def _identifier(file: Any) -> Iterator[Fault]:
    if len(file.trailer.get("/ID", ())) != 2:
        yield Fault("identifier")


def _version(file: Any) -> Iterator[Fault]:
    if not file.pdf_version.startswith("1."):
        yield Fault("version")


def _output_intent(file: Any) -> Iterator[Fault]:
    for intent in file.Root.get("/OutputIntents", ()):
        profile = intent.get("/DestOutputProfile")
        if intent.get("/S") == "/GTS_PDFA1" and profile is not None and profile.get("/N") in (1, 3, 4):
            return
    yield Fault("output-intent")


def _metadata(file: Any) -> Iterator[Fault]:
    if "/Metadata" not in file.Root:
        yield Fault("metadata")
        return
    told = file.open_metadata()
    if told.get("pdfaid:part") not in ("1", "2", "3") or not told.get("pdfaid:conformance"):
        yield Fault("metadata")
    title = file.docinfo.get("/Title") if "/Info" in file.trailer else None
    if title is not None and str(title) != str(told.get("dc:title", "")):
        yield Fault("metadata-differs")


def _scripts(file: Any) -> Iterator[Fault]:
    names = file.Root.get("/Names", {})
    if "/JavaScript" in names or "/AA" in file.Root or _forbidden(file.Root.get("/OpenAction")):
        yield Fault("script")
    if "/EmbeddedFiles" in names:
        yield Fault("attachment")


def _form(file: Any) -> Iterator[Fault]:
    """Forms are not allowed, but for the field of a signature."""
    form = file.Root.get("/AcroForm")
    if form is None:
        return
    fields = [field for field in form.get("/Fields", ()) if field.get("/FT") != "/Sig"]
    if fields or "/XFA" in form or form.get("/NeedAppearances", False):
        yield Fault("form")


_OF_FILES: tuple[Callable[[Any], Iterator[Fault]], ...] = (
    _encrypted,
    _identifier,
    _version,
    _output_intent,
    _metadata,
    _scripts,
    _form,
)


def _forbidden(action: Any) -> bool:
    import pikepdf

    return isinstance(action, pikepdf.Dictionary) and action.get("/S") in _ACTIONS


def _of_object(object_: Any) -> Iterator[str]:
    import pikepdf

    if isinstance(object_, pikepdf.Stream):
        yield from _of_stream(object_)
    if not isinstance(object_, pikepdf.Dictionary | pikepdf.Stream):
        return
    kind = object_.get("/Type")
    if kind == "/Font" and not _embedded(object_):
        yield "font"
    if _forbidden(object_) or _forbidden(object_.get("/A")):
        yield "script"
    yield from _of_state(object_)
    for state in _values(_values_of(object_, "/Resources"), "/ExtGState"):
        yield from _of_state(state)


def _values_of(owner: Any, key: str) -> Any:
    found = owner.get(key)
    return {} if found is None else found


def _values(owner: Any, key: str) -> Iterator[Any]:
    import pikepdf

    found = _values_of(owner, key)
    if isinstance(found, pikepdf.Dictionary):
        yield from (value for _, value in found.items())


def _of_state(state: Any) -> Iterator[str]:
    """Look at a graphics state: unknown ways to blend, functions that change tones."""
    import pikepdf

    if not isinstance(state, pikepdf.Dictionary):
        return
    blend = state.get("/BM")
    modes = list(blend) if isinstance(blend, pikepdf.Array) else [blend] if blend is not None else []
    if any(str(mode) not in _BLENDS for mode in modes) or "/TR" in state or "/HTP" in state:
        yield "transparency"


def _of_stream(stream: Any) -> Iterator[str]:
    head = stream.stream_dict
    filters = head.get("/Filter", ())
    named = {str(filters)} if isinstance(filters, _name_type()) else {str(each) for each in filters}
    if named & {"/LZWDecode", "/Crypt"} or "/F" in head:
        yield "filter"
    kind = head.get("/Subtype")
    if kind == "/Image":
        yield from _of_image(head)
    if kind == "/PS" or "/Ref" in head or "/OPI" in head:
        yield "xobject"


def _name_type() -> Any:
    import pikepdf

    return pikepdf.Name


def _of_image(head: Any) -> Iterator[str]:
    if head.get("/Interpolate", False):
        yield "interpolate"
    if "/Alternates" in head or "/OPI" in head:
        yield "xobject"
    if head.get("/ColorSpace") == "/DeviceCMYK":
        yield "cmyk"


def _embedded(font: Any) -> bool:
    """Tell whether a font's program is in the file, and which glyph a code stands for."""
    kind = font.get("/Subtype")
    if kind == "/Type3":
        return True
    if kind == "/Type0":
        return all(_embedded(inner) for inner in font.get("/DescendantFonts", ()))
    if kind == "/CIDFontType2" and "/CIDToGIDMap" not in font:
        return False
    descriptor = _values_of(font, "/FontDescriptor")
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _of_page(page: Any) -> Iterator[str]:
    if "/AA" in page:
        yield "script"
    for annotation in page.get("/Annots", ()):
        flags, kind = int(annotation.get("/F", 0)), annotation.get("/Subtype")
        unseen = not flags & _PRINT or flags & _HIDDEN
        undrawn = kind != "/Link" and "/AP" not in annotation and _area(annotation)
        if kind != "/Popup" and (unseen or undrawn):
            yield "annotation"
        if _forbidden(annotation.get("/A")) or "/AA" in annotation:
            yield "script"


def _area(annotation: Any) -> float:
    left, bottom, right, top = (float(each) for each in annotation.get("/Rect", (0, 0, 0, 0)))
    return abs((right - left) * (top - bottom))
