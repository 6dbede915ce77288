"""No form of a key leaves: in a log line, a traceback, an error, or the memory of a crash."""

import asyncio
import base64
import io
import json
import logging
import pickle
import secrets
import subprocess
import sys
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import httpx
import pytest

from vidgenie import redact
from vidgenie.errors import (
    InvalidInput,
    PlatformError,
    ProviderRejected,
    ProviderUnavailable,
    VidGenieError,
)
from vidgenie.redact import live, scrub, scrub_data, scrub_error, shielded
from vidgenie.redact.forms import forms
from vidgenie.redact.registry import Registry

# Looks like no service's key: only that it is live gives it away.
KEY = "Zq7-CANARYcanary/01+23=45"
BAD = ["", "\n", "\nxxxxxxxx", "\N{HORIZONTAL ELLIPSIS}", "\x00", "é", "\r\nX-Evil: 1", "'\""]


def leaks(text, key=KEY):
    """Whether any form of the key stands in the text."""
    return [form for form in forms(key) if form in text]


@pytest.fixture
def hooks():
    """What `install` changes in the process, put back after the test."""
    make, warn = logging.getLogRecordFactory(), logging._warnings_showwarning
    kept = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    logging.setLogRecordFactory(make)
    if warn is None:
        logging.captureWarnings(capture=False)
    sys.excepthook, threading.excepthook, sys.unraisablehook = kept


@pytest.fixture
def lines(hooks):
    """What a handler that was there before, and one of the root's, write."""
    old, root = io.StringIO(), io.StringIO()
    logger = logging.getLogger("somebody.else")
    handlers = logging.StreamHandler(old), logging.StreamHandler(root)
    logger.addHandler(handlers[0])
    logging.getLogger().addHandler(handlers[1])
    redact.install()
    yield lambda: old.getvalue() + root.getvalue()
    logger.removeHandler(handlers[0])
    logging.getLogger().removeHandler(handlers[1])


WAYS = {
    "plain": lambda key: key,
    "in a sentence": lambda key: f"<{key}>",
    "repr": repr,
    "bytes": lambda key: repr(key.encode()),
    "json": json.dumps,
    "json in json": lambda key: json.dumps(json.dumps(key)),
    "every character escaped": lambda key: "".join(f"\\u{ord(c):04x}" for c in key),
    "query": lambda key: f"https://h/x?y={quote(key, safe='')}",
    "query, lower": lambda key: quote(key, safe="").lower() if key.islower() else quote(key, "/"),
    "httpx": lambda key: str(httpx.URL("https://h/x", params={"y": key})),
    "hex": lambda key: key.encode().hex(),
    "HEX": lambda key: key.encode().hex().upper(),
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "urlsafe base64": lambda key: base64.urlsafe_b64encode(key.encode()).decode(),
    "basic": lambda key: httpx.BasicAuth("me", key)._auth_header,
}


@pytest.mark.parametrize("key", [KEY, KEY.lower(), "a b" * 5, 'x"y\\z' * 4, "clé-secrète-à-moi"])
@pytest.mark.parametrize("way", WAYS)
def test_a_live_key_is_hidden_however_it_is_written(way, key):
    text = f"before {WAYS[way](key)} after"
    with live(key):
        scrubbed = scrub(text)

    assert "[key]" in scrubbed
    assert scrubbed.startswith("before ")
    assert not leaks(scrubbed, key)


def test_base64_is_found_wherever_the_key_begins_in_it():
    for _ in range(300):
        key = secrets.token_urlsafe(9 + secrets.randbelow(36))
        with live(key):
            for before in range(7):
                for after in range(4):
                    data = b"u" * before + key.encode() + b"v" * after
                    assert "[key]" in scrub(base64.b64encode(data).decode())
                    assert "[key]" in scrub(base64.urlsafe_b64encode(data).decode())


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_a_key_is_known_from_its_first_use_until_a_while_after_the_last():
    registry = Registry(linger=30.0, clock=(clock := Clock()))
    with registry.live(KEY):
        with registry.live(KEY, "another-key-of-mine"):
            assert registry.hide(KEY) == "[key]"
        clock.now += 31
        registry.forget()
        assert registry.hide("another-key-of-mine") == "another-key-of-mine"
        assert registry.hide(KEY) == "[key]"

    clock.now += 29
    registry.forget()
    assert registry.hide(KEY) == "[key]"
    clock.now += 2
    registry.forget()
    assert registry.hide(KEY) == KEY


def test_a_key_used_again_starts_its_time_anew():
    registry = Registry(linger=30.0, clock=(clock := Clock()))
    for _ in range(3):
        with registry.live(KEY):
            clock.now += 20
        registry.forget()

    assert registry.hide(KEY) == "[key]"


def test_keys_are_forgotten_even_when_nothing_more_happens():
    registry = Registry(linger=0.05)
    with registry.live(KEY):
        pass
    deadline = time.monotonic() + 5
    while registry.hide(KEY) != KEY and time.monotonic() < deadline:
        time.sleep(0.01)

    assert registry.hide(KEY) == KEY


def test_keys_come_and_go_in_many_threads():
    registry = Registry(linger=0.0)

    def use(number):
        key = f"key-number-{number:08d}"
        for _ in range(50):
            with registry.live(key):
                assert registry.hide(f"<{key}>") == "<[key]>"
            registry.forget()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(8)))
    registry.forget()

    assert registry.hide("key-number-00000001") == "key-number-00000001"


def test_no_key_hides_nothing():
    with live("", "short"):
        assert scrub("a short text") == "a short text"


@pytest.mark.parametrize(
    "secret",
    [
        "sk-proj-abcdefghijklmnopqrstuvwx",
        "sk-ant-api03-abcdefghijklmnopqrst",
        "sk_abcdefghijklmnopqrstuvwxyz",
        "AIzaSyA0123456789abcdefghijklmnopqrstuv",
        "AQ.Ab8RN6IabcdefghijklmnopqrstuvwxyzABCDEF",
        "whsec_abcdefghijklmnopqrstuv",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "AKIAABCDEFGHIJKLMNOP",
        "luma-abcdefgh_ijklmnop-qrstuvwx",
        "0f8fad5b-d9cb-469f-a165-70867728950e:0123456789abcdef0123456789abcdef",
        "-----BEGIN PRIVATE KEY-----MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw",
        "vg_live_abcdefgh_0123456789012345678901234567890",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc_DEF-123",
    ],
)
@pytest.mark.parametrize("before", ["", " ", '"', "\\n", "%20", "key=", "b'"])
def test_what_looks_like_a_key_is_hidden_though_nobody_uses_it(before, secret):
    assert secret[8:] not in scrub(f"the service said {before}{secret}!")


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("GET https://h/v?key=abcdef&x=1", "GET https://h/v?key=[key]&x=1"),
        ("/media/ab.mp4?e=12&s=0123abcd", "/media/ab.mp4?e=12&s=[key]"),
        ("https://b/x?X-Amz-Signature=ab12", "https://b/x?X-Amz-Signature=[key]"),
        ("https://b/x?X-Goog-Signature=ab12&y", "https://b/x?X-Goog-Signature=[key]&y"),
        ("https://us/reset#token=abc.def", "https://us/reset#token=[key]"),
        ("?next=%2Freset%3Ftoken%3Dabcdef", "?next=%2Freset%3Ftoken%3D[key]"),
        ("postgresql://me:pw@db/vg", "postgresql://[key]@db/vg"),
        ("redis://:pw@r:6379/0", "redis://[key]@r:6379/0"),
        ("Authorization: Bearer abcdef12", "Authorization: [key]"),
        ("{'authorization': 'Token abc'}", "{'authorization': '[key]'}"),
        ("[(b'x-api-key', b'abc'), (b'a', b'b')]", "[(b'x-api-key', b'[key]'), (b'a', b'b')]"),
        ('{"x-goog-api-key": "abc", "a": 1}', '{"x-goog-api-key": "[key]", "a": 1}'),
        ("x: Basic dXNlcjpwYXNz", "x: Basic [key]"),
        ("cookies vg_session=abc; a=b", "cookies vg_session=[key]; a=b"),
    ],
)
def test_headers_and_signed_links_lose_what_is_secret_in_them(text, scrubbed):
    assert scrub(text) == scrubbed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "task-0123456789abcdef0123456789 of the queue",
        "run 0123456789abcdef0123456789abcdef: video at 50 %, 3 of 12 = 25 %",
        "no cookie, please; the key is wrong; basic; bearer",
        "https://example.com/a.png?size=big&page=2",
        "someone@example.com asked at 10:30",
        "un renard roux qui danse sous la pluie, 9:16, très lent",
    ],
)
def test_ordinary_texts_are_left_alone(text):
    assert scrub(text) == text


def test_values_are_scrubbed_to_the_leaves():
    with live(KEY):
        scrubbed = scrub_data({KEY: [KEY, {"a": (KEY, 1, None, True, 2.5)}], "b": KEY.encode()})

    assert not leaks(json.dumps(scrubbed))
    assert scrubbed["[key]"][1]["a"][1:] == [1, None, True, 2.5]


def test_an_error_in_one_line_has_its_name():
    with live(KEY):
        assert scrub_error(ValueError(f"bad header {KEY}")) == "ValueError: bad header [key]"


def fail_with(key):
    try:
        int(f"inner {key!r}")
    except ValueError as inner:
        inner.add_note(f"noted {key}")
        raise RuntimeError(f"outer {quote(key)}") from inner


@pytest.mark.parametrize("bad", BAD)
def test_every_handler_writes_scrubbed_lines(lines, bad):
    key = KEY + bad
    logger = logging.getLogger("somebody.else")
    with live(key):
        logger.error("message %s", key)
        logger.error("%(a)s", {"a": key})
        logger.error(f"already formatted {key}")  # noqa: G004  # as libraries do
        logger.error(ValueError(key))
        logger.error("too few %s %s", key)  # noqa: PLE1206  # as in libraries with a slip
        logger.error("not a number %d", key)
        try:
            fail_with(key)
        except RuntimeError:
            logger.exception("with a traceback", stack_info=True)

    assert lines().count("[key]") >= 2 * 9
    assert "in fail_with" in lines()
    assert "Stack (most recent call last)" in lines()
    assert not leaks(lines(), key)


def test_what_a_browser_says_cannot_pass_for_an_entry_or_command_a_terminal(lines):
    said = "x\n2026-01-01 ERROR vidgenie: all is lost\r\x1b[31mred\x9b2J\u2028y\tz"
    logging.getLogger("somebody.else").warning("a browser says %s", said)

    assert lines().splitlines()[:2] == [
        "a browser says x",
        "    2026-01-01 ERROR vidgenie: all is lost\\r\\x1b[31mred\\x9b2J\\u2028y\tz",
    ]


def test_a_handler_added_later_writes_scrubbed_lines(lines):
    late = io.StringIO()
    handler = logging.StreamHandler(late)
    logger = logging.getLogger("brand.new")
    logger.addHandler(handler)
    with live(KEY):
        logger.warning("later %s", KEY)
    logger.removeHandler(handler)

    assert late.getvalue() == "later [key]\n"


def test_no_handler_is_given_a_traceback_to_draw_itself(lines):
    seen = []
    handler = logging.Handler()
    handler.emit = seen.append
    logging.getLogger("somebody.else").addHandler(handler)
    try:
        fail_with(KEY)
    except RuntimeError:
        logging.getLogger("somebody.else").exception("x")
    logging.getLogger("somebody.else").removeHandler(handler)

    assert (seen[0].exc_info, seen[0].args) == (None, None)


def test_what_talks_too_much_is_quiet_even_when_everything_is_wanted(lines):
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        names = [
            "httpx",
            "httpx2",
            "httpcore.http11",
            "openai._base_client",
            "anthropic",
            "botocore",
        ]
        assert not [name for name in names if logging.getLogger(name).isEnabledFor(logging.INFO)]
    finally:
        logging.getLogger().setLevel(logging.WARNING)


def test_installing_twice_changes_nothing(lines):
    redact.install()
    first = logging.getLogRecordFactory()
    redact.install()

    assert logging.getLogRecordFactory() is first


PROGRAM = """
import gc, sys, threading, logging, warnings
from vidgenie import redact
redact.install()
logging.basicConfig()
KEY = sys.argv[1]
class Bad:
    def __del__(self):
        raise ValueError(KEY)
with redact.live(KEY):
    Bad()
    gc.collect()
    thread = threading.Thread(target=lambda: 1 / len(KEY[:0]) if KEY == "" else int(KEY))
    thread.start(); thread.join()
    warnings.warn(KEY)
    logging.getLogger("x").error("%d", KEY)
    raise KeyError(KEY)
"""


def test_what_nobody_catches_is_printed_without_the_key():
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, KEY], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    for error in ("KeyError: '[key]'", "ValueError: [key]", "UserWarning: [key]", "literal"):
        assert error in ended.stderr
    assert not leaks(ended.stderr + ended.stdout)


class Echo:
    """A server that answers 401 and repeats the key it was given in several forms."""

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_):
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader, writer):
        try:
            await self._answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        given = head.partition("uthorization: Bearer ")[2].partition("\r\n")[0]
        echo = base64.b64encode(f"x:{given}".encode()).decode()
        body = json.dumps({"error": {"message": f"bad key {given} {echo}", "head": head}}).encode()
        writer.write(b"HTTP/1.1 401 No\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))
        await writer.drain()


class SdkError(Exception):
    """As the errors of openai and anthropic: request, response and body hang on it."""

    def __init__(self, message, *, request, response=None, body=None):
        super().__init__(message)
        self.request, self.response, self.body = request, response, body


async def plain(url, key):
    """A Provider that lets httpx's own errors through."""
    async with httpx.AsyncClient(trust_env=False) as http:
        headers = {"authorization": f"Bearer {key}"}
        (await http.get(url, headers=headers)).raise_for_status()


async def by_address(url, key):
    async with httpx.AsyncClient(trust_env=False) as http:
        (await http.get(f"{url}/v1", params={"key": key})).raise_for_status()


async def by_sdk(url, key):
    """The shape of openai 2.x and anthropic: their error, with everything on it, from httpx's."""
    request = httpx.Request("POST", url, content=b"{}")
    try:
        request.headers["authorization"] = f"Bearer {key}"
        async with httpx.AsyncClient(trust_env=False) as http:
            response = await http.send(request)
            response.raise_for_status()
    except httpx.HTTPStatusError as error:
        body = error.response.json()
        message = f"Error code: 401 - {body}"
        raise SdkError(message, request=request, response=error.response, body=body) from error
    except httpx.TransportError as error:
        raise SdkError("Connection error.", request=request) from error


async def mapped(url, key):
    """A Provider that maps errors, and quotes too much."""
    try:
        await plain(url, key)
    except (httpx.HTTPError, UnicodeError, httpx.InvalidURL) as error:
        raise ProviderRejected(
            f"It said {error} about {key}", provider="p", problem="key_refused", quoted=[repr(key)]
        ) from error


async def grouped(url, key):
    async with asyncio.TaskGroup() as group:
        group.create_task(plain(url, key))


CALLS = [plain, by_address, by_sdk, mapped, grouped]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("bad", BAD)
async def test_no_error_of_a_call_holds_its_key(lines, call, bad):
    key = KEY + bad
    async with Echo() as echo:
        with pytest.raises(VidGenieError) as caught:
            await shielded("luma", key, lambda: call(echo.url, key))

    error = caught.value
    assert isinstance(error, ProviderRejected if call is mapped else PlatformError)
    assert (error.__cause__, error.__context__) == (None, None)
    texts = [
        str(error),
        repr(error),
        "".join(traceback.format_exception(error)),
        repr(vars(error)),
        json.dumps(error.to_dict()),
        pickle.dumps(error).decode("latin-1"),
        repr(list(_locals_of(error))),
        lines(),
    ]
    assert not leaks("\n".join(texts), key)


def _locals_of(error):
    """Variables of the product's frames in the traceback: a crash reporter would send them."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    for frame in frames:
        if "vidgenie" in frame.f_code.co_filename and "tests" not in frame.f_code.co_filename:
            yield {name: repr(value) for name, value in frame.f_locals.items()}


async def test_what_was_unexpected_is_told_to_the_operator(lines):
    async with Echo() as echo:
        with pytest.raises(PlatformError) as caught:
            await shielded("luma", KEY, lambda: plain(echo.url, KEY))

    assert caught.value.params == {"provider": "luma", "error": "HTTPStatusError"}
    assert "a call to luma failed unexpectedly" in lines()
    assert "in plain" in lines()


async def test_errors_of_ours_keep_what_they_are(hooks):
    async def busy():
        raise ProviderUnavailable(f"busy {KEY}", provider="luma", retry_after=7.5)

    with pytest.raises(ProviderUnavailable) as caught:
        await shielded("luma", KEY, busy)

    assert (str(caught.value), caught.value.retry_after) == ("busy [key]", 7.5)
    assert caught.value.params == {"provider": "luma", "retry_after": 7.5}


async def test_even_names_in_params_are_scrubbed(hooks):
    async def wrong():
        raise InvalidInput("x", field=KEY, problem="too_long", limit=3)

    with pytest.raises(InvalidInput) as caught:
        await shielded("luma", KEY, wrong)

    assert caught.value.params == {"field": "[key]", "problem": "too_long", "limit": 3}


async def test_a_result_passes_and_the_key_is_live_meanwhile():
    async def work():
        return scrub(f"told {KEY}")

    assert await shielded("luma", KEY, work) == "told [key]"


async def test_a_call_without_a_key_is_shielded_too(lines):
    async def work():
        raise OSError("the disk is gone")

    with pytest.raises(PlatformError):
        await shielded("local", "", work)

    assert "the disk is gone" in lines()


async def test_a_cancelled_call_is_cancelled(hooks):
    begun = asyncio.Event()

    async def work():
        try:
            int(KEY)
        except ValueError:
            begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(shielded("luma", KEY, work))
    await begun.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    assert not leaks("".join(traceback.format_exception(caught.value)))


async def test_a_deadline_around_a_call_is_a_deadline(hooks):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await shielded("luma", KEY, lambda: asyncio.sleep(60))


HARDENED = """
import ctypes, os, resource, subprocess, sys
from vidgenie.redact import harden
import psutil
psutil.Process().open_files()
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
libc = ctypes.CDLL(None)
libc.prctl(4, 1, 0, 0, 0)
before = libc.prctl(3, 0, 0, 0, 0)
harden()
child = subprocess.Popen(["sleep", "60"])
me = psutil.Process()
found = [one.pid for one in me.children(recursive=True)]
watched = psutil.Process(child.pid)
watched.memory_info(), watched.cpu_times(), me.memory_info(), me.num_fds(), me.open_files()
os.stat("/proc/self/ns/pid")
readable = os.access(f"/proc/{child.pid}/environ", os.R_OK)
child.kill()
print(before, libc.prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))
print(found == [child.pid], child.wait(), readable)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux")
def test_a_hardened_process_has_no_core_and_its_children_work():
    ended = subprocess.run(
        [sys.executable, "-c", HARDENED], capture_output=True, text=True, check=False
    )

    assert ended.stdout == "1 0 (0, 0)\nTrue -9 True\n", ended.stderr
