"""`older.py HOST:PORT TOKEN WHAT JSON`: a program with the code that the last release generated.

`create` queues a job and prints its id; `follow` prints what a watch of a job brought.
"""

import json
import sys
from typing import Any, cast

import grpc
from google.protobuf import json_format

from opsdeck.v1 import job_service_pb2, job_service_pb2_grpc


def create(jobs: Any, metadata: Any, fields: Any) -> str:
    """Queue a job; return its id."""
    request = json_format.ParseDict(fields, job_service_pb2.CreateJobRequest())
    return jobs.CreateJob(request, metadata=metadata).id


def follow(jobs: Any, metadata: Any, fields: Any) -> dict[str, Any]:
    """Watch a job to its end; return type and payload of each event, and the last status."""
    request = json_format.ParseDict(fields, job_service_pb2.WatchJobRequest())
    events: list[list[str | None]] = []
    status = 0
    for answer in jobs.WatchJob(request, metadata=metadata):
        events += [[event.type, event.WhichOneof("payload")] for event in answer.events]
        status = answer.job.status if answer.HasField("job") else status
    return {"events": events, "status": status}


if __name__ == "__main__":
    target, token, what, words = sys.argv[1:]
    with grpc.insecure_channel(target) as channel:
        # The types of today's stubs are those of asyncio.
        stub: Any = job_service_pb2_grpc.JobServiceStub(cast("Any", channel))
        act = {"create": create, "follow": follow}[what]
        print(json.dumps(act(stub, [("authorization", f"Bearer {token}")], json.loads(words))))
