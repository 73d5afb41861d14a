# SPDX-License-Identifier: Apache-2.0
"""How many hours of a simulated world pass in a minute of processor time."""
import json
import resource
import time

from rig.figures import Figure
from rig.programs import LOCKSTEP, run


def cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(seeds: int = 200) -> list[Figure]:
    before, began = cpu_of_children(), time.monotonic()
    report = json.loads(run([LOCKSTEP, "simulate", "--seeds", seeds, "--json"], 1800).splitlines()[-1])
    cpu, wall = cpu_of_children() - before, time.monotonic() - began
    hours = report["simulated_hours"]
    return [
        Figure("simulated hours per CPU minute", hours / (cpu / 60), "h", ">= 1000"),
        Figure("simulated hours", hours, "h"),
        Figure("CPU time per seed", cpu / seeds, "s"),
        Figure("wall time", wall, "s"),
    ]
