"""Words of the program with their Chinese and English names: of the trade, of history and rights.

A term's key is `group.name` (`stage.first_call`); the name alone is what is stored on a record.
Operations of the history and acts of a role's rights are words, too: `operation.deals.move`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from loancrm_desktop.texts import Text, current_language
from loancrm_desktop.trade_words import TRADE


class Term(Text):
    """A word of the trade; a Text that carries both languages itself.

    Attributes:
        key: `group.name`.
        zh: the word as Chinese readers see it.
        en: the word as English readers see it.
    """

    __slots__ = ("key", "zh")

    key: str
    zh: str

    def __init__(self, key: str, zh: str, en: str) -> None:
        super().__init__(en)
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "zh", zh)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Term) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __reduce__(self) -> tuple[type[Term], tuple[str, str, str]]:
        return Term, (self.key, self.zh, self.en)

    def __repr__(self) -> str:
        return f"Term({self.key!r})"

    @property
    def en(self) -> str:
        """The English word."""
        return self.msgid

    @property
    def name(self) -> str:
        """The part of the key that is stored on records."""
        return self.key.partition(".")[2]

    def read(self, language: str | None = None) -> str:
        """Say the word in a language (default: the one in force)."""
        return self.zh if (language or current_language()) == "zh" else self.msgid


def term(key: str) -> Term:
    """Look a word up by its key, `group.name`.

    Raises:
        KeyError: there is no such term.
    """
    return _TERMS[key]


def terms_of(group: str) -> tuple[Term, ...]:
    """List the words of a group in their order of use.

    Raises:
        KeyError: there is no such group.
    """
    return _GROUPS[group]


def name_of(group: str, name: str, language: str | None = None) -> str:
    """Say a stored name in a language; a name nobody declared is said as it is."""
    found = _TERMS.get(f"{group}.{name}")
    return found.read(language) if found else name


def text_of(group: str, name: str) -> Text:
    """Answer a stored name as a Text for a sentence; a name nobody declared is said as it is."""
    return _TERMS.get(f"{group}.{name}") or Text(name)


_WORDS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    **TRADE,
    "operation": (
        ("approvals.add", "加签", "Approver added"),
        ("approvals.decide", "审批", "Approval answered"),
        ("approvals.pass_on", "转交审批", "Approval passed on"),
        ("catalog.add_field", "添加字段", "Field added"),
        ("channels.put_cost", "登记渠道费用", "Channel cost entered"),
        ("contracts.note", "生成合同", "Contract made"),
        ("customers.add", "新建客户", "Customer added"),
        ("customers.add_related", "添加关联人", "Related person added"),
        ("customers.change_many", "批量修改客户", "Several customers changed"),
        ("customers.edit", "修改客户", "Customer changed"),
        ("customers.merge", "合并客户", "Customers merged"),
        ("customers.remove", "移入回收站", "Put into the trash"),
        ("customers.restore", "移出回收站", "Taken out of the trash"),
        ("customers.tell_apart", "标记为不是同一人", "Told apart"),
        ("customers.transfer", "转交客户", "Customers transferred"),
        ("customers.tag_many", "批量打标签", "Several customers tagged"),
        ("deals.advance", "流转", "Deal taken on"),
        ("deals.edit", "修改业务单", "Deal changed"),
        ("deals.finish_part", "完成并行工作", "Parallel part finished"),
        ("deals.move", "变更阶段", "Deal moved"),
        ("deals.move_many", "批量变更阶段", "Several deals moved"),
        ("deals.open", "新建业务单", "Deal opened"),
        ("deals.reassign", "改派处理人", "Handler changed"),
        ("deals.send_back", "退回", "Deal sent back"),
        ("deals.skip_node", "跳过节点", "Node skipped"),
        ("deals.submit", "进件", "Submitted to a bank"),
        ("drafts.drop", "放弃草稿", "Draft let go"),
        ("drafts.keep", "保存草稿", "Draft kept"),
        ("follow_ups.edit", "修改跟进记录", "Follow-up changed"),
        ("documents.add", "上传文档", "Document added"),
        ("documents.edit", "修改文档信息", "Document renamed or sorted"),
        ("documents.hand_out", "查阅文档", "Document looked at"),
        ("documents.remove", "文档移入回收站", "Document put into the trash"),
        ("documents.restore", "文档移出回收站", "Document taken out of the trash"),
        ("follow_ups.log", "跟进", "Follow-up"),
        ("forms.discard_draft", "放弃表单草稿", "Draft of a form let go"),
        ("forms.publish", "发布表单", "Form published"),
        ("forms.recompute", "重算公式", "Formulas worked out again"),
        ("forms.roll_back", "回退表单", "Form rolled back"),
        ("forms.save_draft", "保存表单草稿", "Draft of a form saved"),
        ("importing.remember", "记住表格的对应", "Mapping remembered"),
        ("importing.everything", "导入全部数据", "Everything imported"),
        ("importing.run", "导入", "Import"),
        ("importing.history", "导入业务历史", "History imported"),
        ("importing.follow_ups", "导入跟进记录", "Follow-ups imported"),
        ("importing.records", "导入自定义记录", "Own records imported"),
        ("exporting.note", "导出数据", "Data exported"),
        ("printing.note", "打印", "Printed"),
        ("journal.undo", "撤销", "Taken back"),
        ("office.edit_facts", "修改机构信息", "Office facts changed"),
        ("office.edit_calendar", "修改工作时间", "Working hours changed"),
        ("office.found", "新建机构", "Office made"),
        ("ownership.acknowledge", "确认交接单", "Hand-over page acknowledged"),
        ("ownership.claim", "从公海领取", "Claimed from the pool"),
        ("ownership.give_out", "分配公海客户", "Given out of the pool"),
        ("ownership.leave", "离职交接", "Everything of a leaver handed over"),
        ("ownership.release", "放入公海", "Released into the pool"),
        ("ownership.return_due", "超期退回公海", "Returned to the pool"),
        ("board.set_card_layout", "设置看板卡片", "Cards of the board set"),
        ("ownership.set_pool", "设置公海规则", "Rules of the pool set"),
        ("ownership.share", "添加协作人", "Collaborator added"),
        ("ownership.unshare", "移除协作人", "Collaborator removed"),
        ("own_records.add", "新建记录", "Record added"),
        ("own_records.change_many", "批量修改记录", "Records changed"),
        ("own_records.edit", "修改记录", "Record changed"),
        ("own_records.remove", "删除记录", "Records put into the trash"),
        ("own_records.restore", "恢复记录", "Records taken out of the trash"),
        ("people.add", "添加成员", "Member added"),
        ("people.add_team", "添加团队", "Team added"),
        ("people.disable", "停用成员", "Member disabled"),
        ("people.note_password", "更换主密码", "Password changed"),
        ("people.note_recovery", "用恢复密钥打开", "Opened with the recovery key"),
        ("people.note_seen", "登录", "Came in"),
        ("people.withdraw", "撤回成员", "Member withdrawn"),
        ("process.discard_draft", "放弃流程草稿", "Draft of a process let go"),
        ("process.move_running", "迁移在途业务", "Running deals moved to the new version"),
        ("process.publish", "发布流程", "Process published"),
        ("process.roll_back", "回退流程", "Process rolled back"),
        ("process.run_limits", "时限到期处理", "Time limits served"),
        ("process.save_draft", "保存流程草稿", "Draft of a process saved"),
        ("record_types.add", "新建记录类型", "Record type made"),
        ("record_types.edit", "修改记录类型", "Record type changed"),
        ("record_types.restore", "恢复记录类型", "Record type restored"),
        ("record_types.retire", "停用记录类型", "Record type retired"),
        ("search.rebuild", "重建搜索索引", "Search index rebuilt"),
        ("sight_log.reveal", "查看完整信息", "Masked value looked at"),
        ("tasks.add", "新建待办", "Task added"),
        ("tasks.add_many", "批量新建待办", "Several tasks added"),
        ("tasks.done", "完成待办", "Task done"),
        ("tasks.edit", "修改待办", "Task changed"),
        ("tasks.comment", "评论待办", "Task commented on"),
        ("tasks.done_many", "批量完成待办", "Several tasks done"),
        ("tasks.hand_over", "转交待办", "Task handed over"),
        ("tasks.hand_over_many", "批量转交待办", "Several tasks handed over"),
        ("tasks.make", "新建待办", "Task added"),
        ("tasks.rework", "修改待办", "Task changed"),
        ("tasks.snooze_many", "批量顺延待办", "Several tasks put off"),
        ("tasks.tick", "勾选待办清单", "Checklist ticked"),
        ("messages.by_hand", "人工发送消息", "Message sent by hand"),
        ("messages.cancel", "取消消息", "Message cancelled"),
        ("messages.claim", "领取待发消息", "Message taken for sending"),
        ("messages.decide", "确认消息是否送达", "Fate of a message decided"),
        ("messages.remove_channel", "删除消息通道", "Message channel removed"),
        ("messages.remove_template", "删除消息模板", "Message template removed"),
        ("messages.retry", "重发消息", "Message tried again"),
        ("messages.save_channel", "保存消息通道", "Message channel saved"),
        ("messages.save_template", "保存消息模板", "Message template saved"),
        ("messages.set_limits", "设置消息限制", "Limits of messages set"),
        ("messages.settle", "登记发送结果", "Sending of a message noted"),
        ("messages.stop", "设置消息免打扰", "Messages to a customer stopped or allowed"),
        ("messages.take", "取出消息自行发送", "Message taken to send by hand"),
        ("messages.try_channel", "发送测试消息", "Test message sent"),
        ("messages.write", "写消息", "Message written"),
        ("notices.put_off", "顺延通知", "Notice put off"),
        ("notices.read", "通知已读", "Notices read"),
        ("notices.summarize", "生成每日摘要", "Summary of the day written"),
        ("notices.wish", "设置通知方式", "Ways of being told set"),
        ("rules.claim_paper", "领取待生成文档", "Document taken to be made"),
        ("rules.import", "导入规则", "Rules taken over"),
        ("rules.press", "按钮执行规则", "Rule set off by a button"),
        ("rules.retry", "重试规则", "Rule tried again"),
        ("rules.settle_paper", "生成文档", "Document made"),
        ("rules.ship", "内置规则", "Shipped rules written"),
        ("rules.order", "调整规则顺序", "Order of the rules"),
        ("rules.remove", "删除规则", "Rule removed"),
        ("rules.run", "自动执行规则", "Rules run by the clock"),
        ("rules.set_away", "登记休假", "Absence noted"),
        ("rules.save", "保存规则", "Rule saved"),
        ("rules.switch", "启用或停用规则", "Rule switched"),
        ("tasks.remind_idle", "提醒久未联系的客户", "Reminders for silent customers"),
        ("tasks.snooze", "顺延待办", "Task put off"),
        ("today.finish", "完成并记录", "Done and logged"),
        ("today.read_news", "通知已读", "News read"),
        ("trash.purge", "彻底删除", "Removed for good"),
        ("views.pin", "固定视图", "View pinned"),
        ("views.remove", "删除视图", "View removed"),
        ("views.save", "保存视图", "View saved"),
    ),
    "act": (
        ("channels.manage", "管理渠道", "manage channels"),
        ("contracts.make", "生成合同", "make contracts"),
        ("customers.add", "新建客户", "add customers"),
        ("customers.assign", "分配客户", "give customers to people"),
        ("customers.delete", "把客户移入回收站", "put customers into the trash"),
        ("customers.edit", "修改客户", "change customers"),
        ("customers.import", "导入客户", "import customers"),
        ("customers.merge", "合并客户", "merge customers"),
        ("customers.purge", "彻底删除客户", "remove customers for good"),
        ("customers.see", "查看客户", "see customers"),
        ("deals.add", "新建业务单", "open deals"),
        ("deals.edit", "修改业务单", "change deals"),
        ("deals.move", "变更阶段", "move deals"),
        ("deals.see", "查看业务单", "see deals"),
        ("designs.forms", "设计表单", "design forms"),
        ("designs.processes", "设计流程", "design processes"),
        ("documents.add", "上传文档", "add documents"),
        ("documents.edit", "修改文档信息", "rename and sort documents"),
        ("documents.remove", "把文档移入回收站", "put documents into the trash"),
        ("documents.see", "查阅文档", "see and open documents"),
        ("follow_ups.edit", "修改跟进记录", "change follow-ups"),
        ("follow_ups.log", "记录跟进", "log follow-ups"),
        ("follow_ups.see", "查看跟进记录", "see follow-ups"),
        ("journal.undo", "撤销", "take changes back"),
        ("messages.edit", "管理消息通道和模板", "manage message channels and templates"),
        ("messages.see", "查看消息", "see messages"),
        ("messages.send", "发送待发消息", "let this desk send messages"),
        ("messages.write", "给客户写消息", "write messages to customers"),
        ("office.edit", "修改机构信息", "change the office's facts"),
        ("office.export", "导出数据", "take data out of the office"),
        ("office.repair", "修复机构数据", "repair the office"),
        ("own_records.add", "新建自建记录", "add own records"),
        ("own_records.delete", "把自建记录移入回收站", "put own records into the trash"),
        ("own_records.edit", "修改自建记录", "change own records"),
        ("own_records.see", "查看自建记录", "see own records"),
        ("tasks.add", "新建待办", "add tasks"),
        ("tasks.done", "完成待办", "finish tasks"),
        ("tasks.edit", "修改待办", "change tasks"),
        ("rules.edit", "管理自动化规则", "manage rules"),
        ("rules.run", "执行自动化规则", "run rules"),
        ("rules.see", "查看自动化规则", "see rules"),
        ("tasks.remind", "生成提醒", "make reminders"),
        ("tasks.see", "查看待办", "see tasks"),
        ("tasks.snooze", "顺延待办", "put tasks off"),
        ("users.manage", "管理成员", "manage members"),
        ("views.share", "共享视图", "share views"),
    ),
}

_GROUPS: Mapping[str, tuple[Term, ...]] = MappingProxyType(
    {
        group: tuple(Term(f"{group}.{name}", zh, en) for name, zh, en in words)
        for group, words in _WORDS.items()
    }
)
_TERMS: Mapping[str, Term] = MappingProxyType(
    {one.key: one for words in _GROUPS.values() for one in words}
)
