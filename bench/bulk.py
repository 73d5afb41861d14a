# SPDX-License-Identifier: Apache-2.0
"""A bulk edit that no webhook told of: 10,000 people are linked, every tenth gets a new last name at HighLevel, and the server, which was
stopped meanwhile, sweeps as it starts, because the last sweep was yesterday. From ready until the last value stands at Hexfit, with both apps unlimited."""
import time

from rig.figures import Figure
from rig.shortcuts import make_sweeps_due
from rig.world import Server, World

INDEX_LAG = 4  # seconds; the simulated search shows a change after 0.5 to 3


def measure(people: int = 10_000) -> list[Figure]:
    world = World("bulk", people=people, overlap=people, unlimited=True, policy={"poll_every_seconds": 3600, "sweep_every_seconds": 86400})
    try:
        world.start_sync(1800)
        pairs = sorted((a, b) for a, b in world.links() if a and b)
        data, port = world.server.data, world.server.port
        world.server.stop()
        wanted = {}
        for number, (here, there) in enumerate(pairs[::10]):
            wanted[there] = f"Bulkx{number}"
            world.sandbox.highlevel.json("PATCH", f"/_sandbox/records/{here}", {"lastName": wanted[there]})
        time.sleep(INDEX_LAG)
        make_sweeps_due(data)
        writes = world.sandbox.writes(world.sandbox.hexfit)
        world.server = Server(data, port)
        ready, cpu = time.time(), world.server.child.cpu_seconds()
        calls = sum(world.sandbox.calls(world.sandbox.highlevel).values())
        last = world.sandbox.wait_for_last_names(wanted, writes, 900)
        world.server.child.wait_for_rest(300)
        cpu = world.server.child.cpu_seconds() - cpu
        calls = sum(world.sandbox.calls(world.sandbox.highlevel).values()) - calls
        print(f"  {len(pairs)} linked, {len(wanted)} edited")
        return [
            Figure("ready to last write", last - ready, "s", "<= 0.3"),
            Figure("server CPU, sweeps of both sides and the writes", cpu, "s"),
            Figure("server CPU per 1,000 records compared", cpu / (2 * people / 1000), "s"),
            Figure("calls at HighLevel", calls, ""),
            Figure("most memory", world.server.child.memory_mib("VmHWM"), "MiB"),
        ]
    finally:
        world.close()
