# SPDX-License-Identifier: Apache-2.0
"""Is the load generator honest? The bare server is stopped for one of ten seconds at 1,000 requests a second: a tenth of them then waits
between nothing and a second, so p95 has to be about half a second and the longest about one. A closed loop would hide that."""
import json
import shutil
import signal
import subprocess
import threading

from rig.figures import Figure
from rig.programs import Child, Failed, fresh_folder, program
from rig.world import SEED


def measure() -> list[Figure]:
    folder = fresh_folder("self-test")
    (folder / "records").write_text("record\n")
    server = Child([program("bench_bare_server"), "--mode", "constant", "--seed", SEED], folder / "bare.log")
    timers = []
    try:
        port = server.line()
        timers = [threading.Timer(4, server.process.send_signal, [signal.SIGSTOP]), threading.Timer(5, server.process.send_signal, [signal.SIGCONT])]
        sender = subprocess.Popen([str(program("bench_load")), "--port", port, "--seed", SEED, "--location", "loc", "--records",
                                   str(folder / "records"), "--rate", "1000", "--seconds", "9", "--warm-up", "1"], stdout=subprocess.PIPE)
        for timer in timers:
            timer.start()
        report = json.loads(sender.communicate(timeout=60)[0])
    finally:
        for timer in timers:
            timer.join()
        server.process.stdin.close()
        server.process.wait(10)
        server.process.stdout.close()
        shutil.rmtree(folder, ignore_errors=True)
    if not 350 <= report["p95_ms"] <= 650 or not 900 <= report["max_ms"] <= 1300:
        raise Failed(f"the load generator hides waits: p95 {report['p95_ms']} ms, max {report['max_ms']} ms")
    return [Figure("p50", report["p50_ms"], "ms"), Figure("p95 (has to be about 500)", report["p95_ms"], "ms"),
            Figure("max (has to be about 1,000)", report["max_ms"], "ms")]
