"""The suite's processes, each started, ended, killed and frozen apart from the others.

    with Suite() as suite:
        suite.services["workforce"].kill()
        suite.http.get("/v1/organisations/swlstg/dashboard")

deploy/run ends everything when one process dies, so tests of faults start the programs themselves.
All addresses are on loopback or sockets in a folder of the suite; SUITE_BUILD_DIR names the build.
Processes are started on the main thread only: the kernel kills them when the thread that made them
ends, so that nothing outlives a test that was itself killed.
"""

import json
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import grpc

from fault_http import Http
from running_suite import ROOT, build_dir

SERVICES = ("workforce", "evidence", "partnerships", "occupation")
STRATEGY = ROOT / "deploy" / "strategy"
# Limit of a hung test, in seconds.
LIMIT = 60

SERVING = b"\x08\x01"  # HealthCheckResponse{status: SERVING}
NOT_SERVING = b"\x08\x02"
HEALTH = "/grpc.health.v1.Health/"

CHANNEL_OPTIONS = [
    # Channels of this process would share connections, and with them the waits between attempts.
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.initial_reconnect_backoff_ms", 50),
    ("grpc.max_reconnect_backoff_ms", 200),
    ("grpc.max_receive_message_length", 64 << 20),
]


def wait_until(condition, what, limit=LIMIT):
    """Polls until the condition is true and returns its value; a hung condition fails the test."""
    deadline = time.monotonic() + limit
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {limit} s: {what}")
        time.sleep(0.01)


def open_channel(address):
    return grpc.insecure_channel(address, options=CHANNEL_OPTIONS)


class Program:
    """One process with its log. A stopped one may be started again."""

    def __init__(self, name, words, folder, before=()):
        self.name = name
        self.words = [str(word) for word in words]
        # Words put before the command at the next start, such as those of `unshare`.
        self.before = list(before)
        self.log = pathlib.Path(folder) / f"{name}.log"
        self.process = None

    def launch(self):
        """Starts the process without waiting for anything."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *self.before, *self.words],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        return self

    @property
    def pid(self):
        return self.process.pid

    def running(self):
        return self.process is not None and self.process.poll() is None

    def send(self, number):
        self.process.send_signal(number)

    def freeze(self):
        """Stops it without its noticing, until thaw()."""
        self.send(signal.SIGSTOP)

    def thaw(self):
        self.send(signal.SIGCONT)

    def kill(self):
        """kill -9."""
        if self.running():
            self.send(signal.SIGKILL)
            self.process.wait(LIMIT)

    def end(self, number=signal.SIGTERM):
        """Asks for the end and returns the exit status."""
        if self.running():
            self.thaw()
            self.send(number)
        return self.wait()

    def wait(self):
        """Waits for the end and returns the exit status."""
        try:
            return self.process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.name} did not end; its log:\n{self.log_text()}") from None

    def log_text(self):
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def events(self):
        """What it logged, one dictionary a line; plain lines are left out."""
        lines = self.log_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]

    def plain_lines(self):
        """What it said in plain words; all its other lines are JSON."""
        return [line for line in self.log_text().splitlines() if not line.startswith("{")]

    def wait_for_event(self, event, count=1):
        """Waits until it has logged the event so many times; returns the last of them."""
        def found():
            events = [entry for entry in self.events() if entry["event"] == event]
            return events[-1] if len(events) >= count else None
        return wait_until(found, f"'{event}' in the log of {self.name}")


class Server(Program):
    """A process that serves gRPC and reports its health."""

    address = None

    def start(self):
        """Starts it and waits until it says SERVING."""
        self.launch()
        self.wait_until_serving()
        return self

    def wait_until_serving(self):
        with open_channel(self.address) as channel:
            wait_until(lambda: self.health(channel) == SERVING or not self.running(),
                       f"{self.name} says SERVING; its log:\n{self.log_text()}")
        if not self.running():
            raise AssertionError(f"{self.name} ended while starting; its log:\n{self.log_text()}")

    @staticmethod
    def health(channel):
        """The answer of its health check, or None if it does not answer for a moment."""
        try:
            return channel.unary_unary(HEALTH + "Check")(b"", timeout=1, wait_for_ready=True)
        except grpc.RpcError:
            return None


class Service(Server):
    """One of the four services, with its records in a folder that outlives the process."""

    def __init__(self, name, folder, *options, strategy=STRATEGY, data=None):
        self.data = pathlib.Path(data or folder)
        self.address = f"unix:{folder}/{name}.sock"
        super().__init__(name, [
            build_dir() / "bin" / f"potential-{name}", "--development",
            f"--listen={self.address}", f"--data={self.data}", f"--strategy={strategy}", *options,
        ], folder)

    @property
    def database(self):
        return self.data / f"{self.name}.sqlite"


class Gateway(Server):
    """The gateway, at ports that the system chooses at each start."""

    def __init__(self, folder, *options, strategy=STRATEGY, redis=None):
        self.folder = pathlib.Path(folder)
        backends = ",".join(f"{name}=unix:{folder}/{name}.sock" for name in SERVICES)
        super().__init__("gateway", [
            build_dir() / "bin" / "potential-gateway", "--development", "--listen=127.0.0.1:0",
            f"--port-file={folder}/gateway.address", "--http-listen=127.0.0.1:0",
            f"--http-port-file={folder}/http.address", f"--backends={backends}",
            f"--redis={f'unix:{redis}' if redis else ''}", f"--strategy={strategy}", *options,
        ], folder)

    def launch(self):
        for name in ("gateway.address", "http.address"):
            (self.folder / name).unlink(missing_ok=True)
        return super().launch()

    def wait_until_serving(self):
        file = self.folder / "gateway.address"
        wait_until(lambda: file.exists() or not self.running(), "the gateway writes its address")
        self.address = file.read_text().strip() if file.exists() else "unix:/nowhere"
        super().wait_until_serving()

    @property
    def http(self):
        host, port = (self.folder / "http.address").read_text().strip().split(":")
        return Http(host, int(port))


class Redis(Program):
    """A private Redis at a socket."""

    def __init__(self, folder):
        self.socket = pathlib.Path(folder) / "redis.sock"
        super().__init__("redis", [
            "redis-server", "--port", "0", "--unixsocket", self.socket, "--save", "",
            "--appendonly", "no", "--dir", folder], folder)

    def start(self):
        self.launch()
        wait_until(lambda: self.call("PING") == ["PONG"] or not self.running(), "Redis answers")
        return self

    def call(self, *words):
        """The lines that redis-cli prints; none if Redis does not answer."""
        ended = subprocess.run(["redis-cli", "-s", str(self.socket), *words], timeout=LIMIT,
                               stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        return ended.stdout.split("\n")[:-1] if ended.returncode == 0 else []


def make_folder():
    """A new folder with a path short enough for sockets."""
    return pathlib.Path(tempfile.mkdtemp(prefix="potential-"))


class Suite:
    """Services (all four unless told otherwise), the gateway and, if wanted, Redis."""

    def __init__(self, services=SERVICES, redis=False, gateway_options=(), strategy=STRATEGY):
        self.folder = make_folder()
        self.redis = Redis(self.folder) if redis else None
        self.services = {name: Service(name, self.folder, strategy=strategy) for name in services}
        self.gateway = Gateway(self.folder, *gateway_options, strategy=strategy,
                               redis=self.redis.socket if redis else None)

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        for program in self.programs():
            program.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def programs(self):
        return [self.gateway, *self.services.values(), *([self.redis] if self.redis else [])]

    def start(self):
        if self.redis:
            self.redis.start()
        for service in self.services.values():
            service.launch()
        for service in self.services.values():
            service.wait_until_serving()
        self.gateway.start()
        return self

    @property
    def http(self):
        return self.gateway.http
