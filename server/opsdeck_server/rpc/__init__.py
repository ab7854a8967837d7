"""The gRPC surface: decode, call a service, encode."""
