"""A page of Node that has our texts, for a reader with a cookie and a language."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.ui import node_page
from vidgenie.ui.i18n import catalogue

_REACT = """
export const useSyncExternalStore = (subscribe, read) => { subscribe(() => {}); return read(); };
"""
_PAGE = """
const cookies = { value: %(cookie)s };
globalThis.document = {
  get cookie() { return cookies.value; },
  set cookie(text) { cookies.value = text; },
  documentElement: { lang: "", classList: { remove() {} } },
};
Object.defineProperty(globalThis, "navigator", { value: { language: %(language)s } });
const { useT, setLocale, toggleLocale } = await import("./i18n/runtime.js");
const t = () => useT();
const page = document;
console.log(JSON.stringify(%(expression)s));
"""


def opened(folder: Path, ours: Mapping[str, Iterable[str]] | None = None):
    """`shown(expression, cookie="", language="en-GB")`: what it gives, with `t()` for the texts.

    folder: where the page is laid out. ours: more scripts, as `node_page.lay_out` takes them.
    """
    texts = {"i18n/vidgenie_texts.js": catalogue.javascript(), node_page.REACT: _REACT}
    node_page.lay_out(folder, {"i18n": ("runtime",), **(ours or {})}, texts)

    def shown(expression, *, cookie="", language="en-GB"):
        given = {"cookie": json.dumps(cookie), "language": json.dumps(language)}
        return node_page.printed(folder, _PAGE % {**given, "expression": expression})

    return shown
