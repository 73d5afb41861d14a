# SPDX-License-Identifier: Apache-2.0
"""A Lockstep server with both simulated apps beside it, each a process of its own, connected and, if wanted, in agreement."""
import datetime
import json
import os
import pathlib
import shutil
import time

from rig.programs import LOCKSTEP, Child, Failed, free_port, fresh_folder, program, run
from rig.web import Web

SEED = "5a" * 32  # of the key that the benchmark signs with in HighLevel's place
# A limit nobody reaches, announced in the reply headers: without headers the server keeps to the documented 100 calls in 10 s.
HIGHLEVEL_RATE = "1000000/10s"
UPDATES = {"updateClient", "update-contact"}  # how the simulated apps count them
HEXFIT_SECRET = "whsec_" + "QUJD" * 10


def moment_of(record: dict) -> float:
    """When the app last stored something in this record, in whole milliseconds."""
    return datetime.datetime.fromisoformat(record["changedAt"].replace("Z", "+00:00")).timestamp()


def public_key() -> str:
    return run([program("bench_sign"), "--seed", SEED, "--public-key"])


# The simulated apps of a bench are on this machine.
os.environ.setdefault("LOCKSTEP_APP_NETWORKS", "127.0.0.1")


class Server:
    def __init__(self, data: pathlib.Path, port: int | None = None):
        if not (data / "master.key").exists():
            run([LOCKSTEP, "init", "--data", data, "--json"])
        self.start(data, port or free_port())
        self.introduce()

    def start(self, data: pathlib.Path, port: int) -> None:
        self.data = data
        self.port = port
        self.child = Child([LOCKSTEP, "serve", "--data", data, "--listen", f"127.0.0.1:{self.port}", "--json", "--log-level", "warning"],
                           data / "server.log")

    def introduce(self) -> None:
        """Waits until it is ready and reads the token by which commands on this machine come in."""
        self.ready = self.child.json()
        self.web = Web(f"http://127.0.0.1:{self.port}", json.loads((self.data / "server.json").read_text())["token"])

    def stop(self) -> None:
        self.web.close()
        self.child.stop()


class Sandbox:
    """HighLevel without a limit, Hexfit with the 20 calls a second of its contract and no monthly quota; no webhooks, because the benchmark sends them itself unless it says otherwise."""

    def __init__(self, folder: pathlib.Path, people: int, overlap: int, arguments: list = (), log: str = "sandbox.log"):
        self.child = Child([LOCKSTEP, "sandbox", "--people", people, "--overlap", overlap, "--seed", 7, "--rate-limit", HIGHLEVEL_RATE, "--json",
                            "--highlevel-port", free_port(), "--hexfit-port", 0, "--hexfit-quota", 0, "--hexfit-webhook-secret", HEXFIT_SECRET, *arguments],
                           folder / log)
        self.facts = self.child.json(120)
        self.highlevel = Web(self.facts["highlevel"]["url"])
        self.hexfit = Web(self.facts["hexfit"]["url"])

    def records(self, app: Web) -> list[dict]:
        found, after = [], ""
        while True:
            page = app.get(f"/_sandbox/records?limit=5000&after={after}")
            found += page["records"]
            if not page["next"]:
                return found
            after = page["next"]

    def calls(self, app: Web) -> dict[str, int]:
        """By operation, without the admin routes."""
        return app.get("/_sandbox/counters")["counters"].get("call", {})

    def writes(self, app: Web) -> int:
        """Calls that changed a person's fields."""
        return sum(count for operation, count in self.calls(app).items() if operation in UPDATES)

    def wait_for_last_names(self, wanted: dict[str, str], writes_before: int, limit: float) -> float:
        """When Hexfit stored the last of `wanted`, which are last names by id. Asks for a count only, which costs the app nothing, until
        all can have arrived."""
        end = time.monotonic() + limit
        is_over = False
        while not is_over:
            time.sleep(0.05)
            is_over = time.monotonic() >= end
            if self.writes(self.hexfit) - writes_before < len(wanted) and not is_over:
                continue
            records = {record["id"]: record for record in self.records(self.hexfit)}
            missing = [identity for identity, value in wanted.items() if records[identity]["fields"]["lastname"] != value]
            if not missing:
                return max(moment_of(records[identity]) for identity in wanted)
            time.sleep(0.5)
        raise Failed(f"{len(missing)} of {len(wanted)} edits did not arrive at Hexfit within {limit:.0f} s")

    def lift_limits(self) -> None:
        """Hexfit without its 20 calls a second, which it announces in every reply."""
        self.hexfit.json("PUT", "/_sandbox/limits", {"per_second": 1_000_000})

    def stop(self) -> None:
        self.highlevel.close()
        self.hexfit.close()
        self.child.stop()


# The benchmarks change one field of everybody, which the mass-change brake would rightly ask about.
NO_BRAKE = {harm: {"people": 0, "percent": 0} for harm in ("cleared", "changed")}


class World:
    """`policy` is the sync's; all of the declared rates is used unless it says otherwise. `unlimited`: Hexfit has no limit either."""

    def __init__(self, name: str, people: int, overlap: int, policy: dict | None = None, sandbox_arguments: list = (), port: int | None = None,
                 unlimited: bool = False):
        self.folder = fresh_folder(name)
        self.server = None
        self.sandbox = None
        try:
            self.sandbox = Sandbox(self.folder, people, overlap, sandbox_arguments)
            if unlimited:
                self.sandbox.lift_limits()
            (self.folder / "data").mkdir(mode=0o700)
            self.server = Server(self.folder / "data", port)
            self.connect(policy or {})
        except BaseException:
            self.close()
            raise

    def connect(self, policy: dict) -> None:
        web, facts = self.server.web, self.sandbox.facts
        self.location = facts["highlevel"]["location_id"]
        self.highlevel = web.json("POST", "/api/v1/connections", {
            "profile": "highlevel", "base_url": facts["highlevel"]["url"], "settings": {"locationId": self.location},
            "credential": facts["highlevel"]["token"], "webhook_public_key": self.webhook_key()})["connection"]["id"]
        made = web.json("POST", "/api/v1/connections", {
            "profile": "hexfit-full", "base_url": facts["hexfit"]["url"], "credential": facts["hexfit"]["key"],
            "webhook_secret": HEXFIT_SECRET, "monthly_quota": -1})
        self.hexfit, self.hexfit_path = made["connection"]["id"], made["webhook_path"]
        self.sync = web.json("POST", "/api/v1/syncs", {"a": self.highlevel, "b": self.hexfit, "policy": {"quota_share": 1.0, "brake": NO_BRAKE} | policy})["id"]

    def webhook_key(self) -> str:
        return public_key()

    def limit_highlevel(self, calls_in_10_seconds: int) -> None:
        """The server learns it from the next reply."""
        self.sandbox.highlevel.json("PUT", "/_sandbox/limits", {"burst": calls_in_10_seconds, "burst_window_ms": 10_000})
        self.server.web.json("POST", f"/api/v1/connections/{self.highlevel}/test")

    def status(self) -> dict:
        return self.server.web.get(f"/api/v1/syncs/{self.sync}/status")

    def start_sync(self, limit: float) -> float:
        """Starts the sync and waits until both sides are in agreement; returns the seconds it took."""
        began = time.monotonic()
        self.server.web.json("POST", f"/api/v1/syncs/{self.sync}/start", {"without_plan": True})
        while time.monotonic() - began < limit:
            status = self.status()
            if status["state"] == "running" and status["counts"]["waiting"] == 0 and status["counts"]["unknown"] == 0:
                return time.monotonic() - began
            # Counting 10,000 records is work for the server, so a long back-fill is asked seldom.
            time.sleep(min(1.0, max(0.05, (time.monotonic() - began) / 50)))
        raise Failed(f"the back-fill did not end within {limit} s: {self.status()}")

    def links(self) -> list[tuple[str, str]]:
        """(HighLevel id, Hexfit id) of everybody who is linked."""
        found, cursor = [], ""
        while True:
            page = self.server.web.get(f"/api/v1/syncs/{self.sync}/records?state=linked&limit=200" + (f"&cursor={cursor}" if cursor else ""))
            found += [(item["a_record"], item["b_record"]) for item in page["items"]]
            cursor = page["next"]
            if not cursor:
                return found

    def close(self, keep: bool = False) -> None:
        for part in (self.server, self.sandbox):
            if part:
                part.stop()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
