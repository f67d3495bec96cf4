"""The panels beside the queue: news with what is new marked, the agenda with what comes next."""

from datetime import timedelta

from queue_items import NOW

from loancrm_desktop.services.today_agenda import AgendaItem
from loancrm_desktop.services.today_news import News, NewsItem
from loancrm_desktop.ui.today.agenda_panel import AgendaPanel
from loancrm_desktop.ui.today.news_panel import NewsPanel


def piece(act, **more):
    values = {
        "key": act,
        "at": NOW - timedelta(minutes=3),
        "act": act,
        "actor_name": "陈嘉木",
        "customer_id": 7,
        "customer_name": "蒋玉婷",
        "deal_id": None,
        "stage": "first_call",
        "detail": "phone",
        "unread": True,
        **more,
    }
    return NewsItem(**values)


def test_every_sort_of_news_names_the_customer_and_opens_it(desk, qtbot):
    panel = NewsPanel(desk.words)
    qtbot.addWidget(panel)
    acts = ("assigned", "handed", "moved", "bank", "task", "contacted", "limit")
    panel.show_news(News(tuple(piece(act) for act in acts), 7), NOW)
    assert all("蒋玉婷" in line.accessibleName() for line in panel.lines)
    assert len({line.accessibleName() for line in panel.lines}) == len(acts)
    with qtbot.waitSignal(panel.customer_opened) as opened:
        panel.lines[0].click()
    assert opened.args == [7]


def test_reading_all_is_offered_only_while_something_is_new(desk, qtbot):
    panel = NewsPanel(desk.words)
    qtbot.addWidget(panel)
    panel.show_news(News((piece("limit"),), 1), NOW)
    assert not panel.read.isHidden()
    panel.show_news(News((piece("limit", unread=False),), 0), NOW)
    assert panel.read.isHidden()


def appointment(hours, **more):
    values = {
        "key": f"task:{hours}",
        "at": NOW + timedelta(hours=hours),
        "title": "陪同面签",
        "task_id": 1,
        "customer_id": 7,
        "customer_name": "吴志强",
        "place": "城南银行",
        "done": False,
        **more,
    }
    return AgendaItem(**values)


def test_the_next_appointment_is_marked_and_the_past_is_over(dressed, qtbot):
    panel = AgendaPanel()
    qtbot.addWidget(panel)
    panel.show_agenda((appointment(-3), appointment(1), appointment(4)), NOW)
    assert [line._state for line in panel.lines] == ["over", "next", ""]
    assert panel.lines[1].accessibleName().startswith("11:00")


def test_what_is_done_is_never_the_next(dressed, qtbot):
    panel = AgendaPanel()
    qtbot.addWidget(panel)
    panel.show_agenda((appointment(1, done=True), appointment(2)), NOW)
    assert [line._state for line in panel.lines] == ["over", "next"]
