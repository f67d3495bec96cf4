"""A few documents of the demo's customers: made-up texts that say so themselves."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random

from loancrm_desktop.services import customer_list, document_files
from loancrm_desktop.services.demo_office.player import Stage
from loancrm_desktop.services.document_files import FileWish, Look
from loancrm_desktop.services.lists import ListQuery

MOST_CUSTOMERS = 12
_KEEPER = "boss"
_SAID = "演示文件，内容虚构，不是真实材料。\nA made-up file of the demo office; nothing in it is real.\n"
_FILES = (
    ("身份证正反面.txt", "id_card", "姓名、住址、号码：均为虚构\n", 2000),
    ("个人信用报告.txt", "credit_report", "贷款账户 2 个，逾期 0 次\n", 20),
    ("近六个月银行流水.csv", "bank_statement", "日期,摘要,金额\n2026-01-05,工资,18000.00\n", 60),
    ("征信查询授权书.txt", "authorisation", "本人授权查询本人信用报告（演示）\n", 300),
)


def file_papers(rng: Random, stage: Stage) -> int:
    """Keep some documents with the newest customers, one of them looked at; answers how many."""
    office, actor = stage.office, stage.actors[_KEEPER]
    page = office.ask(actor, customer_list.page, query=ListQuery(limit=MOST_CUSTOMERS))
    made: list[int] = []
    today = office.clock().astimezone(office.place.zone).date()
    with tempfile.TemporaryDirectory() as folder:
        for row in page.rows:
            for name, kind, text, days in rng.sample(_FILES, 1 + int(rng.random() * 3)):
                path = Path(folder) / name
                path.write_text(_SAID + text, encoding="utf-8")
                wish = FileWish(kind, row.id, valid_until=today + timedelta(days=days))
                made.append(document_files.add(office, actor, path, wish).id)
    if made:
        document_files.content(office, actor, Look(made[0], "viewed", "verify_identity"))
    return len(made)
