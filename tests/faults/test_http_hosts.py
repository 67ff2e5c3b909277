"""Where the HTTP edge listens, and which hosts a request may name."""

import shutil
import unittest

from fault_http import Http
from fault_processes import Gateway, make_folder

HEALTH = "/healthz"
NAMES = ("localhost", "127.0.0.1", "[::1]")


class HttpHostsTest(unittest.TestCase):

    def start(self, *options):
        folder = make_folder()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        gateway = Gateway(folder, *options)
        self.addCleanup(gateway.kill)
        gateway.start()
        host, _, port = (folder / "http.address").read_text().strip().rpartition(":")
        return host, int(port)

    def status(self, address, name):
        return Http(address[0].strip("[]"), address[1]).get(HEALTH, {"Host": name}).status

    def test_every_way_to_write_the_loopback(self):
        for listen, host in [("127.0.0.1:0", "127.0.0.1"), ("[::1]:0", "[::1]"),
                             ("localhost:0", "127.0.0.1")]:
            with self.subTest(listen):
                address = self.start(f"--http-listen={listen}")
                self.assertEqual(address[0], host)
                for name in NAMES:
                    self.assertEqual(self.status(address, name), 200, name)
                    self.assertEqual(self.status(address, f"{name}:{address[1]}"), 200, name)

    def test_a_name_that_points_here_is_not_enough(self):
        address = self.start()
        for name in ("evil.example", f"evil.example:{address[1]}", "localhost.evil.example",
                     "127.0.0.1.evil.example"):
            self.assertEqual(self.status(address, name), 421, name)

    def test_hosts_of_the_settings_alone(self):
        address = self.start("--http-hosts=ot.example,[::1]")
        self.assertEqual(self.status(address, "ot.example"), 200)
        self.assertEqual(self.status(address, "[::1]:80"), 200)
        self.assertEqual(self.status(address, "127.0.0.1"), 421)

    def test_development_stays_on_the_loopback(self):
        for listen, reason in [("0.0.0.0:0", "loopback only"), ("[::]:0", "loopback only"),
                               ("ot.example:80", "loopback only"), ("127.0.0.1", "address:port"),
                               ("[::1]:65536", "address:port")]:
            with self.subTest(listen):
                folder = make_folder()
                self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
                gateway = Gateway(folder, f"--http-listen={listen}")
                self.addCleanup(gateway.kill)
                gateway.launch()
                self.assertEqual(gateway.wait(), 1)
                self.assertIn(reason, "\n".join(gateway.plain_lines()))


if __name__ == "__main__":
    unittest.main()
