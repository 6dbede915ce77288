"""Design tokens for Tailwind: names here, values as CSS variables in assets/styles/tokens.css."""

from reflex_base.plugins.shared_tailwind import TailwindConfig

_COLOURS = (
    "canvas",
    "surface",
    "sunken",
    "line",
    "line-strong",
    "ink",
    "soft",
    "mute",
    "accent",
    "accent-soft",
    "good",
    "good-soft",
    "warn",
    "warn-soft",
    "bad",
    "bad-soft",
)

TAILWIND: TailwindConfig = {
    "darkMode": "class",
    "theme": {
        "extend": {
            "colors": {name: f"var(--vg-{name})" for name in _COLOURS},
            "borderRadius": {"card": "var(--vg-radius)", "field": "var(--vg-radius-field)"},
        },
    },
    "plugins": [],
}
