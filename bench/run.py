#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the benchmarks against the release build and prints their figures; see README.md. ./dev bench calls it."""
import argparse
import inspect
import os
import sys

os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
sys.dont_write_bytecode = True

import backfill  # noqa: E402
import bulk  # noqa: E402
import flows  # noqa: E402
import idle  # noqa: E402
import ingress  # noqa: E402
import latency  # noqa: E402
import million  # noqa: E402
import modules  # noqa: E402
import profile_flows  # noqa: E402
import self_test  # noqa: E402
import simulation  # noqa: E402
from rig import figures, programs  # noqa: E402

BENCHMARKS = {"self_test": self_test.measure, "flows": flows.measure, "ingress": ingress.measure, "latency": latency.measure,
              "bulk": bulk.measure, "backfill": backfill.measure, "million": million.measure, "idle": idle.measure,
              "simulation": simulation.measure, "modules": modules.measure}
# Tells where the time goes instead of how much it is, so it is run when it is named only, and leaves nothing in the history.
PROFILES = {"profile": profile_flows.measure}


def runs_of(name: str, count: int, people: int | None) -> list[list[figures.Figure]]:
    """Some benchmarks take several rounds by themselves, in turns with what they compare."""
    measure = (BENCHMARKS | PROFILES)[name]
    options = {"people": people} if people and "people" in inspect.signature(measure).parameters else {}
    runs: list[list[figures.Figure]] = []
    for _ in range(count):
        taken = measure(**options)
        runs += taken if taken and isinstance(taken[0], list) else [taken]
    return runs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="benchmark", help=", ".join(BENCHMARKS) + "; all of these when none is named; and: " + ", ".join(PROFILES))
    parser.add_argument("--runs", type=int, default=1, help="how often each is run; the table shows median, least and most")
    parser.add_argument("--people", type=int, help="how many people, where a benchmark leaves the choice")
    parser.add_argument("--no-record", dest="record", action="store_false", help="do not append the figures to bench/history.csv")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in BENCHMARKS | PROFILES]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(BENCHMARKS | PROFILES)}")
    about = figures.machine()
    failed = False
    for name in options.names or BENCHMARKS:
        load = figures.busy_elsewhere()
        print(f"{about['cpu']}, Linux {about['kernel']}, commit {figures.commit()}, load before: {load:.1f}", flush=True)
        try:
            rows = figures.table(name, runs_of(name, options.runs, options.people))
        except programs.Failed as failure:
            print(f"{name}: FAILED: {failure}")
            failed = True
            continue
        sys.stdout.flush()
        if options.record and name not in PROFILES:
            figures.record(rows, load)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
