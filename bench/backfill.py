# SPDX-License-Identifier: Apache-2.0
"""The first synchronisation: 2,000 people on each side, half of them on both, both apps without limits. Afterwards both sides must hold
the same people, each once. With --people 10000 as it was measured before."""
from rig.figures import Figure
from rig.programs import Failed
from rig.world import World


def check_sides(world: World) -> int:
    """Everybody who can be told apart is linked, and nobody was made twice."""
    left, right = world.sandbox.records(world.sandbox.highlevel), world.sandbox.records(world.sandbox.hexfit)
    counts = world.status()["counts"]
    if counts["records_a"] != len(left) or counts["records_b"] != len(right):
        raise Failed(f"the server knows {counts['records_a']} and {counts['records_b']} records, there are {len(left)} and {len(right)}")
    links = world.links()
    for side, name in ((0, "HighLevel"), (1, "Hexfit")):
        ids = [link[side] for link in links]
        if len(ids) != len(set(ids)):
            raise Failed(f"a record of {name} is linked twice")
    print(f"  {len(left)} at HighLevel, {len(right)} at Hexfit, {len(links)} linked, {counts['unsure']} unsure, {counts['open_issues']} issues")
    return len(links)


def measure(people: int = 2_000) -> list[Figure]:
    world = World("backfill", people=people, overlap=people // 2, unlimited=True, policy={"sweep_every_seconds": 86400})
    try:
        cpu = world.server.child.cpu_seconds()
        seconds = world.start_sync(1200)
        cpu = world.server.child.cpu_seconds() - cpu
        peak = world.server.child.memory_mib("VmHWM")
        figures = [Figure("wall time", seconds, "s"), Figure("server CPU", cpu, "s"),
                   Figure("server CPU per 1,000 records there were", cpu / (2 * people / 1000), "s", "<= 0.45"), Figure("most memory", peak, "MiB")]
        for name, app in (("HighLevel", world.sandbox.highlevel), ("Hexfit", world.sandbox.hexfit)):
            calls = world.sandbox.calls(app)
            print(f"  calls at {name}: {calls}")
            figures.append(Figure(f"calls at {name}", sum(calls.values()), ""))
            figures.append(Figure(f"calls at {name} per record there", sum(calls.values()) / len(world.sandbox.records(app)), ""))
        figures.append(Figure("linked in the end", check_sides(world), ""))
    finally:
        world.close()
    return figures
