"""The WebSocket bridge: `/ws/sessions/{id}` for those who do not speak gRPC.

It stands behind Envoy on a Unix socket and holds nothing of its own: no secret, no session. Every
connection is let in by the server, with the caller's token; what is sent is what the server's
watch says.
"""
