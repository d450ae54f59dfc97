"""Writes the papers of a set into a folder."""

import argparse
from pathlib import Path

from papers import SETS, write

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("folder", type=Path)
parser.add_argument("--set", default="seen", choices=sorted(SETS), dest="which")
options = parser.parse_args()
print(f"{len(write(options.folder, options.which))} papers in {options.folder}")
