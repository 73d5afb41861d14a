# SPDX-License-Identifier: Apache-2.0
"""The main job at full load: people are edited silently at HighLevel, each edit's signed webhook comes in over 16 connections, and the
clock stops when the last value stands at Hexfit. Beside Lockstep, in turns, a receiver of forty lines as a user would write it by hand
(node_receiver/). Each has simulated apps of its own, with the same people and without limits.

Every round is checked: each webhook accepted, each person at Hexfit with the edited value, each event in the receiver's database, and a
webhook with a wrong signature refused."""
import dataclasses
import json
import pathlib
import shutil
import sqlite3
import time

from rig.figures import Figure
from rig.programs import Child, Failed, program, run
from rig.signer import Signer
from rig.web import Web
from rig.world import SEED, Sandbox, World, public_key

CONNECTIONS = 16
FIELDS = ("firstName", "lastName", "email", "phone", "dateOfBirth", "address1", "city", "state", "country", "postalCode", "tags", "dnd")
RECEIVER = pathlib.Path(__file__).resolve().parent / "node_receiver"


@dataclasses.dataclass
class Subject:
    """A program under measurement with its apps; `pairs` are (HighLevel id, Hexfit id) of everybody."""
    name: str
    child: Child
    port: int
    sandbox: Sandbox
    location: str
    pairs: list[tuple[str, str]]


class NodeReceiver:
    def __init__(self, folder: pathlib.Path, sandbox: Sandbox, pairs: list[tuple[str, str]]):
        if not (RECEIVER / "node_modules").is_dir():
            raise Failed("bench/node_receiver has no node_modules: run ./dev bench, or npm ci in it")
        self.database = folder / "node.db"
        settings = folder / "node.json"
        settings.write_text(json.dumps({"public_key": public_key(), "database": str(self.database), "key": sandbox.facts["hexfit"]["key"],
                                        "hexfit": sandbox.facts["hexfit"]["url"], "pairs": pairs}))
        self.child = Child(["node", RECEIVER / "receiver.js", settings], folder / "node.log")
        self.port = int(self.child.line())

    def stored(self) -> int:
        database = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return database.execute("SELECT COUNT(*) FROM events").fetchone()[0]
        finally:
            database.close()


def edit_silently(subject: Subject, path: pathlib.Path, name: str) -> dict[str, str]:
    """Gives everybody a new last name at HighLevel, writes the webhooks that HighLevel would send, and returns by Hexfit id what has to
    stand there in the end."""
    wanted = {}
    with open(path, "w", encoding="utf-8") as bodies:
        for number, (here, there) in enumerate(subject.pairs):
            value = f"Edited{name.title().replace('-', '')}x{number}"
            fields = subject.sandbox.highlevel.json("PATCH", f"/_sandbox/records/{here}", {"lastName": value})["fields"]
            event = {"type": "ContactUpdate", "locationId": subject.location, "id": here, "webhookId": f"{name}-{number}",
                     "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())}
            event |= {field: fields[field] for field in FIELDS if field in fields}
            bodies.write(json.dumps(event) + "\n")
            wanted[there] = value
    return wanted


def measure_round(subject: Subject, folder: pathlib.Path, name: str, limit: float) -> list[Figure]:
    bodies = folder / "bodies"
    wanted = edit_silently(subject, bodies, name)
    subject.child.wait_for_rest()
    writes = subject.sandbox.writes(subject.sandbox.hexfit)
    cpu, apps_cpu = subject.child.cpu_seconds(), subject.sandbox.child.cpu_seconds()
    report = json.loads(run([program("bench_load"), "--port", subject.port, "--seed", SEED, "--location", subject.location, "--bodies", bodies,
                             "--connections", CONNECTIONS, "--seconds", limit, "--warm-up", 0], limit + 60))
    if report["accepted_in_all"] != len(wanted) or report["unanswered"]:
        raise Failed(f"{subject.name}: {report['accepted_in_all']} of {len(wanted)} webhooks were accepted: {report['statuses']}")
    last = subject.sandbox.wait_for_last_names(wanted, writes, limit)
    # What is still to do after the last write belongs to the work as well.
    subject.child.wait_for_rest()
    cpu = subject.child.cpu_seconds() - cpu
    apps_cpu = subject.sandbox.child.cpu_seconds() - apps_cpu
    thousands = len(wanted) / 1000
    return [
        Figure(f"{subject.name}: first webhook to last write", last - report["began"], "s"),
        Figure(f"{subject.name}: people a second", len(wanted) / (last - report["began"]), "1/s"),
        Figure(f"{subject.name}: webhooks answered", len(wanted) / report["seconds_to_last_answer"], "1/s"),
        Figure(f"{subject.name}: CPU per 1,000", cpu / thousands, "s"),
        Figure(f"{subject.name}: the simulated apps' CPU per 1,000", apps_cpu / thousands, "s"),
    ]


def expect_refusal(subject: Subject) -> None:
    """A webhook that somebody has altered is answered 401."""
    body = json.dumps({"type": "ContactUpdate", "locationId": subject.location, "id": subject.pairs[0][0], "webhookId": "forged", "lastName": "Forged"})
    signer = Signer()
    try:
        signature = signer.sign(body.replace("Forged", "Honest").encode())
    finally:
        signer.stop()
    sender = Web(f"http://127.0.0.1:{subject.port}")
    status, _ = sender.send("POST", "/webhooks/contacts", body.encode(), {"X-GHL-Signature": signature, "Content-Type": "application/json"})
    sender.close()
    if status != 401:
        raise Failed(f"{subject.name}: a webhook with a wrong signature was answered {status}")


def ratios(figures: list[Figure]) -> list[Figure]:
    values = {figure.name: figure.value for figure in figures}
    return [Figure(f"Lockstep / Node: {what}", values[f"Lockstep: {what}"] / values[f"Node: {what}"], "x", budget)
            for what, budget in (("people a second", ">= 1"), ("webhooks answered", ""), ("CPU per 1,000", "<= 1"))]


def ids_of(sandbox: Sandbox, app: Web) -> set[str]:
    return {record["id"] for record in sandbox.records(app)}


class Stage:
    """Lockstep in agreement over `people` linked people, and the receiver beside it with the same people at apps of its own."""

    def __init__(self, name: str, people: int, with_node: bool = True):
        self.people = people
        # A few more, because some people cannot be told apart and are left to a person.
        seeded = people + people // 5
        # Polls and sweeps are put off: they would find the edits as well, and measure something else.
        self.world = World(name, people=seeded, overlap=seeded, unlimited=True,
                           policy={"poll_every_seconds": 3600, "sweep_every_seconds": 86400})
        self.others: Sandbox | None = None
        self.node: NodeReceiver | None = None
        try:
            self.world.start_sync(900)
            pairs = self.world.links()
            if with_node:
                # The same seed makes the same people under the same ids; whom Lockstep has made itself, these apps do not know.
                self.others = Sandbox(self.world.folder, seeded, seeded, log="sandbox-of-node.log")
                self.others.lift_limits()
                left, right = ids_of(self.others, self.others.highlevel), ids_of(self.others, self.others.hexfit)
                pairs = [(a, b) for a, b in pairs if a in left and b in right]
            self.prepare(sorted((a, b) for a, b in pairs if a and b)[:people])
        except BaseException:
            self.close()
            raise

    def prepare(self, pairs: list[tuple[str, str]]) -> None:
        world = self.world
        if len(pairs) < self.people:
            raise Failed(f"only {len(pairs)} of {self.people} people are linked")
        world.server.web.close()
        self.subjects = [Subject("Lockstep", world.server.child, world.server.port, world.sandbox, world.location, pairs)]
        if self.others:
            self.node = NodeReceiver(world.folder, self.others, pairs)
            self.subjects.append(Subject("Node", self.node.child, self.node.port, self.others, self.others.facts["highlevel"]["location_id"], pairs))

    def close(self) -> None:
        for part in (self.node.child if self.node else None, self.others):
            if part:
                part.stop()
        self.world.close()


def measure(people: int = 2_000, rounds: int = 3) -> list[list[Figure]]:
    stage = Stage("flows", people)
    folder = stage.world.folder
    taken: list[list[Figure]] = []
    try:
        for subject in stage.subjects:
            expect_refusal(subject)
        # The first round warms both up (one of them compiles its code while it runs) and does not count.
        for number in range(rounds + 1):
            figures = []
            for subject in stage.subjects:
                figures += measure_round(subject, folder, f"round-{number}", 300)
            if number > 0:
                taken.append(figures + ratios(figures))
        stored = stage.node.stored()
        if stored != people * (rounds + 1):
            raise Failed(f"the receiver has stored {stored} events instead of {people * (rounds + 1)}")
    finally:
        stage.close()
    return taken
