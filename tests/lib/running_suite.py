"""A suite of real processes, started by deploy/run, for tests.

    with RunningSuite("--no-sample") as suite:
        suite.get("/v1/organisations")

SUITE_BUILD_DIR names the build folder; without it deploy/run uses its own default. Ports are free ones
and the records go to a temporary folder, so any number of suites run beside each other.
"""

import fcntl
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import termios
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUN = ROOT / "deploy" / "run"
# Limits of a hung test, in seconds; nothing is asserted about time.
START_LIMIT = 300
END_LIMIT = 60


def build_dir():
    return pathlib.Path(os.environ.get("SUITE_BUILD_DIR", ROOT / "build" / "release"))


def command(*options, data):
    """deploy/run with free ports and the tested build; later options win."""
    return [str(RUN), "--build-dir", str(build_dir()), "--data", str(data), "--http-port", "0",
            "--grpc-port", "0", *options]


def prepare(terminal):
    """In the new process: signals as in a shell, and the terminal, if there is one, as its own."""
    # A parent that a shell put in the background ignores SIGINT, and bash would inherit that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    if terminal is not None:
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


def run_to_end(words, **arguments):
    """Runs deploy/run where it is expected to end by itself; returns the completed process."""
    return subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, timeout=START_LIMIT, check=False,
                          **arguments)


def processes_of(data):
    """Command lines of the processes that name the folder, this one excepted."""
    found = {}
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            words = (entry / "cmdline").read_bytes().decode("utf-8", "replace").replace("\0", " ")
        except OSError:
            continue
        if str(data) in words:
            found[int(entry.name)] = words.strip()
    return found


class RunningSuite:
    """Starts in __enter__ or start(), ends in __exit__ or stop(). Not for use by two threads."""

    def __init__(self, *options, data=None, environment=None, terminal=False):
        """With `terminal` it is started from a terminal of its own, which close_terminal() closes."""
        self.options = options
        self._wants_terminal = terminal
        self._terminal = None
        self.environment = {**os.environ, **(environment or {})}
        self._own_data = data is None
        self.data = pathlib.Path(data or tempfile.mkdtemp(prefix="potential-"))
        self.process = None
        self.output = []
        self.progress = []
        self._ready = threading.Event()
        self._readers = []

    def __enter__(self):
        try:
            return self.start()
        except RuntimeError:
            self.__exit__()
            raise

    def __exit__(self, *_):
        self.stop()
        self.close_terminal()
        if self._own_data:
            shutil.rmtree(self.data, ignore_errors=True)

    def launch(self):
        """Starts deploy/run without waiting."""
        self.output, self.progress = [], []
        self._ready.clear()
        terminal = self._open_terminal() if self._wants_terminal else None
        self.process = subprocess.Popen(
            command(*self.options, data=self.data), env=self.environment,
            stdin=subprocess.DEVNULL if terminal is None else terminal,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=terminal is not None,
            preexec_fn=lambda: prepare(terminal))
        if terminal is not None:
            os.close(terminal)
        self._readers = [
            threading.Thread(target=self._read, args=(self.process.stdout, self.output)),
            threading.Thread(target=self._read, args=(self.process.stderr, self.progress)),
        ]
        for reader in self._readers:
            reader.start()
        return self

    def _open_terminal(self):
        self._terminal, terminal = os.openpty()
        return terminal

    def close_terminal(self):
        """Like the closing of its window."""
        if self._terminal is not None:
            os.close(self._terminal)
            self._terminal = None

    def _read(self, stream, lines):
        for line in stream:
            lines.append(line.rstrip("\n"))
            if line.startswith("ready "):
                self._ready.set()
        if lines is self.output:
            self._ready.set()

    def start(self):
        """Starts deploy/run and waits for its ready line."""
        started = time.monotonic()
        self.launch()
        if not self._ready.wait(START_LIMIT) or not self.output:
            self.stop()
            raise RuntimeError("deploy/run did not get ready:\n" + "\n".join(self.progress))
        self.start_seconds = time.monotonic() - started
        return self

    def wait_for_progress(self, text):
        """Waits until a line of progress contains the text."""
        deadline = time.monotonic() + START_LIMIT
        while not any(text in line for line in list(self.progress)):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"'{text}' was not said:\n" + "\n".join(self.progress))
            time.sleep(0.01)

    def stop(self, number=signal.SIGTERM):
        """Asks for the end and returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.wait()

    def wait(self):
        """Waits for the end and returns the exit status."""
        try:
            status = self.process.wait(END_LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        for reader in self._readers:
            reader.join(END_LIMIT)
        self.process.stdout.close()
        self.process.stderr.close()
        return status

    @property
    def http(self):
        """Address of the page, http://127.0.0.1:PORT."""
        return re.fullmatch(r"ready (http://127\.0\.0\.1:\d+)", self.output[0]).group(1)

    @property
    def grpc(self):
        """Address of gRPC, 127.0.0.1:PORT."""
        return (self.data / "run" / "gateway.address").read_text().strip()

    def pid_of(self, name):
        """Process id of `gateway`, `workforce`, ..., `redis`."""
        return int((self.data / "run" / f"{name}.pid").read_text())

    def get(self, path):
        """The JSON that the gateway answers."""
        with urllib.request.urlopen(self.http + path, timeout=60) as answer:
            return json.load(answer)

    def post(self, path, body):
        """The JSON that the gateway answers to a POST."""
        request = urllib.request.Request(
            self.http + path, data=json.dumps(body).encode(), method="POST",
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
