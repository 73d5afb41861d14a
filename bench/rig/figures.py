# SPDX-License-Identifier: Apache-2.0
"""Figures: percentiles, what several runs come to, on which machine they were taken, and the history file."""
import csv
import dataclasses
import datetime
import os
import pathlib
import platform
import statistics
import subprocess

from rig.programs import ROOT

HISTORY = ROOT / "bench" / "history.csv"
COLUMNS = ["date", "commit", "benchmark", "figure", "unit", "median", "min", "max", "runs", "budget", "cpu", "kernel", "load"]


@dataclasses.dataclass
class Figure:
    name: str
    value: float
    unit: str
    budget: str = ""  # "<= 50", ">= 10000"

    def holds(self, value: float) -> bool | None:
        if not self.budget:
            return None
        relation, limit = self.budget.split()
        return value <= float(limit) if relation == "<=" else value >= float(limit)


def percentile(values: list[float], share: float) -> float:
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def machine() -> dict[str, str]:
    model = next((line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "unknown")
    return {"cpu": f"{os.cpu_count()} x {model}", "kernel": platform.release()}


def commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False).stdout.strip()
    return (git("rev-parse", "--short", "HEAD") or "unknown") + ("+" if git("status", "--porcelain", "--untracked-files=no", "--", "src", "bench") else "")


def busy_elsewhere() -> float:
    """Processes that have or wait for a core, on average over the last minute, measured before we begin."""
    return os.getloadavg()[0]


def short(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def table(benchmark: str, runs: list[list[Figure]]) -> list[dict]:
    """Prints one line per figure and returns the rows for the history."""
    rows = []
    print(f"\n{benchmark}, {len(runs)} run{'s' if len(runs) > 1 else ''}")
    print(f"  {'figure':<58} {'median':>9} {'min':>9} {'max':>9}  unit")
    for figure in runs[0]:
        values = [other.value for run in runs for other in run if other.name == figure.name]
        median = statistics.median(values)
        verdict = {None: "", True: f"   budget {figure.budget}: met", False: f"   budget {figure.budget}: MISSED"}[figure.holds(median)]
        print(f"  {figure.name:<58} {short(median):>9} {short(min(values)):>9} {short(max(values)):>9}  {figure.unit}{verdict}")
        rows.append({"benchmark": benchmark, "figure": figure.name, "unit": figure.unit, "median": f"{median:.6g}", "min": f"{min(values):.6g}",
                     "max": f"{max(values):.6g}", "runs": len(values), "budget": figure.budget})
    return rows


def record(rows: list[dict], load: float) -> None:
    """`load` is what else the machine did while the figures were taken."""
    about = {"date": datetime.date.today().isoformat(), "commit": commit(), "load": f"{load:.1f}"} | machine()
    is_new = not HISTORY.exists()
    with open(HISTORY, "a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if is_new:
            writer.writeheader()
        for row in rows:
            writer.writerow(about | row)
