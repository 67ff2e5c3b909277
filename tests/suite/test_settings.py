"""Settings of the real programs: one environment for all of them, and nothing in it misspelt."""

import os
import re
import subprocess
import unittest

from running_suite import build_dir

PROGRAMS = ["potential-workforce", "potential-evidence", "potential-partnerships",
            "potential-occupation", "potential-gateway"]


def run(program, *options, **environment):
    return subprocess.run([build_dir() / "bin" / program, *options],
                          env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=60, check=False)


def variables_of(program):
    return set(re.findall(r"\bPOTENTIAL_[A-Z_]+", run(program, "--help").stdout))


class SettingsTest(unittest.TestCase):

    def test_a_program_leaves_the_variables_of_the_others_alone(self):
        variables = {program: variables_of(program) for program in [*PROGRAMS, "potentialctl"]}
        for program in PROGRAMS:
            with self.subTest(program):
                others = set().union(*variables.values()) - variables[program]
                self.assertGreater(len(others), 2)
                found = run(program, "--help", **{name: "x" for name in others})
                self.assertEqual(found.returncode, 0, found.stderr)

    def test_refuses_what_is_no_setting_and_names_itself_once(self):
        for program in PROGRAMS:
            with self.subTest(program):
                self.assertEqual(
                    run(program, POTENTIAL_WORKRES="9").stderr,
                    f"{program}: unknown setting POTENTIAL_WORKRES in the environment; see --help\n")
                found = run(program, "--workres=9")
                self.assertEqual(found.stderr,
                                 f"{program}: unknown setting '--workres=9'; see --help\n")
                self.assertEqual(found.returncode, 2)


if __name__ == "__main__":
    unittest.main()
