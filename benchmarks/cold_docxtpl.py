"""One document by docxtpl, as a whole program: reads a template and values, writes the document."""

import json
import sys
from pathlib import Path

from docxtpl import DocxTemplate

template, values, out = sys.argv[1:]
document = DocxTemplate(template)
document.render(json.loads(Path(values).read_text(encoding="utf-8")), autoescape=True)
document.save(out)
