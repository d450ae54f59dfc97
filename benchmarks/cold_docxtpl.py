"""One document by docxtpl, as a whole program: reads a template and values, writes the document."""

import json
import sys

from docxtpl import DocxTemplate

template, values, out = sys.argv[1:]
document = DocxTemplate(template)
with open(values, encoding="utf-8") as file:
    document.render(json.load(file), autoescape=True)
document.save(out)
