# SPDX-License-Identifier: Apache-2.0
"""Where Lockstep's processor time goes during `flows`: one round under `perf record`, sorted three times: by what the processor was executing,
by which module of ours had called it (the innermost frame of ours), and by which module wanted it (SQLite's work for a statement of the
sync is the sync's, that for a commit the adapter's)."""
import collections
import re
import signal
import subprocess

from flows import Stage, measure_round
from rig.figures import Figure
from rig.programs import WORK, Failed

FREQUENCY = 997  # no divisor of what timers do
# The first that fits. Of a frame: the object it stands in, or what its symbol begins with.
BY_OBJECT = [("kernel", r"\[kernel|\[guest|\[vdso\]"), ("sqlite", r"libsqlite3"), ("crypto", r"libsodium|libcrypto|libssl"), ("icu", r"libicu"),
             ("phone numbers", r"libphonenumber|libprotobuf|libabsl"), ("metrics, log", r"libprometheus|libspdlog|libfmt")]
MALLOC = re.compile(r"^(__libc_)?(malloc|free|cfree|calloc|realloc|_int_\w+|malloc_consolidate|unlink_chunk|tcache\w*|sysmalloc|systrim|"
                    r"operator (new|delete).*|aligned_alloc|_mid_memalign|checked_request2size|arena_get\w*)")
BY_SYMBOL = [("json", r"boost::json"), ("asio, beast", r"boost::(asio|beast|intrusive|system)"), ("own code", r"lockstep::|non-virtual thunk to lockstep::")]


def group_of(symbol: str, path: str) -> str:
    if MALLOC.match(symbol):
        return "malloc, free"
    for group, pattern in BY_OBJECT:
        if re.search(pattern, path):
            return group
    if "libc.so" in path or "libm.so" in path or "ld-linux" in path:
        return "libc, other"
    for group, pattern in BY_SYMBOL:
        if re.search(pattern, symbol):
            return group
    return "C++ library, other"


def modules_of(frames: list[tuple[str, str]]) -> list[str]:
    """Our modules on the stack, innermost first."""
    modules = []
    for symbol, _ in frames:
        found = re.match(r"(?:non-virtual thunk to )?lockstep::(?:([a-z_]+)::)?", symbol)
        if found:
            # What belongs to no module's namespace is of base and ports, such as TaskGroup::spawn.
            modules.append(found[1] or "base, ports")
    return modules


def asker_of(frames: list[tuple[str, str]]) -> str:
    """Who wanted it: the innermost module that is no tool of the others. The writer's commits and the loops of HTTP have nobody."""
    modules = modules_of(frames)
    wanting = [module for module in modules if module not in ("adapters", "base, ports", "app")]
    return wanting[0] if wanting else f"{modules[0]} alone" if modules else "none of ours"


def samples_of(path) -> list[list[tuple[str, str]]]:
    text = subprocess.run(["perf", "script", "--no-inline", "-i", path, "-F", "comm,tid,ip,sym,dso"], capture_output=True, text=True, check=False).stdout
    samples = []
    for block in text.split("\n\n"):
        frames = []
        for line in block.splitlines()[1:]:
            found = re.match(r"\s*[0-9a-f]+ (.*) \(([^()]*(?:\([^()]*\))?[^()]*)\)$", line)
            if found:
                frames.append((found[1], found[2]))
        if frames:
            samples.append(frames)
    return samples


def shares(title: str, counts: collections.Counter, total: int, most: int = 40) -> None:
    print(f"\n  {title}")
    for name, count in counts.most_common(most):
        print(f"  {100 * count / total:6.1f} %  {name[:150]}")


def record(stage: Stage, path) -> list[Figure]:
    subject = stage.subjects[0]
    recorder = subprocess.Popen(["perf", "record", "-q", "-e", "cpu-clock", "-F", str(FREQUENCY), "--call-graph", "dwarf,16384", "-p",
                                 str(subject.child.pid), "-o", str(path)], stderr=subprocess.PIPE)
    try:
        return measure_round(subject, stage.world.folder, "profiled", 300)
    finally:
        recorder.send_signal(signal.SIGINT)
        recorder.wait(60)


def measure(people: int = 2_000) -> list[Figure]:
    WORK.mkdir(parents=True, exist_ok=True)
    path = WORK / "perf.data"
    stage = Stage("profile", people, with_node=False)
    try:
        measure_round(stage.subjects[0], stage.world.folder, "warm-up", 300)
        figures = record(stage, path)
    finally:
        stage.close()
    samples = samples_of(path)
    if len(samples) < 100:
        raise Failed(f"perf took {len(samples)} samples only")
    total = len(samples)
    print(f"  {total} samples, {FREQUENCY} a second of processor time; to look closer: perf report --no-children -i build/bench/perf.data")
    groups = collections.Counter(group_of(*frames[0]) for frames in samples)
    shares("by what was executed", groups, total)
    shares("by the module of ours that had called it", collections.Counter((modules_of(frames) or ["none of ours"])[0] for frames in samples), total)
    shares("by the module that wanted it, seen through adapters, base and ports", collections.Counter(map(asker_of, samples)), total)
    shares("functions", collections.Counter(f"{frames[0][0]}  [{group_of(*frames[0])}]" for frames in samples), total, 30)
    return figures + [Figure(f"share of {name}", 100 * count / total, "%") for name, count in groups.most_common()]
