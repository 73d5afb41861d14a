#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sums the JSON reports of GoogleTest in a folder into one phrase for the last line of ./dev test."""
import json
import pathlib
import sys

cases = failed = programs = 0
for report in pathlib.Path(sys.argv[1]).glob("*.json"):
    data = json.loads(report.read_text())
    programs += 1
    cases += data["tests"]
    failed += data["failures"] + data["errors"]
print(f"{cases} cases in {programs} programs" + (f", {failed} failed" if failed else ""))
