"""Names of Providers, as people know them."""

from vidgenie import bootstrap


def maker_title(node_type: str, slug: str) -> str:
    """The name of a Provider, which may differ by what it makes; its slug when it is gone."""
    catalog = bootstrap.services().catalog
    known = catalog.types.get(node_type)
    exact = catalog.makers.get((known.kind or "", slug)) if known else None
    any_kind = (maker for (_, found), maker in catalog.makers.items() if found == slug)
    maker = exact or next(any_kind, None)
    return maker.title if maker else slug
