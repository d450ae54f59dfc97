"""Number formats of workbooks: what a number or a date looks like in its cell."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from docgen.pdf.page.numbering import chinese

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0",
    38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0", 43: "#,##0.00", 45: "mm:ss",
    49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|_(?P<space>.)|\*(?P<fill>.)'
    r"|(?P<ampm>(?i:AM/PM|A/P|上午/下午))|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|a{3,4})"
    r"|(?P<number>[0#?][0#?,.]*(?:[eE][+-]0+)?|\.[0#?]+)|(?P<percent>%)|(?P<text>@)|(?P<general>(?i:General|G/通用格式))|(?P<other>.)"
)
_CONDITION = re.compile(r"(?:\[[^\]<>=]*\])*\[(>=|<=|<>|>|<|=)(-?\d+(?:\.\d+)?)\]")
_ELAPSED = {"h", "hh", "m", "mm", "s", "ss"}
_INKS = {"red": "#ff0000", "blue": "#0000ff", "green": "#00ff00", "yellow": "#ffff00", "magenta": "#ff00ff",
         "cyan": "#00ffff", "white": "#ffffff", "红色": "#ff0000", "蓝色": "#0000ff", "绿色": "#00ff00"}  # fmt: skip
_SCRIPTS = {
    "DBNum1": "〇一二三四五六七八九",
    "DBNum2": "零壹贰叁肆伍陆柒捌玖",
    "DBNum3": "０１２３４５６７８９",
}
_FULL_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December"]  # fmt: skip
_WEEK = "一二三四五六日"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def formatted(value: str, code: str, date1904: bool = False) -> str:
    """Write a number (as its text in the file) by a format code; a text passes through `@`.

    >>> formatted("1234.5", "#,##0.00"), formatted("46208", 'yyyy"年"m"月"d"日"'), formatted("0.125", "0.0%")
    ('1,234.50', '2026年7月5日', '12.5%')
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    section, signed = _section(code, number)
    tokens = _tokens(section)
    kinds = {kind for kind, _ in tokens}
    if not tokens:
        return ""
    words = next((text for kind, text in tokens if kind == "bracket" and text.startswith("DBNum")), "")
    if "general" in kinds or ("text" in kinds and not kinds & {"number", "date"}):
        body = _worded(general(number if signed else abs(number)), words)
        return "".join(body if kind in {"general", "text"} else _literal(kind, text) for kind, text in tokens)
    elapsed = next(
        (text.lower() for kind, text in tokens if kind == "bracket" and text.lower() in _ELAPSED), ""
    )
    if elapsed:
        return _elapsed(number, tokens)
    if "date" in kinds:
        return _dated(number, tokens, date1904, words)
    if re.search(r"[#0?]+ *[#?0]*/[#?0-9]+", section):
        return _fraction(number, section)
    return _numbered(number if signed else abs(number), tokens, words)


def written(text: str, code: str) -> str:
    """Write a text by a format code: by its fourth section, or by one that holds `@`.

    >>> written("三", '@"户"'), written("三", "0.00")
    ('三户', '三')
    """
    if "@" not in code:
        return text
    section = next((part for part in reversed(_split(code)) if "@" in part), "@")
    return "".join(text if kind == "text" else _literal(kind, part) for kind, part in _tokens(section))


def ink_of(value: str, code: str) -> str:
    """Give the colour that a format code has for a number, "" for none.

    >>> ink_of("-1", "0;[Red]-0"), ink_of("1", "0;[Red]-0")
    ('#ff0000', '')
    """
    if "[" not in code:
        return ""
    try:
        section, _ = _section(code, Decimal(value))
    except InvalidOperation:
        return ""
    names = [text.lower() for kind, text in _tokens(section) if kind == "bracket"]
    return next((_INKS[name] for name in names if name in _INKS), "")


def general(number: Decimal) -> str:
    """Write a number without a format: at most 11 characters of it.

    >>> general(Decimal("0.1")), general(Decimal("12")), general(Decimal("1234567.891000001"))
    ('0.1', '12', '1234567.891')
    """
    if number == number.to_integral_value() and abs(number) < 10**11:
        return str(int(number))
    if abs(number) >= 10**11 or abs(number) < Decimal("1e-9"):
        mantissa, exponent = f"{number:.5E}".split("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{int(exponent):+03d}"
    whole = len(str(abs(int(number))))
    return f"{number:.{max(0, 10 - whole)}f}".rstrip("0").rstrip(".")


def _section(code: str, number: Decimal) -> tuple[str, bool]:
    """Choose positive, negative or zero format; the second answer is whether the sign is still to be written."""
    parts = _split(code)
    if any(_CONDITION.match(part) for part in parts):
        return next((part for part in parts if _holds(part, number)), parts[-1]), True
    if len(parts) >= 2 and number < 0:
        return parts[1], False
    if len(parts) >= 3 and number == 0:
        return parts[2], True
    return parts[0], True


def _holds(part: str, number: Decimal) -> bool:
    """Tell whether a section's own condition holds; one without a condition takes what is left."""
    found = _CONDITION.match(part)
    if found is None:
        return True
    limit = Decimal(found[2])
    return {
        ">": number > limit, "<": number < limit, "=": number == limit,
        ">=": number >= limit, "<=": number <= limit, "<>": number != limit,
    }[found[1]]  # fmt: skip


@lru_cache(maxsize=512)
def _split(code: str) -> tuple[str, ...]:
    return tuple(re.findall(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*)(?:;|$)', code))[: code.count(";") + 1] or (
        "",
    )


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (match.lastgroup or "other", match[match.lastgroup or 0]) for match in _TOKEN.finditer(section)
    )


def _literal(kind: str, text: str) -> str:
    if kind in {"quoted", "escaped", "other"}:
        return text
    if kind == "space":
        return " "
    if kind == "bracket" and text.startswith("$"):
        return text[1:].split("-")[0]
    return ""


def _numbered(number: Decimal, tokens: tuple[tuple[str, str], ...], words: str) -> str:
    number *= Decimal(100) ** sum(1 for kind, _ in tokens if kind == "percent")
    patterns = [text for kind, text in tokens if kind == "number"]
    if len(patterns) > 1 and not any(set(text) & set(".,Ee") for text in patterns):
        spread = iter(_spread(number, patterns))
    else:
        spread = iter(
            [_worded(_digits(number, patterns[0]), words) if patterns else "", *[""] * len(patterns)]
        )
    result = ""
    for kind, text in tokens:
        result += next(spread) if kind == "number" else "%" if kind == "percent" else _literal(kind, text)
    return result


def _spread(number: Decimal, patterns: list[str]) -> list[str]:
    """Share the digits of a whole number out among several groups of places, from the right."""
    digits = str(abs(int(number.to_integral_value(ROUND_HALF_UP))))
    least = sum(text.count("0") for text in patterns)
    digits, found = digits.zfill(least), []
    for at in range(len(patterns) - 1, -1, -1):
        count = len(patterns[at]) if at else len(digits)
        found.append(digits[max(len(digits) - count, 0) :] if count else "")
        digits = digits[: max(len(digits) - count, 0)]
    return [("-" if number < 0 else "") + found[-1], *found[-2::-1]]


def _worded(digits: str, words: str) -> str:
    """Write digits in Chinese: whole numbers in words, what follows the point digit by digit."""
    if words not in _SCRIPTS:
        return digits
    script = _SCRIPTS[words]
    sign = "-" if digits.startswith("-") else ""
    whole, point, rest = digits.lstrip("-").replace(",", "").partition(".")
    if words == "DBNum3" or not whole.isdigit() or len(whole) > 12:
        body = "".join(script[int(c)] if c.isdigit() else c for c in whole)
    else:
        body = chinese(int(whole), script, "拾佰仟" if words == "DBNum2" else "十百千")
    return sign + body + point + "".join(script[int(c)] if c.isdigit() else c for c in rest)


def _elapsed(number: Decimal, tokens: tuple[tuple[str, str], ...]) -> str:
    """Write a span of time whose first unit counts on, such as [h]:mm."""
    seconds = int((abs(number) * 86_400).to_integral_value(ROUND_HALF_UP))
    result = "-" if number < 0 else ""
    for kind, text in tokens:
        unit = text.lower()[:1] if kind in {"bracket", "date"} else ""
        whole = kind == "bracket" and text.lower() in _ELAPSED
        if whole or kind == "date":
            value = {"h": seconds // 3600, "m": seconds // 60, "s": seconds}.get(unit, 0)
            value = value if whole else value % 60
            result += f"{value:0{len(text)}d}"
        elif kind != "bracket":
            result += _literal(kind, text)
    return result


def _fraction(number: Decimal, section: str) -> str:
    """Write a number as a fraction, its denominator of as many digits as the code has places."""
    apart = re.search(r"([#0?]+) +[#?0]*/", section) is not None
    below = re.search(r"/([#?0-9]+)", section)
    places = below[1] if below else "?"
    value = Fraction(abs(number))
    if places.isdigit() and int(places):
        value = Fraction(round(value * int(places)), int(places))
    else:
        value = value.limit_denominator(10 ** len(places) - 1)
    whole, rest = divmod(value, 1) if apart else (0, value)
    sign = "-" if number < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{f'{whole} ' if whole else ''}{rest.numerator}/{rest.denominator}"


def _digits(number: Decimal, pattern: str) -> str:
    if "E" in pattern.upper():
        places = len(pattern.upper().split("E")[0].partition(".")[2])
        mantissa, exponent = f"{number:.{places}E}".split("E")
        return f"{mantissa}E{int(exponent):+03d}"
    whole, _, fraction = pattern.partition(".")
    while whole.endswith(","):
        whole, number = whole[:-1], number / 1000
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    text = f"{abs(rounded):{',' if ',' in whole else ''}.{len(fraction)}f}"
    ones, _, rest = text.partition(".")
    least = whole.replace(",", "").count("0")
    ones = "" if ones == "0" and not least else ones.zfill(least)
    keep = fraction.rstrip("#?")
    while len(rest) > len(keep) and rest.endswith("0"):
        rest = rest[:-1]
    return ("-" if rounded < 0 else "") + ones + ("." + rest if rest else "")


def _dated(number: Decimal, tokens: tuple[tuple[str, str], ...], date1904: bool, words: str) -> str:
    if number < 0:
        return "#" * 8
    base = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30 if number >= 60 else 31)  # noqa: DTZ001  a cell has no zone
    try:
        moment = base + timedelta(seconds=round(float(number) * 86_400))
    except OverflowError:
        return "#" * 8
    noon = any(kind == "ampm" for kind, _ in tokens)
    result = ""
    for at, (kind, text) in enumerate(tokens):
        if kind == "date":
            part = _date_part(moment, text.lower(), noon, _is_minute(tokens, at))
            result += _date_words(part, text, words)
        elif kind == "ampm":
            result += (
                ("上午" if moment.hour < 12 else "下午")
                if "上" in text
                else ("AM" if moment.hour < 12 else "PM")
            )
        else:
            result += _literal(kind, text)
    return result


def _date_words(part: str, text: str, words: str) -> str:
    """Write a part of a date in Chinese: a year digit by digit, other numbers in words."""
    if words not in _SCRIPTS or not part.isdigit():
        return part
    if text.lower().startswith("y"):
        return "".join(_SCRIPTS[words][int(digit)] for digit in part)
    return _worded(str(int(part)), words)


def _is_minute(tokens: tuple[tuple[str, str], ...], at: int) -> bool:
    """Tell whether an `m` means minutes: after hours or before seconds."""
    before = next((text for kind, text in reversed(tokens[:at]) if kind == "date"), "")
    after = next((text for kind, text in tokens[at + 1 :] if kind == "date"), "")
    return before.lower().startswith("h") or after.lower().startswith("s")


def _date_part(moment: datetime, part: str, noon: bool, minute: bool) -> str:
    hour = (moment.hour % 12 or 12) if noon else moment.hour
    match part:
        case "y" | "yy":
            return f"{moment.year % 100:02d}"
        case "mmm":
            return _MONTHS[moment.month - 1]
        case "mmmm":
            return _FULL_MONTHS[moment.month - 1]
        case "mmmmm":
            return _MONTHS[moment.month - 1][0]
        case "m" | "mm":
            return f"{moment.minute if minute else moment.month:0{len(part)}d}"
        case "d" | "dd":
            return f"{moment.day:0{len(part)}d}"
        case "h" | "hh":
            return f"{hour:0{len(part)}d}"
        case "s" | "ss":
            return f"{moment.second:0{len(part)}d}"
        case "aaa" | "ddd":
            return _WEEK[moment.weekday()]
        case "aaaa" | "dddd":
            return "星期" + _WEEK[moment.weekday()]
        case _:
            return f"{moment.year:04d}" if part.startswith("y") else ""
