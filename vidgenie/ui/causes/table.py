"""The dictionary of causes, and the names of Providers, as a module for the browser."""

import json

from vidgenie import bootstrap
from vidgenie.domain.causes import CAUSES


def javascript() -> str:
    """Exports CAUSES: key -> [stage, actions, may be billed]; MAKERS: slug -> [title, holder]."""
    causes = {
        key: [cause.stage.value, [action.value for action in cause.actions], cause.may_be_billed]
        for key, cause in CAUSES.items()
    }
    makers = {
        slug: [maker.title, maker.key_slug if maker.key_form or maker.options else ""]
        for (_, slug), maker in sorted(bootstrap.all_providers().items(), reverse=True)
    }
    return f"export const CAUSES = {_written(causes)};\nexport const MAKERS = {_written(makers)};\n"


def _written(table: object) -> str:
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))
