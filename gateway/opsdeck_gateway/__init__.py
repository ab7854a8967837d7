"""The doors of opsdeck: Envoy in front, and the WebSocket bridge to the streaming RPCs."""
