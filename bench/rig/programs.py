# SPDX-License-Identifier: Apache-2.0
"""Starts the programs under measurement and ends them again: only those, each by its own process id."""
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "release"
# Another build can be measured by the same rig, for a comparison.
LOCKSTEP = pathlib.Path(os.environ.get("LOCKSTEP_PROGRAM", BUILD / "lockstep")).resolve()
# Not /tmp, which may live in memory: what is measured has to reach a disk.
WORK = ROOT / "build" / "bench"


class Failed(Exception):
    """A run that says nothing: a program that did not start, an id that was lost."""


def program(name: str) -> pathlib.Path:
    path = BUILD / "bench" / name
    if not path.is_file():
        raise Failed(f"{path} is missing: PRESET=release ./dev build {name}")
    return path


def free_port() -> int:
    """A port above 20000 that nobody uses at this moment."""
    for port in range(21000 + os.getpid() % 20000, 60000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise Failed("no free port")


def fresh_folder(name: str) -> pathlib.Path:
    folder = WORK / f"{name}-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


class Child:
    """A program that says on its standard output when it is ready, and runs until stop()."""

    def __init__(self, arguments: list, log: pathlib.Path):
        self.log = log
        self.began = time.monotonic()
        with open(log, "ab") as errors:
            self.process = subprocess.Popen([str(a) for a in arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)

    @property
    def pid(self) -> int:
        return self.process.pid

    def line(self, limit: float = 30) -> str:
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if select.select([self.process.stdout], [], [], 0.2)[0]:
                text = self.process.stdout.readline().decode().strip()
                if text:
                    return text
                break
            if self.process.poll() is not None:
                break
        raise Failed(f"no word from {self.process.args[0]}; see {self.log}")

    def json(self, limit: float = 30) -> dict:
        return json.loads(self.line(limit))

    def cpu_seconds(self) -> float:
        """User and system time of all its threads, by the kernel's clock of that process: /proc/PID/stat has the same in hundredths."""
        return time.clock_gettime((~self.pid << 3) | 2)

    def wait_for_rest(self, limit: float = 60) -> None:
        """Until it has used less than a hundredth of a core for a third of a second."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            before = self.cpu_seconds()
            time.sleep(0.33)
            if self.cpu_seconds() - before < 0.0033:
                return
        raise Failed(f"{self.process.args[0]} does not come to rest within {limit:.0f} s")

    def memory_mib(self, which: str = "VmRSS") -> float:
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(which + ":"):
                return int(line.split()[1]) / 1024
        return 0.0

    def stop(self, limit: float = 20) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(limit)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def run(arguments: list, limit: float = 600) -> str:
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, timeout=limit, check=False)
    if done.returncode != 0:
        raise Failed(f"{arguments[0]} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout
