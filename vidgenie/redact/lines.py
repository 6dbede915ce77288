"""Every log line and every traceback of the process, scrubbed before any handler sees it."""

import logging
import re
import sys
import threading
from collections.abc import Callable

from vidgenie.redact.scrubbing import scrub, scrub_traceback

# They log addresses, headers or bodies.
_TALKATIVE = (
    "anthropic", "boto3", "botocore", "google", "google_genai", "h11", "hpack", "httpcore", "httpx",
    "httpx2", "openai", "s3transfer", "stripe", "urllib3",
)  # fmt: skip
# Control characters but for tab and line feed, and whatever else begins a line.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def install() -> None:
    """Scrub the lines of every logger to every handler, present and future; again is harmless.

    Also what an exception that nobody catches prints, in any thread.
    """
    make = logging.getLogRecordFactory()
    if not isinstance(make, _ScrubbedRecords):
        logging.setLogRecordFactory(_ScrubbedRecords(make))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


class _ScrubbedRecords:
    """Makes records whose text is final: formatted here, before it reaches a handler.

    A handler that formats a message itself would print its arguments when they do not fit.
    """

    def __init__(self, make: Callable[..., logging.LogRecord]) -> None:
        self._make = make

    def __call__(self, *args: object, **kwargs: object) -> logging.LogRecord:
        record = self._make(*args, **kwargs)
        record.msg = _one_entry(scrub(_message(record)))
        record.args = None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = scrub_traceback(record.exc_info[1])
        # Handlers that draw their own tracebacks, some of them with variables, get none to draw.
        record.exc_info = None
        if record.stack_info:
            record.stack_info = scrub(record.stack_info)
        return record


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001  # a log call with the wrong arguments is still worth a line
        return f"{record.msg!r} {record.args!r}"


def _one_entry(text: str) -> str:
    """The text such that nothing in it can pass for another entry, or command a terminal."""
    if text.isprintable():
        return text
    text = _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)
    return text.replace("\n", "\n    ")


def _uncaught(kind: type[BaseException], error: BaseException, trace: object) -> None:
    del kind, trace
    _print(scrub_traceback(error))


def _uncaught_in_thread(hook: threading.ExceptHookArgs) -> None:
    if hook.exc_value is not None and hook.exc_type is not SystemExit:
        name = hook.thread.name if hook.thread else "a thread"
        _print(f"Exception in {name}:\n{scrub_traceback(hook.exc_value)}")


def _unraisable(hook: "sys.UnraisableHookArgs") -> None:
    if hook.exc_value is not None:
        _print(f"{hook.err_msg or 'Exception ignored'}:\n{scrub_traceback(hook.exc_value)}")


def _print(text: str) -> None:
    if sys.stderr is not None:
        print(text, file=sys.stderr)  # noqa: T201  # what the hooks it replaces do
