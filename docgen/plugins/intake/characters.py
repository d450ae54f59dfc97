"""Bytes become text: the encodings that offices write."""

from docgen import DataFileError


def decode(content: bytes, where: str) -> str:
    """Return the text of a file: UTF-8 or UTF-16 by its mark, else UTF-8, else GB18030."""
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise DataFileError("INTAKE-001", where=where)
    for encoding in _encodings(content):
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise DataFileError("INTAKE-008", where=where)


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    head = content[:2000]
    if head.count(0) > len(head) // 5:
        return ("utf-16-le",) if head[1::2].count(0) > head[::2].count(0) else ("utf-16-be",)
    return ("utf-8-sig", "gb18030")
