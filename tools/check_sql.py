#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Keeps SQL where a test can ask the database about it.

A module with a file statements.hpp has every statement there, as a constant or in a function that a test calls with every shape,
and every constant in the array `all`, which the module's test explains (src/ports/test_query_plans.hpp). So a statement that is
added later, and goes through a table one row after the other, does not go unnoticed.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERB = re.compile(r'"(?:\()?\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|REPLACE)\s')
CONSTANT = re.compile(r"inline constexpr std::string_view (\w+) =")
ALL = re.compile(r"inline constexpr std::array all\{(.*?)\};", re.DOTALL)
TEST = re.compile(r"_(test|bench|fuzz)\.cpp$|^test_")


def problems_of(statements: pathlib.Path) -> list[str]:
    module = ROOT / "src" / statements.relative_to(ROOT / "src").parts[0]
    text = statements.read_text()
    name = statements.relative_to(ROOT)
    listed = ALL.search(text)
    if not listed:
        return [f"{name}: there is no array `all` of its statements"]
    known = set(re.findall(r"\w+", listed.group(1)))
    found = [f"{name}: {each} is not in `all`, so no test explains it" for each in CONSTANT.findall(text) if each not in known]
    for path in sorted(module.rglob("*.[ch]pp")):
        if path == statements or TEST.search(path.name):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if VERB.search(line) or re.match(r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM) \w+", line):
                found.append(f"{path.relative_to(ROOT)}:{number}: a statement outside {name}")
    if not any("sql::all" in path.read_text() for path in module.rglob("*_test.cpp")):
        found.append(f"{name}: no test of the module explains sql::all")
    return found


def main() -> int:
    registries = sorted((ROOT / "src").rglob("statements.hpp"))
    wanted = {"work", "outbox", "events", "calls", "sync"}  # modules whose tables grow with use
    have = {path.relative_to(ROOT / "src").parts[0] for path in registries}
    problems = [f"src/{module}: has no statements.hpp" for module in sorted(wanted - have)]
    for statements in registries:
        problems += problems_of(statements)
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
