"""Sealed keys in Chromium: the same bytes as in Python and in Node."""

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.ui.vectors.compare import KDFS, VECTORS, check_answers, copy_modules
from vidgenie.services.frontend import WEB

# As strict as the pages': WebAssembly is refused there, and runs in a worker all the same.
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'"
PAGE = '<!doctype html><html lang="en"><head><title>vectors</title></head><body></body></html>'
ASK = "async ([vectors, kdfs]) => (await import('/answers.js')).answers(vectors, kdfs)"


class Handler(SimpleHTTPRequestHandler):
    """Files of a folder; the page with a policy."""

    def end_headers(self):
        if self.path == "/":
            self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format, *args):
        """Say nothing."""


@pytest.fixture
def origin(server, tmp_path):
    """A blank page and the modules, on 127.0.0.1; `server` built the pages, with hash-wasm."""
    copy_modules(tmp_path)
    (tmp_path / "index.html").write_text(PAGE)
    shutil.copy(
        WEB / "node_modules" / "hash-wasm" / "dist" / "index.esm.js", tmp_path / "hash-wasm.js"
    )
    # What the build does to the name of a package.
    module = tmp_path / "argon2.js"
    module.write_text(module.read_text().replace('"hash-wasm"', '"./hash-wasm.js"'))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path))) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


@pytest.fixture
def page(browser, origin):
    """The blank page."""
    opened = browser.new_page()
    opened.goto(f"{origin}/")
    yield opened
    opened.close()


def test_chromium_agrees_with_the_vectors(page):
    check_answers(page.evaluate(ASK, [VECTORS, KDFS]), KDFS)


def test_where_webassembly_is_refused_a_new_passphrase_uses_pbkdf2(page):
    page.route("**/argon2.worker.js", lambda route: route.abort())

    kdf = page.evaluate(
        "async () => (await (await import('/crypto.js')).newPassphraseKey('a passphrase')).kdf"
    )

    assert kdf == "pbkdf2-sha256"


def test_an_address_without_https_says_that_sealed_keys_need_it(browser, origin):
    port = origin.rpartition(":")[2]
    page = browser.new_page()
    # Any name but localhost; answered here, nothing leaves this machine.
    page.route(
        "http://studio.test/**",
        lambda route: route.fulfill(
            response=page.request.get(
                f"http://127.0.0.1:{port}/{route.request.url.partition('test/')[2]}"
            )
        ),
    )
    page.goto("http://studio.test/")

    seen = page.evaluate(
        "async () => [window.isSecureContext, await (await import('/crypto.js')).isSupported()]"
    )
    page.close()

    assert seen == [False, False]
