"""Bad input over HTTP: the right code, the field at fault, nothing changed, nothing leaked."""

import json
import unittest
import uuid

from grpc import StatusCode

from fault_calls import (
    IDENTITY, ORGANISATION, OTHER_ORGANISATION, RefusalCase, position, shadowing_json)
from fault_processes import Suite, open_channel

ROOT = f"/v1/{ORGANISATION}"
LIST = f"{ROOT}/opportunities"
FOREIGN = f"/v1/{OTHER_ORGANISATION}/opportunities"
MEGABYTE = 1 << 20
BAD = StatusCode.INVALID_ARGUMENT
NO_SUCH_DATES = ["2026-02-30", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "20260101",
                 "0000-01-01", "2026-01-01T00:00:00Z", "tomorrow"]


class BadInputTest(RefusalCase):

    @classmethod
    def setUpClass(cls):
        cls.suite = Suite(services=["workforce"])
        cls.addClassCleanup(cls.suite.__exit__)
        cls.suite.start()
        cls.http = cls.suite.http
        cls.channel = open_channel(cls.suite.services["workforce"].address)
        cls.addClassCleanup(cls.channel.close)

    def create(self, parent=LIST, **fields):
        answer = self.http.post(parent, shadowing_json(**fields))
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def refuse(self, status, code, method, path, body=None, headers=None, **expected):
        """The request is refused, and nothing was committed by it."""
        before = position(self.channel)
        answer = self.http.ask(method, path, body, headers)
        with self.subTest(method=method, path=path[:200], body=str(body)[:200]):
            refusal = self.assert_refused(answer, status, code, **expected)
            self.assertEqual(position(self.channel), before, "something was changed")
            return refusal
        return None

    def refuse_create(self, changes, *fields):
        """A creation with these changes is refused, and these fields of it are named."""
        return self.refuse(400, BAD, "POST", LIST, shadowing_json(**changes),
                           fields=[f"opportunity.{field}" for field in fields])

    # Names and forms of what is sent.

    def test_unknown_names_in_json(self):
        self.refuse_create({"colour": "red"}, "colour")
        self.refuse_create({"closing-date": "2026-01-01"}, "closing-date")
        self.refuse(400, BAD, "PATCH", f"/v1/{self.create()['name']}", {"colour": "red"},
                    fields=["opportunity.colour"])
        self.refuse(400, BAD, "POST", f"/v1/{self.create()['name']}:open", {"colour": "red"},
                    fields=["colour"])
        self.refuse(400, BAD, "POST", f"{ROOT}/enrolments", {"meetings": [{}, {"colour": "red"}]},
                    fields=["enrolment.meetings[1].colour"])

    def test_names_given_twice(self):
        self.refuse(400, BAD, "POST", LIST, b'{"title": "one", "title": "two"}',
                    fields=["opportunity.title"])
        self.refuse(400, BAD, "POST", LIST, b'{"ownerRole": "one", "owner_role": "two"}',
                    fields=["opportunity.owner_role"])
        self.refuse(400, BAD, "GET", f"{LIST}?pageSize=1&pageSize=2", fields=["pageSize"])

    def test_unknown_parameters(self):
        for path, field in [(f"{LIST}?colour=red", "colour"),
                            (f"{LIST}?parent=organisations/tower-hamlets", "parent"),
                            (f"{LIST}?page_size.x=1", "page_size.x")]:
            self.refuse(400, BAD, "GET", path, fields=[field])
        self.refuse(400, BAD, "POST", f"{LIST}?opportunity.title=other", shadowing_json(),
                    fields=["opportunity.title"])
        name = self.create()["name"]
        self.refuse(400, BAD, "POST", f"/v1/{name}:open?etag=1", {}, fields=["etag"])

    def test_values_of_the_wrong_type(self):
        for fields, field in [
                ({"places": "many"}, "places"), ({"places": 1.5}, "places"),
                ({"places": 1 << 40}, "places"), ({"title": 7}, "title"),
                ({"title": ["a"]}, "title"), ({"tags": "one"}, "tags"), ({"tags": [1]}, "tags[0]"),
                ({"kind": "HOLIDAY"}, "kind"), ({"illustrative": "perhaps"}, "illustrative"),
                ({"wte": "NaN"}, "wte"), ({"createTime": "yesterday"}, "create_time")]:
            self.refuse_create(fields, field)
        self.refuse(400, BAD, "GET", f"{LIST}?pageSize=many", fields=["pageSize"])
        self.refuse(400, BAD, "GET", f"{LIST}?showDeleted=perhaps", fields=["showDeleted"])

    def test_json_that_is_none(self):
        for body in [b"{", b"[]", b"7", b"null", b'"text"', b"{'title': 'a'}", b'{"title": "a",}',
                     b'{"title": "a"} {}', b"{\"title\": \"a\nb\"}", b'{"places": 01}',
                     b'{"places": NaN}', b"\xef\xbb\xbf{}", b'{"title": "\\ud800"}',
                     b'{"title": "\\u12"}']:
            self.refuse(400, BAD, "POST", LIST, body)

    def test_deep_json(self):
        depth = 100_000
        bodies = [b"[" * depth, b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth,
                  b'{"tags":' + b"[" * depth + b"]" * depth + b"}",
                  b'{"notes":' + b'{"notes":' * depth + b'""' + b"}" * (depth + 1)]
        for body in bodies:
            self.refuse(400, BAD, "POST", LIST, body)

    def test_invalid_utf8(self):
        valid = json.dumps(shadowing_json()).encode()
        for broken in [b"\xff", b"\xc3", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"]:
            self.refuse(400, BAD, "POST", LIST, valid.replace(b"A day", b"A " + broken))
        for part in ["%FF", "%C3", "%C0%AF", "%ED%A0%80"]:
            self.refuse(400, BAD, "GET", f"{LIST}/{part}")
            self.refuse(400, BAD, "GET", f"{LIST}?filter=title%3D%22{part}%22")

    def test_control_characters(self):
        for character in ["\0", "\x1b", "\x7f", "\u0085"]:
            self.refuse_create({"title": f"a{character}b"}, "title")

    def test_bodies_that_are_too_large(self):
        large = json.dumps(shadowing_json(notes="x" * (5 * MEGABYTE))).encode()
        self.refuse(413, BAD, "POST", LIST, large, reason="BODY_TOO_LARGE")
        chunks = (large[start:start + MEGABYTE] for start in range(0, len(large), MEGABYTE))
        self.refuse(413, BAD, "POST", LIST, chunks, reason="BODY_TOO_LARGE")
        # Below the limit of bodies it is the field's own limit that counts.
        self.refuse_create({"notes": "x" * (3 * MEGABYTE)}, "notes")
        self.refuse(400, BAD, "POST", f"{ROOT}/enrolments",
                    b'{"meetings":[' + b",".join([b"{}"] * 100_000) + b"]}")

    def test_other_media_types(self):
        body = json.dumps(shadowing_json()).encode()
        for kind in ["text/plain", "application/x-www-form-urlencoded",
                     "application/json; charset=iso-8859-1", ""]:
            self.refuse(415, BAD, "POST", LIST, body, {"Content-Type": kind})
        self.refuse(415, BAD, "POST", LIST, body, {"Content-Encoding": "gzip"})
        self.refuse(406, BAD, "GET", LIST, headers={"Accept": "text/html"})

    # Paths and verbs.

    def test_paths_that_lead_nowhere(self):
        for path in ["/v1/nonsense", "/v2/organisations", "/v1", "/v1/organisations/swlstg/patients",
                     f"{LIST}/a/b", "/v1/organisations//opportunities", "/etc/passwd",
                     "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", f"{LIST}/x:explode"]:
            self.refuse(404, StatusCode.NOT_FOUND, "GET", path)

    def test_wrong_verbs_are_told_the_right_ones(self):
        name = f"/v1/{self.create()['name']}"
        for method, path, allowed in [
                ("PUT", name, {"GET", "HEAD", "PATCH", "DELETE", "OPTIONS"}),
                ("POST", name, {"GET", "HEAD", "PATCH", "DELETE", "OPTIONS"}),
                ("DELETE", LIST, {"GET", "HEAD", "POST", "OPTIONS"}),
                ("GET", f"{name}:open", {"POST", "OPTIONS"}),
                ("POST", f"{ROOT}/dashboard", {"GET", "HEAD", "OPTIONS"}),
                ("DELETE", "/healthz", {"GET", "HEAD", "OPTIONS"})]:
            with self.subTest(method=method, path=path):
                answer = self.http.ask(method, path)
                self.assert_refused(answer, 405, StatusCode.UNIMPLEMENTED)
                self.assertEqual(set(answer.headers["Allow"].split(", ")), allowed)
        self.refuse(501, StatusCode.UNIMPLEMENTED, "BREW", LIST)

    def test_wrong_names(self):
        for path in [f"{LIST}/none", f"{LIST}/NONE", f"{LIST}/a%20b", f"{LIST}/{'a' * 64}",
                     f"{LIST}/%2e%2e", f"{LIST}/'%20OR%201=1", "/v1/organisations/none/dashboard",
                     "/v1/organisations/SWLSTG/opportunities", f"{ROOT}/outcomes/none",
                     "/v1/organisations/none/strategy"]:
            self.refuse(404, StatusCode.NOT_FOUND, "GET", path)
        for method, path, body in [("PATCH", f"{LIST}/none", {"title": "Other"}),
                                   ("DELETE", f"{LIST}/none", None),
                                   ("POST", f"{LIST}/none:open", {})]:
            self.refuse(404, StatusCode.NOT_FOUND, method, path, body)

    def test_identifiers_of_the_wrong_form(self):
        for given in ["A", "Upper", "with space", "-dash", "dash-", "under_score", "a/b", "é" * 3,
                      "a" * 64]:
            self.refuse(400, BAD, "POST", f"{LIST}?opportunityId={self.quoted(given)}",
                        shadowing_json(), fields=["opportunity_id"])

    @staticmethod
    def quoted(text):
        return "".join(f"%{byte:02X}" for byte in text.encode())

    def test_names_that_are_taken(self):
        name = self.create()["name"].rsplit("/", 1)[-1]
        self.refuse(409, StatusCode.ALREADY_EXISTS, "POST", f"{LIST}?opportunityId={name}",
                    shadowing_json())
        self.http.ask("DELETE", f"{LIST}/{name}")
        self.refuse(409, StatusCode.ALREADY_EXISTS, "POST", f"{LIST}?opportunityId={name}",
                    shadowing_json())

    # Who asks for what.

    def test_records_of_another_organisation(self):
        own = self.create()
        foreigner = {IDENTITY: "organisations=tower-hamlets"}
        not_found = (404, StatusCode.NOT_FOUND)
        for method, path, body in [
                ("GET", LIST, None), ("GET", f"/v1/{own['name']}", None),
                ("GET", f"{ROOT}/dashboard", None), ("GET", f"{ROOT}/strategy", None),
                ("POST", LIST, shadowing_json()), ("DELETE", f"/v1/{own['name']}", None),
                ("PATCH", f"/v1/{own['name']}", {"title": "Theirs"}),
                ("POST", f"/v1/{own['name']}:open", {})]:
            self.refuse(*not_found, method, path, body, foreigner)
        # An organisation that is another's is told from one that does not exist by nobody.
        theirs = self.refuse(*not_found, "GET", LIST, headers=foreigner)
        nobodys = self.refuse(*not_found, "GET", LIST.replace("swlstg", "nobody"), headers=foreigner)
        self.assertEqual(json.dumps(theirs).replace("swlstg", "nobody"), json.dumps(nobodys))

    def test_parents_that_differ_from_the_body(self):
        own = self.create()
        self.refuse(400, BAD, "PATCH", f"/v1/{own['name']}",
                    {"name": f"{OTHER_ORGANISATION}/opportunities/x", "title": "Theirs"},
                    fields=["opportunity.name"])
        identifier = own["name"].rsplit("/", 1)[-1]
        self.refuse(404, StatusCode.NOT_FOUND, "GET", f"{FOREIGN}/{identifier}")
        self.refuse(404, StatusCode.NOT_FOUND, "PATCH", f"{FOREIGN}/{identifier}", {"title": "X"})

    def test_references(self):
        theirs = self.create(parent=FOREIGN, serviceLine=self.foreign_line())["name"]
        gone = self.create()["name"]
        self.http.ask("DELETE", f"/v1/{gone}")
        apprenticeship = {"serviceLine": "community", "title": "Occupational therapy apprentice",
                          "level": "NVQ_3", "provider": "College", "wardOrTeam": "Team"}
        for name in [theirs, gone, f"{LIST[4:]}/none", f"{ORGANISATION}/bulletins/x", "x", "/",
                     f"{ORGANISATION}/opportunities/"]:
            self.refuse(400, BAD, "POST", f"{ROOT}/apprenticeships",
                        {**apprenticeship, "opportunity": name},
                        fields=["apprenticeship.opportunity"])

    def foreign_line(self):
        """A service line of the other organisation."""
        strategy = self.http.get(f"/v1/{OTHER_ORGANISATION}/strategy").json()["strategy"]
        return strategy["serviceLines"][0]["id"]

    def test_identities(self):
        for header in ["role=king", "nonsense", "role", "colour=red"]:
            self.refuse(400, BAD, "GET", LIST, headers={IDENTITY: header})
        forbidden = (403, StatusCode.PERMISSION_DENIED)
        self.refuse(*forbidden, "POST", LIST, shadowing_json(), {IDENTITY: "role=viewer"})
        self.refuse(*forbidden, "POST", f"/v1/{self.create()['name']}:open", {},
                    {IDENTITY: "role=editor"})
        self.refuse(*forbidden, "POST", LIST, shadowing_json(),
                    {IDENTITY: "role=editor; lines=camhs"})
        self.refuse(*forbidden, "POST", LIST, shadowing_json(), {"Origin": "https://example.org"})

    # Contents.

    def test_fields_that_break_their_rules_are_all_named(self):
        self.refuse(400, BAD, "POST", LIST, {},
                    fields=[f"opportunity.{field}"
                            for field in ("service_line", "kind", "title", "places")])
        self.refuse_create(
            {"title": "x" * 161, "places": 1001, "band": 1, "wte": 0, "serviceLine": "no-such-line",
             "tags": ["x" * 41] * 21, "evidenceLinks": ["http://example.org", "javascript:alert(1)"],
             "ownerRole": "x" * 121},
            "title", "places", "band", "wte", "service_line", "tags", "evidence_links[0]",
            "evidence_links[1]", "owner_role")

    def test_dates_that_do_not_exist(self):
        name = self.create()["name"]
        for date in NO_SUCH_DATES:
            self.refuse_create({"closingDate": date}, "closing_date")
            self.refuse(400, BAD, "POST", f"/v1/{name}:open", {"openedDate": date},
                        fields=["opened_date"])
            self.refuse(400, BAD, "GET", f"{ROOT}/dashboard?asOf={self.quoted(date)}",
                        fields=["as_of"])
        for month in ["2026-13", "2026-00", "2026-1", "2026-01-01", "202601"]:
            self.refuse(400, BAD, "POST", f"{ROOT}/bulletins",
                        {"month": month, "title": "News", "audience": "ALL_STAFF"},
                        fields=["bulletin.month"])

    def test_dates_that_are_too_late_or_too_early(self):
        name = self.create()["name"]
        self.refuse(400, BAD, "POST", f"/v1/{name}:open", {"openedDate": "2199-01-01"},
                    fields=["opened_date"])
        self.refuse(400, BAD, "GET", f"{ROOT}/dashboard?asOf=2199-01-01", fields=["as_of"])
        opened = self.http.post(f"/v1/{name}:open", {"openedDate": "2026-01-10"})
        self.assertEqual(opened.status, 200, opened.body)
        self.refuse(400, BAD, "POST", f"/v1/{name}:fill", {"endedDate": "2026-01-09"},
                    fields=["ended_date"])

    def test_ends_before_starts(self):
        self.refuse(400, BAD, "POST", f"{ROOT}/apprenticeships", {
            "serviceLine": "community", "title": "Occupational therapy apprentice",
            "level": "NVQ_3", "provider": "College", "wardOrTeam": "Team",
            "startDate": "2026-03-01", "plannedEndDate": "2026-02-28"},
                    fields=["apprenticeship.planned_end_date"])
        name = f"/v1/{self.create()['name']}"
        self.assertEqual(self.http.post(f"{name}:open", {"openedDate": "2026-01-10"}).status, 200)
        self.refuse(400, BAD, "PATCH", name, {"closingDate": "2026-01-09"},
                    fields=["opportunity.closing_date"])

    def test_illegal_transitions(self):
        failed = (400, StatusCode.FAILED_PRECONDITION)
        name = f"/v1/{self.create()['name']}"
        for verb in ["fill", "close", "withdraw"]:
            self.refuse(*failed, "POST", f"{name}:{verb}", {}, reason="ILLEGAL_TRANSITION")
        self.assertEqual(self.http.post(f"{name}:open", {}).status, 200)
        self.refuse(*failed, "POST", f"{name}:open", {}, reason="ILLEGAL_TRANSITION")
        self.assertEqual(self.http.post(f"{name}:withdraw", {}).status, 200)
        for verb in ["open", "fill", "close", "withdraw"]:
            self.refuse(*failed, "POST", f"{name}:{verb}", {}, reason="ILLEGAL_TRANSITION")
        self.refuse(*failed, "PATCH", name, {"title": "Other"}, reason="RECORD_LOCKED")
        self.refuse(*failed, "DELETE", name, reason="RECORD_LOCKED")

    def test_masks(self):
        name = f"/v1/{self.create()['name']}"
        for mask in ["colour", "title.x", "tags[0]", "title,,places", "name.x"]:
            self.refuse(400, BAD, "PATCH", f"{name}?updateMask={self.quoted(mask)}",
                        {"title": "Other"})
        self.refuse(400, BAD, "PATCH", name, {"kind": "VACANCY"}, fields=["opportunity.kind"])
        self.refuse(400, BAD, "PATCH", name, {"title": None}, fields=["opportunity.title"])
        self.refuse(400, BAD, "PATCH", name, {"places": 0}, fields=["opportunity.places"])

    # Repeats and races.

    def test_stale_etags(self):
        name = f"/v1/{self.create()['name']}"
        stale = self.http.get(name).json()["etag"]
        self.assertEqual(self.http.ask("PATCH", name, {"title": "Other"}).status, 200)
        for method, path, body in [("PATCH", name, {"title": "Third", "etag": stale}),
                                   ("DELETE", f"{name}?etag={stale}", None),
                                   ("POST", f"{name}:open", {"etag": stale}),
                                   ("POST", f"{name}:open", {"etag": "nonsense"})]:
            self.refuse(409, StatusCode.ABORTED, method, path, body, reason="ETAG_MISMATCH")

    def test_request_ids_used_for_something_else(self):
        given = str(uuid.uuid4())
        path = f"{LIST}?requestId={given}"
        first = self.http.post(path, shadowing_json()).json()
        before = position(self.channel)
        self.assertEqual(self.http.post(path, shadowing_json()).json(), first)
        self.assertEqual(position(self.channel), before)
        self.refuse(400, BAD, "POST", path, shadowing_json(places=3), fields=["request_id"])
        self.refuse(400, BAD, "POST", f"{path}&opportunityId=other", shadowing_json(),
                    fields=["request_id"])
        for text in ["1", "not-a-uuid", given[:-1], given + "0", given.replace("-", "_")]:
            self.refuse(400, BAD, "POST", f"{LIST}?requestId={text}", shadowing_json(),
                        fields=["request_id"])

    def test_validate_only_changes_nothing(self):
        before = position(self.channel)
        answer = self.http.post(f"{LIST}?validateOnly=true", shadowing_json())
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(position(self.channel), before)
        self.refuse(400, BAD, "POST", f"{LIST}?validateOnly=true", shadowing_json(places=0),
                    fields=["opportunity.places"])

    # Lists.

    def test_forged_and_foreign_page_tokens(self):
        for number in range(3):
            self.create(title=f"Paged {number}")
        self.create(parent=FOREIGN, serviceLine=self.foreign_line())
        self.create(parent=FOREIGN, serviceLine=self.foreign_line())
        token = self.http.get(f"{LIST}?pageSize=1").json()["nextPageToken"]
        theirs = self.http.get(f"{FOREIGN}?pageSize=1").json()["nextPageToken"]
        self.assertEqual(self.http.get(f"{LIST}?pageSize=1&pageToken={token}").status, 200)
        flipped = token[:20] + ("A" if token[20] != "A" else "B") + token[21:]
        for forged in ["x", "AAAA", token[:-4], flipped, token + "AAAA", token[::-1], theirs,
                       "x" * 4000, "%F0%9F%98%80"]:
            self.refuse(400, BAD, "GET", f"{LIST}?pageSize=1&pageToken={forged}",
                        fields=["page_token"])
        for other in ["filter=places%3A*", "filter=state%3DDRAFT", "orderBy=title",
                      "showDeleted=true"]:
            self.refuse(400, BAD, "GET", f"{LIST}?pageSize=1&pageToken={token}&{other}")
        self.refuse(400, BAD, "GET", f"{ROOT}/bulletins?pageToken={token}", fields=["page_token"])

    def test_filters(self):
        for text in ["notes = \"x\"", "colour = red", "etag = 1", "places > 1", "title", "title =",
                     "= 1", "title = \"x", "band = many", "state = HOLIDAY", "state < OPEN",
                     "closing_date = 2026-02-30", "tags = x", "(state = OPEN", "state = OPEN)",
                     "state = OPEN AND", "state = OPEN OR band = 5 AND band = 6",
                     "NOT", "title = 'x' OR 1 = 1; --", "state == OPEN", "organisation = x",
                     "(" * 21 + "band = 5" + ")" * 21, " AND ".join(["band = 5"] * 21),
                     "title = \"" + "x" * 2000 + "\""]:
            self.refuse(400, BAD, "GET", f"{LIST}?filter={self.quoted(text)}", fields=["filter"])

    def test_orders_and_page_sizes(self):
        for text in ["notes", "colour", "title sideways", "title,", "title desc asc",
                     "title, title", "(title)", "body"]:
            self.refuse(400, BAD, "GET", f"{LIST}?orderBy={self.quoted(text)}", fields=["order_by"])
        self.refuse(400, BAD, "GET", f"{LIST}?pageSize=-1", fields=["page_size"])
        self.refuse(400, BAD, "GET", f"{LIST}?pageSize=99999999999", fields=["pageSize"])

    # Time.

    def test_deadlines_that_have_passed(self):
        for method, path, body in [("GET", LIST, None), ("POST", LIST, shadowing_json()),
                                   ("GET", f"{ROOT}/dashboard", None)]:
            self.refuse(504, StatusCode.DEADLINE_EXCEEDED, method, path, body,
                        {"Grpc-Timeout": "0m"})
        for given in ["", "1", "S", "-1S", "1.5S", "123456789S", "1s", "1S1S"]:
            self.refuse(400, BAD, "GET", LIST, headers={"Grpc-Timeout": given})

    def test_deadlines_that_pass_while_a_service_hangs(self):
        service = self.suite.services["workforce"]
        before = position(self.channel)
        service.freeze()
        self.addCleanup(service.thaw)
        title = f"Late {uuid.uuid4().hex}"
        answer = self.http.post(LIST, shadowing_json(title=title), {"Grpc-Timeout": "100m"})
        self.assert_refused(answer, 504, StatusCode.DEADLINE_EXCEEDED)
        service.thaw()
        # What the service finds when it wakes up is a call whose time is over.
        self.assertEqual(position(self.channel), before)
        self.create(title=f"{title} in time")
        found = self.http.get(f"{LIST}?filter={self.quoted(f'title:{title!r}')}").json()
        self.assertEqual([record["title"] for record in found["opportunities"]],
                         [f"{title} in time"])


if __name__ == "__main__":
    unittest.main()
