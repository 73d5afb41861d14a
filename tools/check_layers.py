#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when a source file includes a module that layers.txt does not allow, or when layers.txt has a cycle."""
import pathlib, re, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s+"([a-z_]+)/', re.MULTILINE)

allowed: dict[str, set[str]] = {}
for line in (ROOT / "layers.txt").read_text().splitlines():
    line = line.split("#")[0].strip()
    if not line:
        continue
    module, _, uses = line.partition(":")
    later = set(uses.split()) - allowed.keys()
    if later:  # A module may only name modules listed above it, so no cycle can be written down.
        sys.exit(f"layers.txt: {module} uses {sorted(later)}, which must be listed above it")
    allowed[module] = set(uses.split()) | {module}

problems = []
for path in sorted((ROOT / "src").rglob("*.[ch]pp")):
    module = path.relative_to(ROOT / "src").parts[0]
    if module not in allowed:
        problems.append(f"{path}: module '{module}' is missing from layers.txt")
        continue
    for used in INCLUDE.findall(path.read_text()):
        if used in allowed and used not in allowed[module]:
            problems.append(f"{path}: '{module}' must not include '{used}'")

print("\n".join(problems) or "layers: ok")
sys.exit(bool(problems))
