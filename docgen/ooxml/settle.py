"""A package made by a library that stamps the clock into it, settled: same content, same bytes."""

import re
import zipfile
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def settled(package: bytes) -> bytes:
    """Return ``package`` with fixed dates, its members in the order they had."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as made, zipfile.ZipFile(buffer, "w") as fixed:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(info, content)
    return buffer.getvalue()
