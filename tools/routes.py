"""Print the page's routes as OpenAPI, for a scanner: see docs/triage.md."""

import json
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route

from littrack.triage.web import Site, make_app

FORM = ("token", "paper", "seen", "verdict", "section", "reason", "comment", "until", "back", "who", "password", "next")
QUERY = ("section", "issue", "at_least", "words", "page", "q", "before", "done", "entry", "next")


def openapi() -> dict[str, Any]:
    site = Site("scan", b"k" * 32, frozenset(), "scan")
    guard = make_app(site, lambda now: (_ for _ in ()), lambda: datetime.now(UTC))  # type: ignore[arg-type,return-value]
    assert isinstance(guard.app, Starlette)
    paths: dict[str, Any] = {}
    for route in guard.app.routes:
        assert isinstance(route, Route)
        path = route.path.replace(":path}", "}").replace(":int}", "}")
        for method in (route.methods or set()) - {"HEAD"}:
            paths.setdefault(path, {})[method.lower()] = _operation(path, method)
    return {"openapi": "3.0.3", "info": {"title": "littrack serve", "version": "1"}, "paths": paths}


def _operation(path: str, method: str) -> dict[str, Any]:
    names = [part.split("}")[0] for part in path.split("{")[1:]]
    kinds = {"number": "integer"}
    parameters = [
        {"name": n, "in": "path", "required": True, "schema": {"type": kinds.get(n, "string"), "minLength": 1}} for n in names
    ]
    made: dict[str, Any] = {"parameters": parameters, "responses": {"default": {"description": "a page"}}}
    text = {"type": "string"}
    if method == "POST":
        schema = {"type": "object", "properties": dict.fromkeys(FORM, text)}
        made["requestBody"] = {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}
    else:
        parameters += [{"name": name, "in": "query", "schema": text} for name in QUERY]
    return made


if __name__ == "__main__":
    print(json.dumps(openapi(), indent=2))
