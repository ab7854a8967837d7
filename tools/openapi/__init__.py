"""Makes the OpenAPI document of REST, and a page to read it.

Why not protoc-gen-openapi or grpc-gateway's generators: they describe a gateway of their own, not
this one. What comes out here is what Envoy answers: its routes say which create is 201, which
family is snake_case and which answer is a stream of events (`routes.py` reads envoy.yaml); the
protos say all else (`contract.py`), the rules of buf.validate and the refusals that each method
names in its comment included.
"""
