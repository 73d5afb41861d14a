#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails where code outside an app's own folder names the app, or what only its declaration may say: its id, title and host, its
webhook headers, its settings and its bound fields. The names are read from src/connectors/*/connector.json, so that a new app is
guarded from its first day. A line may keep one by a comment `names: <reason>` at its end or alone above it."""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Where the names belong: the declarations, the simulated apps, what shows them off, and tests with their data.
ALLOWED = re.compile(
    r"^src/(connectors|sandbox|simulation)/|^src/app/commands/(sandbox|demo)|/corpus/|_(test|bench|slow_test|fuzz)\.cpp$"
    r"|/test_[a-z_]+\.hpp$|\.test\.tsx?$|^web/src/api/schema\.d\.ts$|README\.md$")
SUFFIXES = {".cpp", ".hpp", ".h", ".ts", ".tsx", ".css", ".json", ".sql", ".html", ".py", ".mjs"}
# Members of our own contracts that an app happens to use, too.
OURS = {"email", "phone", "city", "state", "country", "tags", "groups", "province", "street", "postal_code", "external_id", "lang",
        "webhook-id", "webhook-signature", "webhook-timestamp"}


def names_of(declaration: dict) -> set[str]:
    host = re.sub(r"^https://|/.*$", "", declaration["base_url"]).split(".")
    names = {declaration["id"], declaration["title"], ".".join(host[-2:]), host[-2]}
    signature = declaration.get("webhooks", {}).get("signature", {})
    names |= {signature[each] for each in ("header", "id_header", "timestamp_header") if each in signature}
    names |= {signature["legacy"]["header"]} if "legacy" in signature else set()
    names |= {each["name"] for each in declaration.get("settings", [])}
    for profile in declaration["profiles"]:
        names.add(profile["id"])
        names |= {each["name"] for each in profile["bindings"]["contact"]["fields"]}
    return {name for name in names if name not in OURS}


def is_comment(line: str, at: int) -> bool:
    """Examples in comments are allowed for what an app's declaration says; good enough for one line."""
    before = line[:at]
    return "//" in re.sub(r'"[^"]*"', "", before) or before.lstrip().startswith(("*", "/*", "#"))


def main() -> int:
    names: set[str] = set()
    for path in sorted((ROOT / "src/connectors").glob("*/connector.json")):
        names |= names_of(json.loads(path.read_text()))
    pattern = re.compile(r"(?<![A-Za-z0-9])(" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")(?![a-z0-9])",
                         re.IGNORECASE)
    problems = []
    for folder in ("src", "web/src"):
        for path in sorted((ROOT / folder).rglob("*")):
            relative = path.relative_to(ROOT).as_posix()
            if path.suffix not in SUFFIXES or not path.is_file() or ALLOWED.search(relative):
                continue
            kept = False
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                found = pattern.search(line)
                keeps = re.search(r"(//|#) names: \S", line) is not None
                if found and not is_comment(line, found.start()) and not keeps and not kept:
                    problems.append(f"{relative}:{number}: names \"{found[0]}\"; only an app's declaration may")
                kept = keeps and line.lstrip().startswith(("//", "#"))
    for problem in problems:
        print(problem)
    if problems:
        print(f"names: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
