"""The TrueType faces of docgen: 宋体, 仿宋, 楷体, 黑体 look-alikes and a fallback for rare names.

Data only.  ``folder()`` is where the faces lie, ``checksums()`` what they must be.
"""

from pathlib import Path

__all__ = ["checksums", "folder"]


def folder() -> Path:
    """Return the folder that holds the .ttf files."""
    return Path(__file__).resolve().parent


def checksums() -> dict[str, str]:
    """Return the SHA-256 of every face by file name."""
    lines = (folder() / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
