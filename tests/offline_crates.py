"""roc-validator without a network: what it would fetch is put into its cache beforehand.

A crate names its context by address only. The validator's offline mode serves addresses from its
cache, which is filled here from the context that the package rocrate ships. That is the one of
RO-Crate 1.3; the crates of this project are RO-Crate 1.1, where the one term they use that was
renamed since has another address.
"""

from __future__ import annotations

import json
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from rocrate_validator import models, services
from urllib3 import HTTPResponse

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
AS_IN_1_1 = {"ComputationalWorkflow": "https://bioschemas.org/ComputationalWorkflow"}


def issues(crate: Path, cache: Path, profile: str, severity: str) -> set[str]:
    """What roc-validator finds at fault in a crate, up to a level of its requirements."""
    shipped = json.loads(files("rocrate").joinpath("data/ro-crate.jsonld").read_text("utf-8"))
    content = json.dumps({"@context": shipped["@context"] | AS_IN_1_1})
    _put(cache, CONTEXT, content)
    settings = models.ValidationSettings(
        rocrate_uri=str(crate),
        profile_identifier=profile,
        requirement_severity=severity,
        cache_path=cache,
        offline=True,
    )
    found = services.validate(settings)
    return {f"{issue.check.identifier} {issue.message}" for issue in found.get_issues()}


class _Shelf(HTTPAdapter):
    """Answers every request with the same JSON-LD, in place of the network."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.content = content.encode()

    def send(self, request: PreparedRequest, **_: object) -> Response:
        headers = {"Content-Type": "application/ld+json"}
        raw = HTTPResponse(BytesIO(self.content), headers, 200, preload_content=False)
        return self.build_response(request, raw)


def _put(cache: Path, address: str, content: str) -> None:
    with CachedSession(str(cache), backend="sqlite", expire_after=-1) as session:
        session.mount("https://", _Shelf(content))
        assert session.get(address).ok
