"""Every rule of every field of every request is enforced: each is broken once, and the field is named.

The contracts say the rules; this reads them from the descriptors as the servers do, sends a request that
breaks one, and wants INVALID_ARGUMENT with the path of that field.
"""

import math
import unittest

from google.protobuf import descriptor_pb2, message_factory
from google.protobuf.descriptor import FieldDescriptor as Field
from grpc import StatusCode

from fault_calls import (
    ORGANISATION, OTHER_ORGANISATION, RefusalCase, detail_of, error_details_pb2, error_of,
    fields_of, module_of, position)
from fault_processes import LIMIT, SERVICES, Suite, open_channel
from running_suite import build_dir

from potential.options.v1 import options_pb2

DEFAULT_LENGTH = 200
DEFAULT_ITEMS = 100
FieldRules = options_pb2.FieldRules
# A text of none of the forms, and texts that only look like theirs.
FORMLESS = "§"
ALMOST = {FieldRules.DATE: "2026-02-30", FieldRules.MONTH: "2026-13",
          FieldRules.IDENTIFIER: "-almost", FieldRules.URL: "http://example.org",
          FieldRules.SNOMED_CT: "1234567", FieldRules.UUID: "00000000-0000-0000-0000-00000000000g"}
NUMBERS = {Field.CPPTYPE_INT32: (-2**31, 2**31 - 1), Field.CPPTYPE_INT64: (-2**63, 2**63 - 1),
           Field.CPPTYPE_UINT32: (0, 2**32 - 1), Field.CPPTYPE_UINT64: (0, 2**64 - 1),
           Field.CPPTYPE_DOUBLE: (-math.inf, math.inf), Field.CPPTYPE_FLOAT: (-math.inf, math.inf)}


def rules_of(field):
    return field.GetOptions().Extensions[options_pb2.field]


def is_repeated(field):
    return field.label == Field.LABEL_REPEATED


def bad_texts(rules):
    yield "too long", "x" * ((rules.max_length or DEFAULT_LENGTH) + 1)
    yield "control character", "a\0b"
    yield "white space", " \u00a0"
    if rules.min_length > 1:
        yield "too short", "x" * (rules.min_length - 1)
    if rules.format:
        yield "form", FORMLESS
    if rules.format in ALMOST:
        yield "almost the form", ALMOST[rules.format]
    if rules.reference:
        yield "reference to another organisation", f"{OTHER_ORGANISATION}/{rules.reference}/x"
        yield "reference to another kind", f"{ORGANISATION}/somethings/x"
    if rules.vocabulary:
        yield "vocabulary", "no-such-word"


def bad_numbers(field, rules):
    least, greatest = NUMBERS[field.cpp_type]
    whole = field.cpp_type not in (Field.CPPTYPE_DOUBLE, Field.CPPTYPE_FLOAT)
    if rules.HasField("minimum") and rules.minimum - 1 >= least:
        below = rules.minimum - 1
        yield "below the least", int(below) if whole else below
    if rules.HasField("maximum") and rules.maximum + 1 <= greatest:
        above = rules.maximum + 1
        yield "above the greatest", int(above) if whole else above
    if not whole:
        yield "not a number", math.nan
        yield "infinite", math.inf


def bad_values(field):
    """(what is wrong, value) for one value of the field."""
    rules = rules_of(field)
    if field.cpp_type == Field.CPPTYPE_STRING and field.type != Field.TYPE_BYTES:
        yield from bad_texts(rules)
    elif field.cpp_type in NUMBERS:
        yield from bad_numbers(field, rules)
    elif field.cpp_type == Field.CPPTYPE_ENUM:
        yield "unknown value", 9999


def good_item(field):
    """An item with which a list can be made too long."""
    if field.cpp_type == Field.CPPTYPE_STRING:
        return "x"
    return 1


def fill(message, field, count):
    """Makes the list hold so many items."""
    items = getattr(message, field.name)
    for _ in range(count):
        if field.message_type:
            items.add()
        else:
            items.append(good_item(field))


def one_of(message, field):
    """The nested message, the first one of a list, made if it is not there."""
    if not is_repeated(field):
        getattr(message, field.name).SetInParent()
        return getattr(message, field.name)
    items = getattr(message, field.name)
    return items[0] if items else items.add()


def broken_rules(descriptor, prefix="", reach=lambda request: request, within=()):
    """(path, what is wrong, function that breaks it in a request) for every rule of the message."""
    for field in descriptor.fields:
        rules = rules_of(field)
        if rules.output_only:
            continue
        path = prefix + field.name
        if rules.required:
            yield path, "left out", lambda request, f=field: reach(request).ClearField(f.name)
        if is_repeated(field):
            yield from broken_lists(field, path, reach)
        else:
            for what, value in bad_values(field):
                yield path, what, (lambda request, f=field, v=value:
                                   setattr(reach(request), f.name, v))
        nested = field.message_type
        if nested and nested.file.package.startswith("potential.") and nested not in within:
            yield from broken_rules(
                nested, f"{path}[0]." if is_repeated(field) else f"{path}.",
                lambda request, f=field: one_of(reach(request), f), (*within, nested))


def broken_lists(field, path, reach):
    rules = rules_of(field)
    most = rules.max_items or DEFAULT_ITEMS
    yield path, "too many", lambda request: fill(reach(request), field, most + 1)
    if rules.min_items > 1:
        yield path, "too few", lambda request: fill(reach(request), field, rules.min_items - 1)
    for what, value in bad_values(field):
        yield (f"{path}[0]", what,
               lambda request, v=value: getattr(reach(request), field.name).append(v))


def is_record(field):
    return field.message_type is not None and field.message_type.GetOptions().HasExtension(
        options_pb2.resource)


def methods_of(service):
    """(full name, descriptor) of the unary methods of a service's contracts."""
    described = descriptor_pb2.FileDescriptorSet.FromString(
        (build_dir() / "potential.binpb").read_bytes())
    for file in described.file:
        if file.package != f"potential.{service}.v1":
            continue
        for contract in module_of(file.name).DESCRIPTOR.services_by_name.values():
            for method in contract.methods:
                yield f"/{contract.full_name}/{method.name}", method


def base_request(method):
    """A request that says for whom it is."""
    request = message_factory.MessageFactory().GetPrototype(method.input_type)()
    for field in method.input_type.fields:
        if field.name == "parent":
            request.parent = ORGANISATION
        elif field.name == "name":
            request.name = f"{ORGANISATION}/records/none"
        elif is_record(field) and method.name.startswith("Update"):
            getattr(request, field.name).name = f"{ORGANISATION}/records/none"
    return request


class FieldRulesTest(RefusalCase):

    @classmethod
    def setUpClass(cls):
        cls.suite = Suite()
        cls.addClassCleanup(cls.suite.__exit__)
        cls.suite.start()
        cls.channel = open_channel(cls.suite.gateway.address)
        cls.addClassCleanup(cls.channel.close)

    def check_service(self, service):
        with open_channel(self.suite.services[service].address) as own:
            before = position(own)
            broken = sum(self.check_method(path, method) for path, method in methods_of(service))
            self.assertEqual(position(own), before, "something was changed")
        self.assertGreater(broken, 100)
        print(f"\n  {broken} broken rules of {service} refused ... ", end="")

    def check_method(self, path, method):
        call = self.channel.unary_unary(
            path, request_serializer=method.input_type._concrete_class.SerializeToString)
        broken = 0
        for field, what, harm in broken_rules(method.input_type):
            if method.name.startswith("Update") and "." in field:
                continue  # Of a change, the record as it would become is judged.
            if method.name.startswith("Create") and field.endswith(".etag"):
                continue  # A new record has none, whatever is sent.
            with self.subTest(method=method.full_name, field=field, what=what):
                request = base_request(method)
                harm(request)
                error = error_of(call, request, timeout=LIMIT)
                # A change without a record lacks first of all the record's name.
                nameless = method.name.startswith("Update") and what == "left out"
                self.check_refusal(error, f"{field}.name" if nameless else field)
                broken += 1
        return broken

    def check_refusal(self, error, field):
        self.assertEqual(error.code(), StatusCode.INVALID_ARGUMENT, error)
        info = detail_of(error, error_details_pb2.ErrorInfo)
        self.assertEqual((info.domain, info.reason), ("potential", "FIELD_VIOLATION"))
        self.assertIn(field, fields_of(error), error.details())
        self.assert_no_leak(error.details())


def add_test(service):
    setattr(FieldRulesTest, f"test_{service}", lambda self: self.check_service(service))


for name in SERVICES:
    add_test(name)


if __name__ == "__main__":
    unittest.main()
