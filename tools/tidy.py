#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy on the files named on standard input, a few at a time, for at most --seconds.

What the time did not suffice for is named, not silently left out. The analyzer is left out for tests, where it spends half a
minute on GoogleTest's macros, and for coroutines, whose frames it takes for uninitialized memory.
"""
import argparse
import concurrent.futures
import pathlib
import subprocess
import sys
import time

arguments = argparse.ArgumentParser()
arguments.add_argument("--build", default="build/dev")
arguments.add_argument("--jobs", type=int, default=2)
arguments.add_argument("--seconds", type=int, default=900)
options = arguments.parse_args()

files = [line.strip() for line in sys.stdin if line.strip()]
known = (pathlib.Path(options.build) / "compile_commands.json").read_text()
files = [name for name in files if f"/{name}\"" in known]
end = time.monotonic() + options.seconds


def check(name: str) -> tuple[str, bool | None, str]:
    if time.monotonic() > end:
        return name, None, ""
    command = ["clang-tidy-19", "-p", options.build, "--quiet"]
    left_out = []
    is_test = name.endswith(("_test.cpp", "_bench.cpp", "_fuzz.cpp"))
    if is_test or "co_await" in pathlib.Path(name).read_text():
        left_out.append("-clang-analyzer-*")
    if is_test:
        left_out += ["-readability-function-size", "-readability-function-cognitive-complexity"]
    if left_out:
        command.append("--checks=" + ",".join(left_out))
    done = subprocess.run([*command, name], capture_output=True, text=True)
    return name, done.returncode == 0, done.stdout


failed, left = 0, []
with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
    for count, (name, good, output) in enumerate(pool.map(check, files), 1):
        if good is None:
            left.append(name)
            continue
        failed += not good
        print(f"[{count}/{len(files)}] {name}{'' if good else ': FAILED'}", flush=True)
        if not good:
            print(output, flush=True)
if left:
    print(f"tidy: no time for {len(left)} files, first {left[0]}; run ./dev check again with TIDY_SECONDS=3600")
print(f"tidy: {failed} of {len(files) - len(left)} files failed" if failed else "tidy: ok")
sys.exit(bool(failed))
