"""What another program wrote reaches the open views; the own writing is not told twice."""

from office_fixtures import RAW_KEY, place_in

from loancrm_desktop.models.database import Database
from loancrm_desktop.services import customers, watching
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.opening import assemble
from loancrm_desktop.services.watching import OTHER_DESK, Watcher


def test_another_desks_customer_is_published_once(office, owner, clock):
    heard = []
    office.feed.subscribe(heard.append)
    watcher = Watcher(office, owner)
    other = assemble(
        Database(office.place.folder / "office.db", RAW_KEY, "local"),
        place_in(office.place.folder),
        clock,
    )
    added = other.do(owner, customers.add, values={"name": "赵六"})
    other.close()
    office.do(owner, customers.add, values={"name": "钱七"})
    assert watcher.look() == 1
    assert watcher.look() == 0
    foreign = [changes for changes in heard if changes.initiator == OTHER_DESK]
    assert foreign[0].ids("customer") == {added.id}
    watcher.stop()


def second_program(office, clock):
    folder = office.place.folder
    return assemble(Database(folder / "office.db", RAW_KEY, "local"), place_in(folder), clock)


def test_a_desk_that_slept_through_many_changes_hears_of_each_once(
    office, owner, clock, monkeypatch
):
    monkeypatch.setattr(watching, "MOST_AT_ONCE", 3)
    watcher = Watcher(office, owner)
    heard = []
    office.feed.subscribe(heard.append)
    other = second_program(office, clock)
    ids = []
    for number in range(10):
        added = other.do(owner, customers.add, values={"name": f"客户{number}"})
        ids.append(added.id)
        if number == 5:
            office.do(owner, customers.add, values={"name": "自己的"})
    other.close()
    heard.clear()
    assert watcher.look() == 10
    seen = [min(changes.ids("customer")) for changes in heard]
    assert seen == ids
    assert watcher.look() == 0
    watcher.stop()


def test_a_field_added_at_another_desk_is_in_the_forms_here(office, owner, clock):
    spec = FieldSpec(key="file_no", type=FieldType.TEXT, label_zh="档案号", label_en="File")
    watcher = Watcher(office, owner)
    before = {each.key for each in office.ask(owner, catalog.fields, "customer")}
    other = second_program(office, clock)
    other.do(owner, catalog.add_field, kind="customer", spec=spec)
    other.close()
    watcher.look()
    after = {each.key for each in office.ask(owner, catalog.fields, "customer")}
    assert after - before == {"file_no"}
    watcher.stop()


def test_an_older_backup_put_in_place_does_not_silence_the_desk(office, owner, clock):
    watcher = Watcher(office, owner)
    watcher._seen += 1000
    assert watcher.look() == 0
    other = second_program(office, clock)
    other.do(owner, customers.add, values={"name": "赵六"})
    other.close()
    assert watcher.look() == 1
    watcher.stop()
