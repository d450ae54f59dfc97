"""Places that stay empty in print: opinions, signatures, seals, fingerprints, their dates, and photos."""

from docgen.ooxml.blanks.values import squeezed
from docgen.ooxml.blanks.words import (
    DATE_LABEL,
    FINGERPRINT,
    NO_OPINION,
    NO_PHOTO,
    OPINION,
    PHOTO,
    SEAL,
    SIGN,
)


def role_of(label: str, text: str = "", section: str = "") -> str:
    """What a cell is signed for, by its label, its own words and its section; empty for an ordinary cell."""
    label, text = squeezed(label), squeezed(text)
    if is_opinion(label):
        return "opinion"
    for words in (label, text):
        if is_opinion(words.split("：")[0].split(":")[0]):
            return "opinion"
        if SIGN.search(words):
            return "sign"
        if FINGERPRINT.search(words):
            return "fingerprint"
        if SEAL.search(words):
            return "seal"
    if section and DATE_LABEL.search(label) and (is_opinion(section) or SIGN.search(section)):
        return "date"
    return ""


def is_opinion(label: str) -> bool:
    """Whether a label asks for an office's opinion."""
    return bool(OPINION.search(label)) and not NO_OPINION.search(label)


def is_date(label: str) -> bool:
    """Whether a label asks for a day."""
    return bool(DATE_LABEL.search(squeezed(label)))


def is_photo(label: str) -> bool:
    """Whether a label asks for a photo."""
    words = squeezed(label)
    return bool(PHOTO.search(words)) and not NO_PHOTO.search(words)
