"""The extra boxes of a form (附加栏目): what it asks for that the case model has no place for."""

import re

from docgen.form import Form

_FACT = re.compile(r"facts\['(.+?)'\]")
_NUMBERED = re.compile(r"fact\('(.+?)', \w+, '(.+?)'\)")


def extra_boxes(form: Form, records: int = 0) -> dict[str, str]:
    """Return the names of a form's extra boxes, each with a sample: an option, a day, a tick, or plain words.

    Of records, those of ``records`` of them; nought for as many as are printed.
    """
    out: dict[str, str] = {}
    for box in form.fields:
        for name in _FACT.findall(box.source):
            sample = "2026-06-30" if "part_of" in box.source else "是" if "'√'" in box.source else "示例"
            out.setdefault(name, box.options[0].label if box.options else sample)
    for table in form.tables:
        for column in table.columns:
            for title, name in _NUMBERED.findall(column.source):
                sample = column.options[0].label if column.options else "示例"
                numbers = range(1, (records or table.rows) + 1)
                out |= {f"{title}{number}_{name}": sample for number in numbers}
    return out
