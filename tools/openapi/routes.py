"""How Envoy answers a path, read from its own configuration: envoy.yaml is the one place for it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from opsdeck_gateway.render import Places, render, template_path

_LUA = "envoy.filters.http.lua"
_TRANSCODER = "envoy.filters.http.grpc_json_transcoder"


@dataclass(frozen=True, slots=True)
class Manners:
    """How one operation answers."""

    status: str
    """Of an answer that is no error."""
    snake: bool
    """Whether names are snake_case, in place of camelCase."""
    events: bool
    """Whether a stream is Server-Sent Events, in place of one JSON array."""


class Routes:
    """The routes of REST, in Envoy's order."""

    def __init__(self) -> None:
        anywhere = Path("x")
        places = Places("127.0.0.1", 0, anywhere, anywhere, anywhere, anywhere)
        config: Any = yaml.safe_load(render(template_path().read_text(), places))
        [chain] = config["static_resources"]["listeners"][0]["filter_chains"]
        manager = chain["filters"][0]["typed_config"]
        [host] = manager["route_config"]["virtual_hosts"]
        self._routes: list[Any] = host["routes"]
        [self._transcoder] = [
            f["typed_config"] for f in manager["http_filters"] if f["name"] == _TRANSCODER
        ]

    def manners(self, verb: str, path: str) -> Manners:
        """Return how a call is answered. `path` may hold `{id}`."""
        sample = re.sub(r"\{[^}]*\}", "x", path)
        route = next(r for r in self._routes if _matches(r["match"], verb, sample))
        own = route.get("typed_per_filter_config", {}).get(_TRANSCODER, self._transcoder)
        if "print_options" not in own:
            raise ValueError(f"{verb} {path} goes by a route that Envoy does not transcode")
        options = own["print_options"]
        metadata = route.get("metadata", {}).get("filter_metadata", {}).get(_LUA, {})
        return Manners(
            status=metadata.get("success_status", "200"),
            snake=options.get("preserve_proto_field_names", False),
            events=options.get("stream_sse_style_delimited", False),
        )


def _matches(match: Any, verb: str, path: str) -> bool:
    for header in match.get("headers", ()):
        # Others tell gRPC from REST, and are not there.
        if header["name"] != ":method" or not _is(header["string_match"], verb):
            return False
    if "path_separated_prefix" in match:
        prefix = match["path_separated_prefix"]
        return path == prefix or path.startswith(f"{prefix}/")
    if "safe_regex" in match:
        return re.fullmatch(match["safe_regex"]["regex"], path) is not None
    return path == match["path"] if "path" in match else path.startswith(match["prefix"])


def _is(matcher: Any, text: str) -> bool:
    if "safe_regex" in matcher:
        return re.fullmatch(matcher["safe_regex"]["regex"], text) is not None
    return text == matcher["exact"]
