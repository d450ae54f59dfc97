"""WeasyPrint as it comes, in a process of its own: draws N of a folder's pages for each line that says N."""

import json
import sys
import time
from pathlib import Path

from weasyprint import HTML

pages = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).glob("*.html"))]
drawn = 0
for line in sys.stdin:
    start, size = time.process_time(), 0
    for _ in range(int(line)):
        size = len(HTML(string=pages[drawn % len(pages)]).write_pdf() or b"")
        drawn += 1
    print(json.dumps({"cpu": time.process_time() - start, "bytes": size}), flush=True)
