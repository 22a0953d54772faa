"""The finish of the OpenAPI document: the media type of problems, and an example on every operation."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from fastapi.routing import RouteContext

from api.problems import MEDIA_TYPE
from api.security.access import Needs
from api.security.callers import COOKIE, SECURE_COOKIE
from data import cases


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document with what the framework leaves out. Changed in place and returned."""
    schemas = document["components"]["schemas"]
    # It is answered as a file, of which the framework knows the media type alone.
    file = document["paths"]["/api/v1/plans/{plan_id}/plan.json"]["get"]["responses"]["200"]["content"]
    file["application/json"]["schema"] = schemas["PlanResult"]["properties"]["plan"]
    for path in document["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    [content] = response["content"].values()
                    response["content"] = {MEDIA_TYPE: content}
                _add_examples(response.get("content", {}), schemas)
            _add_examples(operation.get("requestBody", {}).get("content", {}), schemas)
    return document


def say_who_may(document: dict[str, Any], needs: Iterable[tuple[RouteContext, Needs | None]], *, always: bool) -> None:
    """Say how callers show who they are and what each operation needs of them, as `x-role` and `x-parties`.

    A server that does not ask for tokens `always` answers without, too.
    """
    document["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token that an admin has made"},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": COOKIE,
            "description": f"What sign_in sets, for browsers; over https, {SECURE_COOKIE}",
        },
    }
    for route, need in needs:
        for method in route.methods or ():
            operation = document["paths"].get(route.path, {}).get(method.lower())
            if operation is None or need is None:
                continue
            if need.role is None:
                operation["security"] = []
                continue
            operation["security"] = [*([] if always else [{}]), {"token": []}, {"session": []}]
            operation["x-role"] = need.role
            operation["x-parties"] = need.parties


def _add_examples(content: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Put the example of each schema where it is used: readers of the document look for it there."""
    for media in content.values():
        schema = media.get("schema", {})
        if "items" in schema:
            media["example"] = [_example(schema["items"], schemas)]
        elif "$ref" in schema or "anyOf" in schema:
            media["example"] = _example(schema, schemas)


def _example(reference: dict[str, Any], schemas: dict[str, Any]) -> Any:
    reference = reference.get("anyOf", [reference])[0]
    name = reference["$ref"].rpartition("/")[2]
    return small_case() if name == "Case" else schemas[name]["examples"][0]


_LEFT_OUT = (
    *("services", "sailings", "cutoffs", "empties", "calendars", "holidays", "chains", "chain_steps"),
    *("shipments", "step_states", "recurring_bookings", "containers"),
)


@cache
def small_case() -> dict[str, Any]:
    """An embedded case cut down to one ship and its call."""
    case = cases.load("kariangau").case
    call = case.calls[0].model_copy(update={"service": None})
    small = case.model_copy(
        update={
            "ports": case.ports[:1],
            "vessels": (case.ship_of(call),),
            "calls": (call,),
        }
        | dict.fromkeys(_LEFT_OUT, ())
    )
    return small.model_dump(mode="json")
