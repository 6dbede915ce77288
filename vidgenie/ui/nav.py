"""The pages in the navigation: each page adds itself when it is imported."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NavItem:
    """A page people go to.

    key: of its name, as `nav.library`.
    order: from left to right.
    is_seldom: on small screens the account menu leads there, not the bar at the bottom.
    """

    route: str
    key: str
    icon: str
    order: int
    is_seldom: bool = False


@dataclass(slots=True)
class Navigation:
    """What the header and the bar at the bottom of small screens show."""

    _items: dict[str, NavItem] = field(default_factory=dict[str, NavItem])

    def add(self, item: NavItem) -> None:
        """Show `item`; a page that is imported again replaces itself."""
        self._items[item.route] = item

    def items(self) -> list[NavItem]:
        """From left to right."""
        return sorted(self._items.values(), key=lambda item: item.order)

    def often(self) -> list[NavItem]:
        """Those of the bar at the bottom of small screens."""
        return [item for item in self.items() if not item.is_seldom]

    def seldom(self) -> list[NavItem]:
        """The others, which are in the account menu."""
        return [item for item in self.items() if item.is_seldom]


NAVIGATION = Navigation()
