# SPDX-License-Identifier: Apache-2.0
"""Webhooks in: how many signed deliveries are accepted and how long they wait, beside what the HTTP adapter alone and with the
signature check alone does in the same run. Afterwards every id that was answered 2xx has to be in the database.

The engine works meanwhile, on a started sync whose contacts the deliveries name, within HighLevel's documented 100 calls in 10 s. Then the
same during a sweep of 100,000 people, of whom each is compared with what is known and found unchanged."""
import json
import sqlite3
import time

from rig.figures import Figure
from rig.programs import Child, Failed, program, run
from rig.shortcuts import declare_back_fill_done
from rig.world import SEED, Server, World

CONNECTIONS = 64
CONTACTS = 5_000
BUDGET_RATE = 10_000
RATE_DURING_SWEEP = 1_000


def load_arguments(port: int, process: int, folder, location: str, name: str, **options) -> list:
    arguments = [program("bench_load"), "--port", port, "--seed", SEED, "--location", location, "--records", folder / "records",
                 "--run", name, "--server-process", process, "--accepted", folder / f"accepted-{name}", "--connections", CONNECTIONS]
    for option, value in options.items():
        arguments += ["--" + option.replace("_", "-"), value]
    return arguments


def load(*where, **options) -> dict:
    return json.loads(run(load_arguments(*where, **options), 300))


def bare(mode: str, folder, prepared: int) -> dict:
    server = Child([program("bench_bare_server"), "--mode", mode, "--seed", SEED], folder / "bare.log")
    try:
        return load(int(server.line()), server.pid, folder, "loc", "bare", seconds=2, warm_up=0.5, prepared=prepared)
    finally:
        server.process.stdin.close()
        server.process.wait(10)
        server.process.stdout.close()


def check_inbox(world: World, names: list[str]) -> int:
    """Every accepted id is there, once. Reads the file itself: the server has stopped."""
    wanted: set[str] = set()
    for name in names:
        wanted |= set((world.folder / f"accepted-{name}").read_text().split())
    database = sqlite3.connect(f"file:{world.folder}/data/lockstep.db?mode=ro", uri=True)
    stored: list[str] = [row[0] for row in database.execute("SELECT delivery_id FROM events WHERE source = 'webhook'")]
    database.close()
    lost = wanted - set(stored)
    if lost:
        raise Failed(f"{len(lost)} of {len(wanted)} accepted deliveries are not in the inbox, such as {sorted(lost)[0]}")
    if len(stored) != len(set(stored)):
        raise Failed("a delivery is in the inbox twice")
    return len(wanted)


def pages_listed(world: World) -> int:
    return world.sandbox.calls(world.sandbox.hexfit).get("listClients", 0)


def read_everybody(world: World, people: int) -> None:
    """HighLevel is empty and Hexfit has `people`; they are read, and that is all: nobody is made at HighLevel."""
    world.sandbox.highlevel.json("POST", "/_sandbox/reset")
    world.limit_highlevel(20)
    world.server.web.json("POST", f"/api/v1/syncs/{world.sync}/start", {"without_plan": True})
    end = time.monotonic() + 900
    while world.status()["counts"]["records_b"] < people:
        if time.monotonic() > end:
            raise Failed(f"{people} people were not read within 900 s")
        time.sleep(1)
    world.server.stop()
    declare_back_fill_done(world.server.data)


def measure_during_sweep(people: int, seconds: float = 4) -> list[Figure]:
    """The server sweeps as it starts; the load begins at that moment."""
    world = World("ingress-sweep", people=people, overlap=0, unlimited=True, policy={"poll_every_seconds": 3600, "sweep_every_seconds": 86400})
    sender = None
    try:
        read_everybody(world, people)
        (world.folder / "records").write_text("".join(f"unknown{number:013d}\n" for number in range(CONTACTS)))
        data, port = world.server.data, world.server.port
        sender = Child(load_arguments(port, 0, world.folder, world.location, "swept", seconds=seconds, warm_up=0, rate=RATE_DURING_SWEEP) + ["--wait"],
                       world.folder / "load.log")
        sender.line(60)
        pages = pages_listed(world)
        world.server = Server(data, port)
        sender.process.stdin.write(b"\n")
        sender.process.stdin.flush()
        report = sender.json(120)
        pages = pages_listed(world) - pages
        world.server.stop()
        check_inbox(world, ["swept"])
    finally:
        if sender:
            sender.stop()
        world.close()
    # Pages have at most 500 people.
    swept = min(people, pages * 500)
    return [
        Figure(f"sweep of {people:,}: people listed meanwhile", swept, ""),
        Figure(f"sweep of {people:,}, {RATE_DURING_SWEEP:,}/s meant: accepted", report["accepted_per_second"], "1/s"),
        Figure(f"sweep of {people:,}, {RATE_DURING_SWEEP:,}/s meant: p50", report["p50_ms"], "ms"),
        Figure(f"sweep of {people:,}, {RATE_DURING_SWEEP:,}/s meant: p99", report["p99_ms"], "ms", "<= 25"),
        Figure(f"sweep of {people:,}, {RATE_DURING_SWEEP:,}/s meant: max", report["max_ms"], "ms"),
    ]


def measure(seconds: float = 8, people: int = 100_000) -> list[Figure]:
    world = World("ingress", people=200, overlap=120)
    try:
        world.start_sync(60)
        world.limit_highlevel(100)
        # As after a bulk edit: most deliveries are about different contacts.
        ids = [record["id"] for record in world.sandbox.records(world.sandbox.highlevel)]
        ids += [f"unknown{number:013d}" for number in range(CONTACTS - len(ids))]
        (world.folder / "records").write_text("".join(identity + "\n" for identity in ids))
        constant = bare("constant", world.folder, 250_000)
        verify = bare("verify", world.folder, 60_000)
        server = world.server
        process = server.child.pid
        idle = load(server.port, process, world.folder, world.location, "idle", seconds=6, warm_up=1, rate=50)
        half = load(server.port, process, world.folder, world.location, "half", seconds=seconds, warm_up=1, rate=BUDGET_RATE / 2)
        at_most = load(server.port, process, world.folder, world.location, "full", seconds=seconds, warm_up=2, prepared=int((seconds + 2) * 20_000))
        steady = load(server.port, process, world.folder, world.location, "steady", seconds=seconds, warm_up=2, rate=BUDGET_RATE)
        server.stop()
        checked = check_inbox(world, ["full", "steady", "half", "idle"])
    finally:
        world.close()
    if at_most["unanswered"] or steady["unanswered"]:
        raise Failed("requests were left without an answer")
    return [
        Figure("bare server, constant answer: requests", constant["accepted_per_second"], "1/s"),
        Figure("bare server, constant answer: server CPU per 1,000", constant["server_cpu_per_1000"], "s"),
        Figure("bare server, Ed25519 checked: requests", verify["accepted_per_second"], "1/s"),
        Figure("bare server, Ed25519 checked: server CPU per 1,000", verify["server_cpu_per_1000"], "s"),
        Figure("closed loop: accepted", at_most["accepted_per_second"], "1/s", f">= {BUDGET_RATE}"),
        Figure("closed loop: answered 429", at_most["refused_later_share"] * 100, "%"),
        Figure("closed loop: p50", at_most["p50_ms"], "ms"),
        Figure("closed loop: p99", at_most["p99_ms"], "ms", "<= 25"),
        Figure("closed loop: max", at_most["max_ms"], "ms"),
        Figure("closed loop: server CPU per 1,000", at_most["server_cpu_per_1000"], "s"),
        Figure("closed loop: sender CPU per 1,000", at_most["client_cpu_per_1000"], "s"),
        Figure("open loop, 10,000/s meant: accepted", steady["accepted_per_second"], "1/s"),
        Figure("open loop, 10,000/s meant: p50", steady["p50_ms"], "ms"),
        Figure("open loop, 10,000/s meant: p99", steady["p99_ms"], "ms"),
        Figure("open loop, 5,000/s: accepted", half["accepted_per_second"], "1/s"),
        Figure("open loop, 5,000/s: p50", half["p50_ms"], "ms"),
        Figure("open loop, 5,000/s: p99", half["p99_ms"], "ms", "<= 25"),
        Figure("open loop, 5,000/s: max", half["max_ms"], "ms"),
        Figure("open loop, 50/s (idle): p50", idle["p50_ms"], "ms"),
        Figure("open loop, 50/s (idle): p99", idle["p99_ms"], "ms", "<= 5"),
        Figure("accepted ids looked for in the inbox, all found", checked, ""),
        *measure_during_sweep(people),
    ]
