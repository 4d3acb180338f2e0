"""What is whose: which identifiers are no business of somebody's."""

from collections.abc import Iterable
from uuid import UUID

from app.domain.roles import CENTRE_ROLES, Role
from tests.rules.actors import Actor
from tests.rules.world import World


def strangers(world: World, actor: Actor, table: str) -> list[UUID]:
    """Return all identifiers of a table that are a stranger's, and a few of other tables."""
    strange = [id for id in world.owners[table] if not is_mine(world, actor, table, id)]
    return strange + of_other_kinds(world, table, ("exam_session", "person", "item"))


def of_other_kinds(world: World, table: str, kinds: Iterable[str]) -> list[UUID]:
    """Return one identifier of each of these tables but the one."""
    return [next(iter(world.owners[kind])) for kind in kinds if kind != table]


def is_mine(world: World, actor: Actor, table: str, id: UUID) -> bool:
    """Say whether an object belongs to the centre, or awarding body, that the actor works for."""
    cast, owners = actor.house.cast, world.owners[table][id]
    if actor.role is Role.CANDIDATE:
        return id == actor.sitting
    if actor.role in CENTRE_ROLES:
        return cast.northtown in {centre for _, centre in owners}
    return cast.body in {body for body, _ in owners}
