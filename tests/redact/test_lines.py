"""No form of a key leaves in a log line, nor in what Python prints by itself."""

import io
import logging
import subprocess
import sys
from urllib.parse import quote

import pytest

from tests.redact.canary import BAD, KEY, leaks
from vidgenie import redact
from vidgenie.redact import live


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
