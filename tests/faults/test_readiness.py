"""What /readyz says of the gateway and the services behind it."""

import unittest

from grpc import StatusCode

from fault_calls import RefusalCase
from fault_processes import SERVICES, Suite, wait_until

READY = "/readyz"


def serving(*services):
    return {name: "SERVING" if name in services else "NOT_SERVING" for name in SERVICES}


class ReadinessTest(RefusalCase):

    def setUp(self):
        self.suite = Suite()
        self.addCleanup(self.suite.__exit__)

    def services_of(self, answer):
        """What an answer says of each service, ready or not."""
        if answer.status == 200:
            self.assertEqual(answer.json()["status"], "SERVING")
            return answer.json()["services"]
        refusal = self.assert_refused(answer, 503, StatusCode.UNAVAILABLE, reason="NOT_READY")
        return next(detail for detail in refusal["details"] if "metadata" in detail)["metadata"]

    def wait_for(self, status, services):
        def asked():
            answer = self.suite.http.get(READY)
            return (answer.status, self.services_of(answer)) == (status, services)
        wait_until(asked, f"/readyz says {status} and {services}")

    def test_ready_while_one_service_answers(self):
        self.suite.gateway.start()
        self.wait_for(503, serving())
        self.assertEqual(self.suite.http.get("/healthz").status, 200)
        self.suite.services["evidence"].start()
        self.wait_for(200, serving("evidence"))
        self.suite.services["workforce"].start()
        self.wait_for(200, serving("evidence", "workforce"))
        self.suite.services["evidence"].kill()
        self.wait_for(200, serving("workforce"))
        self.suite.services["workforce"].kill()
        self.wait_for(503, serving())

    def test_a_service_that_hangs_does_not_answer(self):
        self.suite.start()
        self.wait_for(200, serving(*SERVICES))
        for service in self.suite.services.values():
            service.freeze()
        self.wait_for(503, serving())
        self.suite.services["partnerships"].thaw()
        self.wait_for(200, serving("partnerships"))


if __name__ == "__main__":
    unittest.main()
