# SPDX-License-Identifier: Apache-2.0
"""A million linked people. A thousand of them are real; the others are copies of one of them, made directly in the database of a stopped
server (million/copies.cpp), with a change each in the history and ten thousand looks that wait until tomorrow. What one change costs is
measured before and after, with the same people."""
import json
import pathlib
import statistics
import threading
import time

from flows import Stage, measure_round
from idle import start_to_ready
from rig.figures import Figure
from rig.programs import program, run
from rig.web import Web
from rig.world import SEED

REAL = 1_000
MIB = 1 << 20


def size_of(folder: pathlib.Path) -> float:
    return sum(path.stat().st_size for path in folder.glob("lockstep.db*")) / MIB


def asked(web: Web, path: str, times: int = 5) -> float:
    """The middle of `times` answers, in milliseconds."""
    waits = []
    for _ in range(times):
        began = time.monotonic()
        web.get(path)
        waits.append((time.monotonic() - began) * 1000)
    return statistics.median(waits)


def change_cost(stage: Stage, name: str) -> dict[str, float]:
    figures = measure_round(stage.subjects[0], stage.world.folder, name, 300)
    return {figure.name.removeprefix("Lockstep: "): figure.value for figure in figures}


def longest_waits(stage: Stage) -> tuple[list[Figure], dict]:
    """What the web app asks for, while 50 webhooks a second come in: those must not wait for it."""
    world, subject = stage.world, stage.subjects[0]
    (world.folder / "records").write_text("".join(a + "\n" for a, _ in subject.pairs))
    reports = []
    sender = threading.Thread(target=lambda: reports.append(json.loads(run(
        [program("bench_load"), "--port", subject.port, "--seed", SEED, "--location", subject.location, "--records", world.folder / "records",
         "--run", "stalls", "--connections", 16, "--rate", 50, "--seconds", 8, "--warm-up", 1], 120))))
    sender.start()
    sync = f"/api/v1/syncs/{world.sync}"
    person = subject.pairs[0][0]
    try:
        figures = [
            Figure("status answered", asked(world.server.web, f"{sync}/status"), "ms"),
            Figure("a page of people answered", asked(world.server.web, f"{sync}/records?state=linked&limit=50"), "ms"),
            Figure("a person answered", asked(world.server.web, f"{sync}/records/{person}"), "ms"),
            Figure("a person's changes answered", asked(world.server.web, f"{sync}/changes?record={person}&limit=50"), "ms"),
            Figure("the latest changes answered", asked(world.server.web, f"{sync}/changes?limit=50"), "ms"),
        ]
    finally:
        sender.join()
    return figures, reports[0]


def measure(people: int = 1_000_000) -> list[Figure]:
    stage = Stage("million", REAL, with_node=False)
    world = stage.world
    try:
        change_cost(stage, "warm-up")
        small = change_cost(stage, "small")
        small_size = size_of(world.server.data)
        world.server.child.stop()
        began = time.monotonic()
        filled = json.loads(run([program("bench_million"), "--data", world.server.data, "copies", "--links", people - REAL], 900))
        print(f"  {filled['links']:,} copies, {filled['rows']:,} rows in {time.monotonic() - began:.0f} s", flush=True)
        large_size = size_of(world.server.data)
        ready = start_to_ready(world)
        started = world.server.child.memory_mib()
        stage.subjects[0].child = world.server.child
        began, cpu = time.monotonic(), world.server.child.cpu_seconds()
        world.server.child.wait_for_rest(300)
        settled, settled_cpu = time.monotonic() - began, world.server.child.cpu_seconds() - cpu
        change_cost(stage, "warm-up-again")
        large = change_cost(stage, "large")
        answers, webhooks = longest_waits(stage)
        peak = world.server.child.memory_mib("VmHWM")
        world.server.stop()
        claims = json.loads(run([program("bench_million"), "--data", world.server.data, "claim"], 300))
        return [
            Figure("database", large_size, "MiB"),
            Figure("database per link", (large_size - small_size) * MIB / filled["links"], "B"),
            Figure("start to ready", ready, "s", "<= 0.5"),
            Figure("resident when ready", started, "MiB"),
            Figure("from ready to rest (sweeps end)", settled, "s"),
            Figure("from ready to rest: CPU", settled_cpu, "s"),
            Figure("most memory", peak, "MiB", "<= 512"),
            Figure("CPU per 1,000 changes at 1,000 links", small["CPU per 1,000"], "s"),
            Figure("CPU per 1,000 changes at all links", large["CPU per 1,000"], "s"),
            Figure("one change costs, all links / 1,000", large["CPU per 1,000"] / small["CPU per 1,000"], "x", "<= 1.2"),
            Figure("changes a second at 1,000 links", small["people a second"], "1/s"),
            Figure("changes a second at all links", large["people a second"], "1/s"),
            *answers,
            Figure("webhooks meanwhile: p50", webhooks["p50_ms"], "ms"),
            Figure("webhooks meanwhile: longest wait", webhooks["max_ms"], "ms"),
            Figure("a claim with nothing due, median", statistics.median(claims["empty_ms"]), "ms"),
            Figure("a claim of 64 looks, median", statistics.median(claims["full_ms"]), "ms"),
        ]
    finally:
        stage.close()
