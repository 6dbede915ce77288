"""Sealed keys in the browser: who hands them to Runs, and their part of the settings page.

store.js is what other components use: `ensureVault`, `sealKey`, `openKey`,
`isUnlocked`, `onVault`, `lock`. The vault key lives in one variable of one page.
"""

import reflex as rx

from vidgenie.ui.modules import module

# Argon2id as WebAssembly, loaded in a worker once a passphrase is typed.
_HASHES = ["hash-wasm@4.13.0"]


class KeyAgent(rx.NoSSRComponent):
    """Grants sealed keys to Runs that wait, and asks for the passphrase when it has to.

    Loaded when it is first shown: put it where only people with sealed keys meet it.
    """

    library = module(__file__, "agent.jsx")
    tag = "KeyAgent"
    lib_dependencies: list[str] = _HASHES


class SealedPanel(rx.NoSSRComponent):
    """Makes, unlocks, changes and removes the sealed vault."""

    library = module(__file__, "panel.jsx")
    tag = "SealedPanel"
    lib_dependencies: list[str] = _HASHES


key_agent = KeyAgent.create
sealed_panel = SealedPanel.create
