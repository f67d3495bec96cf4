"""What another program wrote reaches the open views; the own writing is not told twice."""

from office_fixtures import RAW_KEY, place_in

from loancrm_desktop.models.database import Database
from loancrm_desktop.services import customers
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
