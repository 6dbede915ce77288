"""The REST application: every router there is a file for."""

import importlib
import pkgutil

from fastapi import APIRouter, FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Match

from vidgenie import api
from vidgenie.api import edge
from vidgenie.api.models import problems

VERSION = "1.0"  # of the API; raised when an answer changes its meaning
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def build() -> FastAPI:
    """All routes; Reflex's pages are mounted behind them."""
    app = FastAPI(
        title="VidGenie",
        version=VERSION,
        description="An idea becomes a 9:16 video. Sign in with POST /api/auth/login (cookie) or"
        " send an API token: Authorization: Bearer vg_live_... Errors are"
        " {error, code, ...}; somebody else's things are not found.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=problems(422, 500),
    )
    edge.install(app)
    routes: list[BaseRoute] = []
    for router in routers():
        app.include_router(router)
        routes += router.routes
    app.include_router(_nothing_else(routes))
    return app


def routers() -> list[APIRouter]:
    """The `router` of every module of this package, by file name."""
    names = sorted(module.name for module in pkgutil.iter_modules(api.__path__))
    modules = [importlib.import_module(f"{api.__name__}.{name}") for name in names]
    return [module.router for module in modules if hasattr(module, "router")]


def _nothing_else(routes: list[BaseRoute]) -> APIRouter:
    """Unknown addresses under /api are told so in JSON, not with a page."""
    last = APIRouter(include_in_schema=False)

    @last.api_route("/api", methods=_METHODS)
    @last.api_route("/api/{rest:path}", methods=_METHODS)
    @last.api_route("/media/{rest:path}", methods=_METHODS)
    async def nothing(request: Request) -> Response:
        found = (route for route in routes if route.matches(request.scope)[0] is not Match.NONE)
        allowed = sorted({method for route in found for method in getattr(route, "methods", ())})
        if allowed:
            raise HTTPException(405, headers={"allow": ", ".join(allowed)})
        raise HTTPException(404)

    return last
