"""What the workflows work with, and how they write: a checkpoint and its effect are one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from dbos import AsyncSQLAlchemyDatasource
from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.engine.delivery import Delivery
from vidgenie.engine.ports import Workshop

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the workflows work with."""

    workshop: Workshop
    delivery: Delivery
    transaction: Transaction
    datasource: AsyncSQLAlchemyDatasource
    node_timeout: int
    is_postgres: bool

    async def write(self, name: str, work: Callable[[Session], T]) -> T:
        """Do `work` in a transaction that is a checkpoint too: both or neither."""

        async def body() -> T:
            session = self.datasource.sql_session()
            return await session.run_sync(cast("Callable[[Any], T]", work))

        if self.is_postgres:
            return await self.datasource.run_tx_step_async(
                {"name": name, "isolation_level": "READ COMMITTED"}, body
            )
        return await self.datasource.run_tx_step_async({"name": name}, body)

    def do(self, work: Callable[[Session], T]) -> T:
        """Do `work` in a plain transaction; for steps that may be repeated."""
        with self.transaction() as session:
            return work(session)
