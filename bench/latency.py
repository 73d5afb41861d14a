# SPDX-License-Identifier: Apache-2.0
"""From a webhook to the write at the other app, on an idle server. The edit is made silently at one simulated app; the benchmark then
sends the signed webhook itself and afterwards reads from the other app at what time the write came in (in whole milliseconds, by the
same clock). Calls per changed contact are counted on the way."""
import base64
import hashlib
import hmac
import json
import random
import time

from rig.figures import Figure, percentile
from rig.programs import Failed
from rig.signer import Signer
from rig.web import Web
from rig.world import HEXFIT_SECRET, World, moment_of

PAUSE = 0.15  # between samples: long enough for everything about the last one to be over


def highlevel_event(world: World, signer: Signer, record: dict, number: int) -> tuple[bytes, dict]:
    fields = record["fields"]
    event = {"type": "ContactUpdate", "locationId": world.location, "id": record["id"], "webhookId": f"latency-{number}"}
    event |= {name: fields[name] for name in ("firstName", "lastName", "email", "phone", "dateOfBirth", "address1", "city", "state",
                                              "country", "postalCode", "tags", "dnd") if name in fields}
    body = json.dumps(event).encode()
    return body, {"X-GHL-Signature": signer.sign(body)}


def hexfit_event(_world: World, _signer: Signer, record: dict, number: int) -> tuple[bytes, dict]:
    identity = f"evt_latency_{number}"
    body = json.dumps({"deliveryId": identity, "eventType": "contact.updated", "payload": {"id": record["id"]}}).encode()
    moment = str(int(time.time()))
    key = base64.b64decode(HEXFIT_SECRET.removeprefix("whsec_"))
    digest = hmac.new(key, f"{identity}.{moment}.".encode() + body, hashlib.sha256).digest()
    return body, {"webhook-id": identity, "webhook-timestamp": moment, "webhook-signature": "v1," + base64.b64encode(digest).decode()}


def direction(world: World, signer: Signer, source: Web, target: Web, names: tuple[str, str], pairs: list, make_event, path: str,
              samples: int) -> tuple[list[float], list[float]]:
    """Milliseconds from sending the webhook to the write, and to the webhook's answer."""
    sender = Web(f"http://127.0.0.1:{world.server.port}")
    waits, answers = [], []
    for number in range(samples):
        here, there = pairs[number % len(pairs)]
        value = f"Sample{number}x{random.randrange(10**6)}"
        record = source.json("PATCH", f"/_sandbox/records/{here}", {names[0]: value})
        body, headers = make_event(world, signer, record, number)
        began = time.time()
        status, reply = sender.send("POST", path, body, headers | {"Content-Type": "application/json"})
        answers.append((time.time() - began) * 1000)
        if status != 200:
            raise Failed(f"the webhook was answered {status}: {reply[:200]!r}")
        waits.append(wait_for(target, there, names[1], value, began))
        time.sleep(PAUSE)
    sender.close()
    return waits, answers


def wait_for(target: Web, record: str, name: str, value: str, began: float) -> float:
    while time.time() - began < 10:
        # Asked seldom, so that asking is no load worth speaking of; the time comes from the record.
        time.sleep(0.03)
        view = target.get(f"/_sandbox/records/{record}")
        if view["fields"].get(name) == value:
            return max(0.0, (moment_of(view) - began) * 1000 + 0.5)  # cut to milliseconds: half of one is lost on average
    raise Failed(f"a change did not arrive within 10 s: {name} of {record}")


def writes_of(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: count - before.get(name, 0) for name, count in after.items() if count > before.get(name, 0)}


def measure(samples: int = 200) -> list[Figure]:
    # Polls and sweeps are put off: they would find the edit as well, and measure something else.
    world = World("latency", people=200, overlap=120, policy={"poll_every_seconds": 3600, "sweep_every_seconds": 86400})
    signer = Signer()
    figures = []
    try:
        world.start_sync(60)
        time.sleep(3)
        pairs = [(a, b) for a, b in world.links() if a and b]
        highlevel, hexfit = world.sandbox.highlevel, world.sandbox.hexfit
        for title, source, target, names, ordered, event, path in (
                ("HighLevel to Hexfit", highlevel, hexfit, ("lastName", "lastname"), pairs, highlevel_event, "/webhooks/contacts"),
                ("Hexfit to HighLevel", hexfit, highlevel, ("lastname", "lastName"), [(b, a) for a, b in pairs], hexfit_event,
                 world.hexfit_path)):
            before = world.sandbox.calls(source), world.sandbox.calls(target)
            waits, answers = direction(world, signer, source, target, names, ordered, event, path, samples)
            read, written = (writes_of(old, world.sandbox.calls(app)) for old, app in zip(before, (source, target)))
            print(f"  {title}: calls at the changed side {read}, at the written side {written}")
            figures += [
                Figure(f"{title}: p50", percentile(waits, 0.5), "ms"),
                Figure(f"{title}: p99", percentile(waits, 0.99), "ms", "<= 50"),
                Figure(f"{title}: max", max(waits), "ms"),
                Figure(f"{title}: webhook answered, p99", percentile(answers, 0.99), "ms", "<= 5"),
                Figure(f"{title}: calls per change at the changed side", sum(read.values()) / samples, ""),
                Figure(f"{title}: calls per change at the written side", sum(written.values()) / samples, "", "<= 1.1"),
            ]
    finally:
        signer.stop()
        world.close()
    return figures
