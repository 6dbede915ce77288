"""Checking: whether a Graph can run, before anything is paid for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlmodel import Session

from vidgenie.domain.account import Account
from vidgenie.domain.graph import CheckedNode, Graph, check
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.provider import Provider
from vidgenie.errors import InvalidInput
from vidgenie.library import assets, brands


@dataclass(frozen=True, slots=True)
class Checking:
    """See above.

    providers: (kind, slug) -> Provider.
    check_key: raises MissingKey or KeyRefused for (session, account id, Provider).
    """

    node_types: Mapping[str, NodeType]
    providers: Mapping[tuple[str, str], Provider]
    check_key: Callable[[Session, str, Provider], None]

    def checked(self, graph: Graph, given: Collection[str] = ()) -> list[CheckedNode]:
        """The Nodes in execution order. Raises InvalidGraph and InvalidInput.

        given: Nodes that nobody will be asked to make.
        """
        nodes = check(graph, self.node_types, given=given)
        for checked in nodes:
            slug = checked.type.provider(checked.params)
            kind = checked.type.kind
            if kind is None or checked.node.id in given:
                continue
            if (kind, slug) not in self.providers:
                raise InvalidInput(
                    f"There is no {kind} provider called {slug}.",
                    field="provider",
                    problem="unknown",
                    node=checked.node.id,
                )
            _check_suits(checked, self.providers[kind, slug])
        return nodes

    def check_means(self, session: Session, account: Account, nodes: Sequence[CheckedNode]) -> None:
        """Raise MissingKey, KeyRefused, NotFound or InvalidInput before anything is paid for."""
        for provider in self._makers(nodes):
            self.check_key(session, account.id, provider)
        for checked in nodes:
            _check_assets(session, account, checked)
        for kit_id in chain.from_iterable(c.type.brands(c.params) for c in nodes):
            brands.kit(session, account.id, kit_id)

    def _makers(self, nodes: Sequence[CheckedNode]) -> list[Provider]:
        """The Providers these Nodes call, each once."""
        places = [(c.type.kind, c.type.provider(c.params)) for c in nodes]
        return [self.providers[kind, slug] for kind, slug in dict.fromkeys(places) if kind]


def _check_suits(checked: CheckedNode, provider: Provider) -> None:
    try:
        checked.type.suits(checked.params, provider, checked.inputs)
    except InvalidInput as error:
        raise InvalidInput(str(error), **{**error.params, "node": checked.node.id}) from None  # pyright: ignore[reportArgumentType]  # field and problem are texts


# Kind of Asset that is wanted -> the problem with any other.
_NOT_A = {"image": "not_a_picture", "video": "not_a_clip", "audio": "not_sound"}


def _check_assets(session: Session, account: Account, checked: CheckedNode) -> None:
    """Raise NotFound, or InvalidInput that names the Node, before anything is paid for."""
    wanted = checked.type.asset_type
    for asset_id in checked.type.assets(checked.params):
        found = assets.asset(session, account.id, asset_id)
        if wanted is not None and found.kind != wanted:
            raise InvalidInput(
                f"This Asset is no {wanted}.",
                field="asset",
                problem=_NOT_A[wanted],
                node=checked.node.id,
            )
