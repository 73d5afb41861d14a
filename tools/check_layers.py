#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when a source file includes, or a CMakeLists.txt depends on, a module that layers.txt does not allow.

Tests may also use the adapters and the false world: they are programs of their own, so no cycle can come of it.
Also keeps Boost.Beast inside the adapters, where its compile time is paid once, and each module's detail/ to itself.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([a-z0-9_]+)/([^">]*)[">]', re.MULTILINE)
DEPENDS = re.compile(r"lockstep_module\(\s*([a-z]+)([^)]*)\)", re.DOTALL)


def read_layers() -> dict[str, set[str]]:
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
    return allowed


TEST_WORLD = {"adapters", "simulation", "sandbox", "connectors"}
TEST_FILE = re.compile(r"_(test|bench|fuzz)\.cpp$|^test_")


def depends(arguments: str) -> list[str]:
    """The modules after DEPENDS. Those after TEST_DEPENDS are linked into test programs only."""
    found, taking = [], False
    for word in arguments.split():
        if word.upper() == word:
            taking = word == "DEPENDS"
        elif taking:
            found.append(word)
    return found


allowed = read_layers()
problems = []
for path in sorted((ROOT / "src").rglob("*.[ch]pp")):
    name = path.relative_to(ROOT)
    module = name.parts[1]
    if module not in allowed:
        problems.append(f"{name}: module '{module}' is missing from layers.txt")
        continue
    for used, rest in INCLUDE.findall(path.read_text()):
        if TEST_FILE.search(path.name) and used in TEST_WORLD:
            continue
        if used in allowed and used not in allowed[module]:
            problems.append(f"{name}: '{module}' must not include '{used}'")
        if used in allowed and used != module and rest.startswith("detail/"):
            problems.append(f"{name}: {used}/detail is private to '{used}'")
        if used == "boost" and rest.startswith("beast") and module != "adapters":
            problems.append(f"{name}: Boost.Beast is used in 'adapters' only")
for path in sorted((ROOT / "src").glob("*/CMakeLists.txt")):
    for module, arguments in DEPENDS.findall(path.read_text()):
        for used in depends(arguments):
            if module in allowed and used not in allowed[module]:
                problems.append(f"{path.relative_to(ROOT)}: '{module}' must not depend on '{used}'")

print("\n".join(problems) or "layers: ok")
sys.exit(bool(problems))
