"""Pictures belong to the version that shows them: published, edited, frozen, exported."""

from dataclasses import replace
from uuid import UUID

import pytest

from app.domain.problems import ProblemsError
from app.domain.refusals import Reason, Refusal
from app.services import authoring, organisations
from app.services.pictures import attach_pictures, bank_files
from app.services.publishing import publish_bank
from app.store.audit import EventRow
from app.store.content import MediaRow
from app.store.database import Database
from app.store.queries import content, items
from app.store.queries.pictures import content_kept, pictures_in
from tests.cast import LONG_AGO, Cast, sample_bank, sample_item
from tests.pictures import illustrated, picture_file, png
from tests.services.published import bank_in, publish, with_first

PLAN, OTHER = picture_file(), picture_file(content=png(grey=7))
SHOWN = "![A plan](media/plan.png)"
BANK = with_first(sample_bank(), stem=f"Which room?\n\n{SHOWN}")


@pytest.fixture
def bank(database: Database, cast: Cast) -> UUID:
    """Publish the sample bank with a picture in its first item."""
    return publish(database, cast, BANK, pictures=[PLAN]).bank_id


def stem_html(database: Database, bank: UUID, code: str = "s-001", version: int = 1) -> str:
    """Read what pages show of a stem."""
    with database.read() as db:
        return content.fragments_for(db, bank, [(code, version)])[code, version].stem_html


def edit(database: Database, cast: Cast, bank: UUID, stem: str, *files: object) -> None:
    """Let Edgar attach pictures and save the first item anew."""
    item = replace(BANK.items[0], version=2, stem=stem)
    with database.begin() as db:
        named = attach_pictures(db, bank, "s-001", files, cast.edgar, LONG_AGO)  # type: ignore[arg-type]
        pictures = {picture.name: picture for picture in named}
        authoring.edit_item(db, bank, item, cast.edgar, LONG_AGO, pictures)


def test_a_published_stem_names_its_picture_by_what_it_contains(
    database: Database, bank: UUID
) -> None:
    html = stem_html(database, bank)

    assert f'src="media:{PLAN.picture.hash}"' in html
    assert "plan.png" not in html


def test_only_what_items_show_is_kept(database: Database, cast: Cast) -> None:
    unused = picture_file("media/unused.png", png(grey=9))

    publish(database, cast, BANK, pictures=[PLAN, unused])

    with database.read() as db:
        assert [row.hash.hex() for row in db.query(MediaRow)] == [PLAN.picture.hash]


def test_a_bank_that_shows_what_it_has_not_is_not_published(database: Database, cast: Cast) -> None:
    with pytest.raises(ProblemsError) as faulty:
        publish(database, cast, BANK)

    assert [problem.rule for problem in faulty.value.problems] == ["picture.missing"]


def test_a_bank_whose_words_give_the_key_is_not_published(database: Database, cast: Cast) -> None:
    telling = with_first(BANK, stem="Which?\n\n![Answer a of 1](media/plan.png)")

    with pytest.raises(ProblemsError) as faulty:
        publish(database, cast, telling, pictures=[PLAN])

    assert [problem.rule for problem in faulty.value.problems] == ["picture.key"]


def test_another_picture_by_the_same_name_needs_a_new_version(
    database: Database, cast: Cast, bank: UUID
) -> None:
    with pytest.raises(Refusal) as refusal:
        publish(database, cast, BANK, pictures=[OTHER])
    publish(database, cast, with_first(BANK, version=2), pictures=[OTHER])

    assert refusal.value.reason is Reason.ITEM_CHANGED
    assert PLAN.picture.hash in stem_html(database, bank)  # the first version stays as it was
    assert OTHER.picture.hash in stem_html(database, bank, version=2)


def test_publishing_once_more_changes_nothing(database: Database, cast: Cast, bank: UUID) -> None:
    published = publish(database, cast, BANK, pictures=[PLAN])

    assert len(published.unchanged) == len(BANK.items)


def test_an_edit_shows_what_was_attached_and_leaves_the_version_before(
    database: Database, cast: Cast, bank: UUID
) -> None:
    edit(database, cast, bank, f"Which room now?\n\n{SHOWN}", OTHER)

    assert OTHER.picture.hash in stem_html(database, bank, version=2)
    assert PLAN.picture.hash in stem_html(database, bank, version=1)


def test_an_edit_with_a_picture_that_is_not_there_is_refused(
    database: Database, cast: Cast, bank: UUID
) -> None:
    with pytest.raises(ProblemsError) as faulty:
        edit(database, cast, bank, "![A plan](media/other.png)", OTHER)

    assert [problem.rule for problem in faulty.value.problems] == ["picture.missing"]


def test_an_item_with_a_picture_can_be_approved(database: Database, cast: Cast, bank: UUID) -> None:
    edit(database, cast, bank, f"Which room now?\n\n{SHOWN}", OTHER)
    with database.begin() as db:
        row = items.item_coded(db, bank, "s-001")
        assert row is not None
        authoring.approve_item(db, row.versions[-1].id, cast.esme, LONG_AGO)

    with database.read() as db:
        assert ("s-001", 2) in {(item.id, item.version) for item in content.pool_for(db, bank)}


def test_a_name_that_stands_for_another_picture_elsewhere_gets_a_number(
    database: Database, cast: Cast, bank: UUID
) -> None:
    with database.begin() as db:
        files = [OTHER, picture_file("media/new.png", png(grey=5))]
        elsewhere = attach_pictures(db, bank, "s-002", files, cast.edgar, LONG_AGO)
        same = attach_pictures(db, bank, "s-002", [PLAN], cast.edgar, LONG_AGO)
        own = attach_pictures(db, bank, "s-001", [OTHER], cast.edgar, LONG_AGO)

    assert [picture.name for picture in elsewhere] == ["media/plan-2.png", "media/new.png"]
    assert [picture.name for picture in same] == ["media/plan.png"]
    assert [picture.name for picture in own] == ["media/plan.png"]


def test_attaching_leaves_its_event_without_a_name(
    database: Database, cast: Cast, bank: UUID
) -> None:
    with database.begin() as db:
        attach_pictures(db, bank, "s-001", [OTHER], cast.edgar, LONG_AGO)

    with database.read() as db:
        event = db.query(EventRow).order_by(EventRow.sequence.desc()).first()
    assert event is not None
    assert (event.act, event.subject_id) == ("attach_pictures", bank)
    assert "plan" not in str(event.facts)


def test_an_export_has_every_picture_that_the_newest_versions_show(
    database: Database, cast: Cast, bank: UUID
) -> None:
    edit(database, cast, bank, f"Which room now?\n\n{SHOWN}", OTHER)

    with database.read() as db:
        row = content.bank_for(db, bank, {cast.body})
        assert row is not None
        files = bank_files(db, row, bank_in(database, cast, bank))
    assert files == (OTHER,)


def test_an_export_refuses_two_pictures_of_one_name(database: Database, cast: Cast) -> None:
    both = replace(
        BANK, items=tuple(replace(i, stem=f"{i.stem} {SHOWN}") for i in sample_bank().items)
    )
    bank = publish(database, cast, both, pictures=[PLAN]).bank_id
    item = replace(BANK.items[0], version=2, stem=f"Which room now? {SHOWN}")
    with database.begin() as db:
        attach_pictures(db, bank, "s-001", [OTHER], cast.edgar, LONG_AGO)
        authoring.edit_item(db, bank, item, cast.edgar, LONG_AGO, {"media/plan.png": OTHER.picture})

    with database.read() as db, pytest.raises(ProblemsError) as faulty:
        row = content.bank_for(db, bank, {cast.body})
        assert row is not None
        bank_files(db, row, bank_in(database, cast, bank))
    assert faulty.value.problems[0].rule == "picture.name"


def test_each_awarding_body_has_its_own(database: Database, cast: Cast, bank: UUID) -> None:
    with database.begin() as db:
        other = organisations.make_awarding_body(db, "Another", None, LONG_AGO)
        hash = PLAN.picture.hash
        before = content_kept(db, {other}, hash)
        publish_bank(db, other, BANK, cast.edgar, cast.esme, LONG_AGO, [PLAN])

        assert before is None
        assert content_kept(db, {other}, hash) == content_kept(db, {cast.body}, hash)


def test_every_version_has_its_words(database: Database, cast: Cast) -> None:
    item = sample_item(1, "1.1")
    words = illustrated(with_first(sample_bank(), id=item.id), '![](media/plan.png "decorative")')
    bank = publish(database, cast, words, pictures=[PLAN]).bank_id

    with database.read() as db:
        kept = pictures_in(db, bank)
    assert {name for names in kept.values() for name in names} == {"media/plan.png"}
    assert len(kept) == len(words.items)
