"""Says a rule as one sentence, in Chinese or English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loancrm_desktop.services import conditions
from loancrm_desktop.services.contract_files import shipped
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.language import wording
from loancrm_desktop.services.messages import channels
from loancrm_desktop.services.messages.templates import template_named
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.rules.design import Action, Due, Person, Rule, When
from loancrm_desktop.services.rules.reading import split_field

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "whole": "{when}，{then}。",
        "whole_if": "{when}，如果{cond}，就{then}。",
        "created": "新增{kind}时",
        "changed": "{kind}有改动时",
        "changed_fields": "{kind}的{fields}改动时",
        "entered": "业务单进入{stages}时",
        "left": "业务单离开{stages}时",
        "any_stage": "任一阶段",
        "limit": "业务单超过时限时",
        "limit_before": "业务单距时限还有{span}时",
        "silent": "{kind}连续{days}天没有跟进时",
        "date_on": "每到{kind}的{field}当天{at}",
        "date_before": "{kind}的{field}前{days}天{at}",
        "date_after": "{kind}的{field}后{days}天{at}",
        "yearly": "每年",
        "daily": "每天{at}，对每个{kind}",
        "weekly": "每{days}{at}，对每个{kind}",
        "button": "有人按下「{label}」时",
        "task": "给{who}建待办「{text}」",
        "task_due": "给{who}建待办「{text}」，{due}前完成",
        "notify": "通知{who}「{text}」",
        "set": "把{field}改为{value}",
        "move": "把业务单移到{stage}",
        "approval": "发起业务单审批",
        "approval_too": "发起业务单审批，并加签{group}",
        "assign_fixed": "分配给{group}",
        "assign_even": "平均分配给{group}",
        "assign_least_busy": "分配给{group}中在办最少的人",
        "assign_by_channel": "按来源渠道平均分配",
        "pool": "放回公海",
        "message_sms": "给客户发短信「{text}」",
        "message_email": "给客户发邮件「{text}」",
        "message_bot": "由群机器人发「{text}」",
        "message_webhook": "调用 Webhook「{text}」",
        "template": "模板：{name}",
        "via": "，走{name}",
        "document": "生成文档「{name}」",
        "tag_add": "加上标签{tags}",
        "tag_remove": "去掉标签{tags}",
        "owner": "负责人",
        "leader": "负责人的主管",
        "handler": "经办人",
        "then": "，再",
        "and": "、",
        "minutes": "{n}分钟",
        "hours": "{n}小时",
        "span_days": "{n}天",
        "due_today": "今天 {at}",
        "due_days": "{n} 天后 {at}",
        "due_span": "{span}内",
        "once": "同一{kind}只执行一次",
        "every": "同一{kind}{n}天内最多一次",
        "trial": "（只通知试行，不真的执行）",
        "d1": "周一", "d2": "周二", "d3": "周三", "d4": "周四", "d5": "周五", "d6": "周六",
        "d7": "周日",
    },
    "en": {
        "whole": "{when}, {then}.",
        "whole_if": "{when}, if {cond}, {then}.",
        "created": "When a new {kind} is made",
        "changed": "When a {kind} changes",
        "changed_fields": "When {fields} of a {kind} changes",
        "entered": "When a deal enters {stages}",
        "left": "When a deal leaves {stages}",
        "any_stage": "any stage",
        "limit": "When a deal passes its time limit",
        "limit_before": "{span} before a deal's time limit",
        "silent": "When a {kind} had no follow-up for {days} days",
        "date_on": "On the {field} of a {kind}, at {at}",
        "date_before": "{days} days before the {field} of a {kind}, at {at}",
        "date_after": "{days} days after the {field} of a {kind}, at {at}",
        "yearly": "Every year: ",
        "daily": "Every day at {at}, for each {kind}",
        "weekly": "Every {days} at {at}, for each {kind}",
        "button": "When somebody presses “{label}”",
        "task": "give {who} the to-do “{text}”",
        "task_due": "give {who} the to-do “{text}”, due {due}",
        "notify": "tell {who} “{text}”",
        "set": "set {field} to {value}",
        "move": "move the deal to {stage}",
        "approval": "start the approval of the deal",
        "approval_too": "start the approval of the deal and ask {group} too",
        "assign_fixed": "assign it to {group}",
        "assign_even": "assign it evenly to {group}",
        "assign_least_busy": "assign it to the least busy of {group}",
        "assign_by_channel": "assign it evenly by its channel",
        "pool": "return it to the pool",
        "message_sms": "text the customer “{text}”",
        "message_email": "e-mail the customer “{text}”",
        "message_bot": "let the group bot say “{text}”",
        "message_webhook": "call the webhook with “{text}”",
        "template": "template: {name}",
        "via": " by {name}",
        "document": "make the document “{name}”",
        "tag_add": "add the tags {tags}",
        "tag_remove": "take off the tags {tags}",
        "owner": "the owner",
        "leader": "the owner's leader",
        "handler": "the handler",
        "then": ", then ",
        "and": ", ",
        "minutes": "{n} minutes",
        "hours": "{n} hours",
        "span_days": "{n} days",
        "due_today": "today {at}",
        "due_days": "in {n} days at {at}",
        "due_span": "within {span}",
        "once": "once for each {kind}",
        "every": "for one {kind} at most once in {n} days",
        "trial": " (trial: it only notes, and does nothing)",
        "d1": "Monday", "d2": "Tuesday", "d3": "Wednesday", "d4": "Thursday", "d5": "Friday",
        "d6": "Saturday", "d7": "Sunday",
    },
}  # fmt: skip
_MINUTES_PER_HOUR = 60
_MINUTES_PER_DAY = 1440


def sentence(work: Work, rule: Rule, language: str = "zh") -> str:
    """Answer the whole rule as a sentence."""
    return _Teller(work, rule, "zh" if language.startswith("zh") else "en").whole()


@dataclass(frozen=True, slots=True)
class _Teller:
    work: Work
    rule: Rule
    language: str

    def say(self, key: str, **values: object) -> str:
        return _WORDS[self.language][key].format(**values)

    def whole(self) -> str:
        then = self.say("then").join(self.action(each) for each in self.rule.then)
        limit = self.limit()
        when = self.when(self.rule.when)
        if self.rule.condition:
            condition = conditions.read(self.work, self.rule.kind, dict(self.rule.condition))
            cond = wording.word(condition, conditions.names_of(self.work), self.language)
            told = self.say("whole_if", when=when, cond=cond, then=then)
        else:
            told = self.say("whole", when=when, then=then)
        return told + limit

    def limit(self) -> str:
        kind = self.kind()
        parts: list[str] = []
        if self.rule.once:
            parts.append(self.say("once", kind=kind))
        elif self.rule.every_days:
            parts.append(self.say("every", kind=kind, n=self.rule.every_days))
        end = "。" if self.language == "zh" else "."
        told = "".join(f"{part[:1].upper()}{part[1:]}{end}" for part in parts)
        if told and self.language == "en":
            told = f" {told}"
        return told + (self.say("trial") if self.rule.trial else "")

    def kind(self) -> str:
        known = catalog_of(self.work).kind(self.rule.kind)
        label = known.label_zh if self.language == "zh" else known.label_en.lower()
        return label or self.rule.kind

    def field(self, name: str) -> str:
        kind, key = split_field(self.rule.kind, name)
        spec = catalog_of(self.work).kind(kind).fields.get(key)
        return spec.label(self.language) if spec is not None else name

    def listed(self, items: list[str]) -> str:
        return self.say("and").join(items)

    def when(self, when: When) -> str:
        kind = self.kind()
        values: dict[str, object] = {"kind": kind, "at": when.at, "days": when.days}
        key: str = when.on
        match when.on:
            case "changed" if when.fields:
                key = "changed_fields"
                values["fields"] = self.listed([self.field(each) for each in when.fields])
            case "entered" | "left":
                values["stages"] = self.stages(when.stages)
            case "limit" if when.before_minutes:
                key, values["span"] = "limit_before", self.span(when.before_minutes)
            case "date":
                return self.date(when, kind)
            case "weekly":
                values["days"] = self.listed([self.say(f"d{each}") for each in when.weekdays])
            case "button":
                values["label"] = when.label.read(self.language)
            case _:
                pass
        return self.say(key, **values)

    def date(self, when: When, kind: str) -> str:
        days = when.offset_days
        key = "date_on" if days == 0 else "date_before" if days < 0 else "date_after"
        told = self.say(key, kind=kind, field=self.field(when.field), days=abs(days), at=when.at)
        return (self.say("yearly") if when.yearly else "") + told

    def stages(self, keys: tuple[str, ...]) -> str:
        if not keys:
            return self.say("any_stage")
        return self.listed([self.stage(each) for each in keys])

    def stage(self, key: str) -> str:
        spec = catalog_of(self.work).kind("deal").fields["stage"]
        option = spec.option(key)
        if option is None:
            return key
        return option.label(self.language)

    def span(self, minutes: int) -> str:
        if minutes % _MINUTES_PER_DAY == 0:
            return self.say("span_days", n=minutes // _MINUTES_PER_DAY)
        if minutes % _MINUTES_PER_HOUR == 0:
            return self.say("hours", n=minutes // _MINUTES_PER_HOUR)
        return self.say("minutes", n=minutes)

    def who(self, person: Person) -> str:
        names = conditions.names_of(self.work)
        match person.who:
            case "role":
                return person.role
            case "person":
                return names.get(("person", person.person or 0), "")
            case "team":
                return names.get(("team", person.team or 0), "")
            case _:
                return self.say(person.who)

    def due(self, due: Due) -> str:
        if due.minutes is not None:
            return self.say("due_span", span=self.span(due.minutes))
        at = due.at or "18:00"
        return self.say("due_days", n=due.days, at=at) if due.days else self.say("due_today", at=at)

    def text(self, text: str) -> str:
        for name in dict.fromkeys(part.split("}")[0] for part in text.split("{")[1:]):
            text = text.replace(f"{{{name}}}", f"[{self.field(name)}]")
        return text

    def action(self, action: Action) -> str:
        whole = {"message": self.message, "approval": self.approval, "tag": self.tags}
        if action.do in whole:
            return whole[action.do](action)
        key: str = action.do
        values: dict[str, object] = {"text": self.text(action.text)}
        match action.do:
            case "task" | "notify":
                values["who"] = self.who(action.to)
                if action.do == "task" and action.due is not None:
                    key, values["due"] = "task_due", self.due(action.due)
            case "set":
                values |= {"field": self.field(action.field), "value": self.value(action)}
            case "move":
                values["stage"] = self.stage(action.stage)
            case "document":
                template = shipped.template_named(action.template)
                names = (template.name_zh, template.name_en) if template is not None else ("", "")
                values["name"] = names[self.language == "en"] or action.template
            case "assign":
                key, values["group"] = f"assign_{action.how}", self.group(action)
            case _:
                pass
        return self.say(key, **values)

    def approval(self, action: Action) -> str:
        if action.people:
            return self.say("approval_too", group=self.group(action))
        return self.say("approval")

    def message(self, action: Action) -> str:
        text = self.text(action.text)
        template = template_named(self.work, action.template) if action.template else None
        if template is not None:
            text = self.say("template", name=template.title.read(self.language))
        told = self.say(f"message_{action.channel}", text=text)
        via = [each.title for each in channels.working(self.work) if each.key == action.via]
        return told + self.say("via", name=via[0]) if via else told

    def tags(self, action: Action) -> str:
        parts = [
            self.say(key, tags=self.listed(list(tags)))
            for key, tags in (("tag_add", action.add), ("tag_remove", action.remove))
            if tags
        ]
        return self.say("then").join(parts)

    def value(self, action: Action) -> str:
        kind, key = split_field(self.rule.kind, action.field)
        spec = catalog_of(self.work).kind(kind).fields.get(key)
        option = spec.option(str(action.value)) if spec is not None else None
        if option is None:
            return str(action.value)
        return option.label(self.language)

    def group(self, action: Action) -> str:
        names = conditions.names_of(self.work)
        if action.people:
            return self.listed([names.get(("person", each), "") for each in action.people])
        return names.get(("team", action.team or 0), "")
