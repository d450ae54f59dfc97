"""PDF/A looked after: what a file does that an archive will not take, by our own rules and by veraPDF where it is.

for fault in faults(path): …            # empty: nothing found
"""

from __future__ import annotations

from docgen.pdf.check.rules import Fault, about, faults, faults_of
from docgen.pdf.check.verapdf import Verdict, verdicts

__all__ = ["Fault", "Verdict", "about", "faults", "faults_of", "verdicts"]
