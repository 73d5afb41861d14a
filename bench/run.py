#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the benchmarks against the release build and prints their figures; see README.md. ./dev bench calls it."""
import argparse
import os
import sys

os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
sys.dont_write_bytecode = True

import backfill  # noqa: E402
import idle  # noqa: E402
import ingress  # noqa: E402
import latency  # noqa: E402
import modules  # noqa: E402
import self_test  # noqa: E402
import simulation  # noqa: E402
from rig import figures, programs  # noqa: E402

BENCHMARKS = {"self_test": self_test.measure, "ingress": ingress.measure, "latency": latency.measure, "backfill": backfill.measure,
              "idle": idle.measure, "simulation": simulation.measure, "modules": modules.measure}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="benchmark", help=", ".join(BENCHMARKS) + "; all when none is named")
    parser.add_argument("--runs", type=int, default=1, help="how often each is run; the table shows median, least and most")
    parser.add_argument("--record", action="store_true", help="append the figures to bench/history.csv")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    about = figures.machine()
    print(f"{about['cpu']}, Linux {about['kernel']}, commit {figures.commit()}, load before: {figures.busy_elsewhere():.1f}")
    failed = False
    for name in options.names or BENCHMARKS:
        runs = []
        for _ in range(options.runs):
            try:
                runs.append(BENCHMARKS[name]())
            except programs.Failed as failure:
                print(f"{name}: FAILED: {failure}")
                failed = True
        if runs:
            rows = figures.table(name, runs)
            sys.stdout.flush()
            if options.record:
                figures.record(rows)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
