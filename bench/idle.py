# SPDX-License-Identifier: Apache-2.0
"""At rest: memory and processor share with the demo's people in agreement and nothing happening, and how soon a server answers."""
import time

from rig.figures import Figure
from rig.programs import Failed
from rig.web import Web
from rig.world import Server, World


def start_to_ready(world: World) -> float:
    """Seconds from starting the program to the first 200 of /health."""
    data, port = world.server.data, world.server.port
    world.server.stop()
    began = time.monotonic()
    world.server = None
    server = None
    try:
        server = Server.__new__(Server)  # without waiting for the line it prints: /health is what counts
        server.start(data, port)
        while time.monotonic() - began < 20:
            try:
                probe = Web(f"http://127.0.0.1:{port}")
                if probe.send("GET", "/health")[0] == 200:
                    return time.monotonic() - began
            except OSError:
                pass
            finally:
                probe.close()
            time.sleep(0.002)
        raise Failed("the server was not ready within 20 s")
    finally:
        server.introduce()
        world.server = server


def measure(settle: float = 60, watched: float = 30) -> list[Figure]:
    world = World("idle", people=200, overlap=120)
    try:
        world.start_sync(60)
        fresh = world.server.child.memory_mib()
        time.sleep(settle)
        before = world.server.child.cpu_seconds()
        time.sleep(watched)
        share = (world.server.child.cpu_seconds() - before) / watched * 100
        rested = world.server.child.memory_mib()
        starts = [start_to_ready(world) for _ in range(5)]
        return [
            Figure("resident right after the back-fill", fresh, "MiB"),
            Figure(f"resident after {settle:.0f} s of rest", rested, "MiB", "<= 60"),
            Figure(f"processor share over {watched:.0f} s", share, "% of a core", "<= 0.5"),
            Figure("resident after a new start", world.server.child.memory_mib(), "MiB"),
            Figure("start to ready, middle of five", sorted(starts)[2], "s", "<= 0.5"),
        ]
    finally:
        world.close()
