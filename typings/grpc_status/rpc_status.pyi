# The published stubs leave the messages untyped, and do not know that the error of an
# asynchronous call has what from_call reads.
import grpc
from google.rpc import status_pb2

def from_call(call: grpc.Call | grpc.aio.AioRpcError) -> status_pb2.Status | None: ...
def to_status(status: status_pb2.Status) -> grpc.Status: ...
