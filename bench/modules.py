# SPDX-License-Identifier: Apache-2.0
"""The benchmarks inside the modules (src/*/*_bench.cpp), one after the other."""
import json

from rig.figures import Figure
from rig.programs import BUILD, run


def measure(pattern: str = "") -> list[Figure]:
    figures = []
    for path in sorted((BUILD / "src").glob("*/*_bench")):
        arguments = [path, "--benchmark_min_time=0.2", "--benchmark_format=json"]
        if pattern:
            arguments.append(f"--benchmark_filter={pattern}")
        text = run(arguments)
        if not text.strip():
            continue  # nothing in it fits the pattern
        for entry in json.loads(text)["benchmarks"]:
            figures.append(Figure(f"{path.name.removesuffix('_bench')}: {entry['name']}", entry["cpu_time"], entry["time_unit"] + " CPU"))
    return figures
