"""Each thing that keeps deploy/run from starting gives one line that says what to do."""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import unittest

from running_suite import ROOT, RunningSuite, command, processes_of, run_to_end

STRATEGY = ROOT / "deploy" / "strategy"


class RunRefusalsTest(unittest.TestCase):

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="potential-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = self.folder / "data"

    def assert_refused(self, ended, *parts, status=1):
        """One error, the last line, with all the parts; nothing on standard output or left over."""
        self.assertEqual(ended.returncode, status, ended.stderr)
        self.assertEqual(ended.stdout, "")
        errors = [line for line in ended.stderr.splitlines() if line.startswith("error: ")]
        self.assertEqual(len(errors), 1, ended.stderr)
        for part in parts:
            self.assertIn(part, errors[0])
        self.assertEqual(processes_of(self.data), {})

    def refuse(self, *options, **arguments):
        return run_to_end(command("--no-sample", *options, data=self.data), **arguments)

    def test_busy_port(self):
        for option in ["--http-port", "--grpc-port"]:
            with self.subTest(option), socket.create_server(("127.0.0.1", 0)) as busy:
                port = str(busy.getsockname()[1])
                self.assert_refused(self.refuse(option, port), f"port {port} is in use",
                                    f"choose another with {option}")

    def test_data_folder_in_use(self):
        with RunningSuite("--no-sample", data=self.data) as suite:
            ended = self.refuse()
            self.assertEqual(ended.returncode, 1)
            self.assertIn(f"error: {self.data} is in use by process {suite.process.pid}; stop it",
                          ended.stderr)
            # The one that runs is not harmed by it.
            self.assertIn("organisations", suite.get("/v1/organisations"))

    def test_corrupt_strategy_names_file_line_and_column(self):
        strategy = shutil.copytree(STRATEGY, self.folder / "strategy")
        text = (strategy / "swlstg.textproto").read_text()
        lines = text.splitlines()
        number = next(i for i, line in enumerate(lines) if line.startswith("title:"))
        lines[number] = "titel: " + lines[number].split(":", 1)[1]
        (strategy / "swlstg.textproto").write_text("\n".join(lines))
        self.assert_refused(self.refuse("--strategy", str(strategy)),
                            "the strategy is not valid", f"swlstg.textproto:{number + 1}:",
                            f"correct it in {strategy}")

    def test_no_strategy(self):
        (self.folder / "empty").mkdir()
        self.assert_refused(self.refuse("--strategy", str(self.folder / "empty")),
                            "no strategy (*.textproto)", "--strategy")

    def test_full_disk(self):
        self.data.mkdir()
        ended = self.in_mounts(f"mount -t tmpfs -o size=4m none {self.data}")
        self.assert_refused(ended, "MB free and at least", "--data")

    def test_folder_that_cannot_be_written(self):
        self.data.mkdir()
        ended = self.in_mounts(f"mount -t tmpfs -o size=4m,ro none {self.data}")
        self.assert_refused(ended, f"cannot write to {self.data}", "--data")

    def in_mounts(self, mount):
        """deploy/run where the mount is done, in a namespace of its own."""
        words = command("--no-sample", data=self.data)
        return run_to_end(["unshare", "--map-root-user", "--mount", "sh", "-ec",
                           f'{mount}; exec "$@"', "sh", *words])

    def test_missing_package_without_a_way_to_install_it(self):
        tree = self.folder / "tree"
        shutil.copytree(ROOT / "deploy" / "lib", tree / "deploy" / "lib")
        (tree / "packages.txt").write_text("potential-no-such-package  # only a test wants it\n")
        script = (f"set -euo pipefail; source '{tree}/deploy/lib/console.sh';"
                  f"source '{tree}/deploy/lib/packages.sh'; ensure_packages '{tree}/packages.txt'")
        words = ["bash", "-c", script]
        environment = dict(os.environ)
        if os.geteuid() == 0:
            subprocess.run(["chmod", "-R", "a+rX", self.folder], check=True)
            words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *words]
        else:
            # Ordinary users of a test machine may have sudo.
            script = script.replace("set -euo", "sudo() { return 1; }; set -euo")
            words = ["bash", "-c", script]
        self.assert_refused(run_to_end(words, env=environment), "missing packages",
                            "as root: apt-get update && apt-get install potential-no-such-package")

    def test_wrong_options(self):
        cases = [
            (["--colour"], "unknown option '--colour'"),
            (["--http-port", "http"], "--http-port is a number from 0 to 65535, not 'http'"),
            (["--grpc-port=65536"], "--grpc-port is a number from 0 to 65535, not '65536'"),
            (["--http-port", "9000", "--grpc-port", "9000"], "are both 9000"),
            (["--strategy"], "--strategy needs a value"),
        ]
        for options, message in cases:
            with self.subTest(options):
                self.assert_refused(self.refuse(*options), message, "--help", status=2)

    def test_help_names_every_option(self):
        ended = self.refuse("--help")
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))
        for option in ["--data", "--http-port", "--grpc-port", "--strategy", "--no-sample",
                       "--fresh", "--no-redis", "--build-dir", "--help"]:
            self.assertIn(option, ended.stdout)


if __name__ == "__main__":
    unittest.main()
