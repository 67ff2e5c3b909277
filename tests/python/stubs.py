"""Python classes of the contracts, made from the build's descriptor set into BUILD/python.

Debian's grpc_tools carries a protoc that is older than proto3 `optional`, so it cannot read our files;
it can make service stubs from a descriptor set that the system's protoc made. The messages come from
that protoc, whose version is python3-protobuf's.
"""

import pathlib
import subprocess
import sys

from google.protobuf import descriptor_pb2
from grpc_tools import protoc


def generate(build):
    """Makes what is out of date; afterwards `import potential...` and `google.rpc` work."""
    descriptors = build / "potential.binpb"
    folder = build / "python"
    mark = folder / ".made"
    if not mark.exists() or mark.stat().st_mtime < descriptors.stat().st_mtime:
        folder.mkdir(exist_ok=True)
        _messages(build, descriptors, folder)
        _services(descriptors, folder)
        mark.touch()
    sys.path.insert(0, str(folder))


def _files(descriptors):
    described = descriptor_pb2.FileDescriptorSet.FromString(descriptors.read_bytes())
    return [file for file in described.file if not file.name.startswith("google/protobuf/")]


def _messages(build, descriptors, folder):
    names = [file.name for file in _files(descriptors)]
    subprocess.run(["protoc", f"--descriptor_set_in={descriptors}", f"--python_out={folder}", *names],
                   check=True)
    subprocess.run(["protoc", f"-I{_google_folder(build)}", f"--python_out={folder}",
                    "google/rpc/status.proto", "google/rpc/error_details.proto"], check=True)


def _services(descriptors, folder):
    names = [file.name for file in _files(descriptors) if file.service]
    status = protoc.main(["protoc", f"--descriptor_set_in={descriptors}",
                          f"--grpc_python_out={folder}", *names])
    if status != 0:
        raise RuntimeError(f"grpc_tools made no stubs (status {status})")


def _google_folder(build):
    """Where CMake found the package with google/rpc."""
    for line in (build / "CMakeCache.txt").read_text().splitlines():
        if line.startswith("GOOGLEAPIS:"):
            return pathlib.Path(line.split("=", 1)[1])
    raise RuntimeError("the build does not name GOOGLEAPIS")
