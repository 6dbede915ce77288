"""A small application behind the guard, and what every answer of it must carry."""

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request as StarletteRequest
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from vidgenie.api.headers import Policy, Site
from vidgenie.api.origins import allowed_origins
from vidgenie.settings import Settings

OURS = "http://127.0.0.1:3000"
EVIL = "https://evil.example"
COOKIE = {"cookie": "a=1; vg_session=abc"}
SCRIPT = "console.log('hé')"


async def echo(request: StarletteRequest):
    """How many bytes came."""
    return PlainTextResponse(str(len(await request.body())))


async def talk(websocket):
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


def application(web):
    app = Starlette(
        routes=[
            Route("/api/echo", echo, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
            Route("/api/assets", echo, methods=["POST"]),
            Route("/api/own", lambda _: HTMLResponse("x", headers={"cache-control": "max-age=5"})),
            Route("/api/away", lambda _: RedirectResponse("/")),
            WebSocketRoute("/_event", talk),
            Mount("/", StaticFiles(directory=web, html=True)),
        ]
    )
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_credentials=True, allow_methods=["*"]
    )
    return app


def policy(web, settings=None):
    settings = settings or Settings()
    return Policy(Site.read(web), allowed_origins(settings), settings.origin.startswith("https:"))


WANTED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def lacking(headers):
    """Security headers that are missing, wrong, or there twice."""
    wrong = [name for name, value in WANTED.items() if headers.get(name) != value]
    policies = headers.get("content-security-policy", "")
    told = ("default-src", "base-uri 'none'", "frame-ancestors 'none'", "form-action")
    wrong += [word for word in told if policies.count(word) != 1]
    return wrong + ([] if headers.get("cache-control") else ["cache-control"])
