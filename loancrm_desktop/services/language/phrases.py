"""The phrases a condition's sentence is made of, in Chinese and English.

They live here as data rather than in the translation catalogue, as the formats of `display` do:
together they are a small grammar, must fit one another, and stand in the journal word for word.
"""

from __future__ import annotations

from collections.abc import Mapping

from loancrm_desktop.services.language.expressions import Family, Op, Unit

Phrases = Mapping[str, str]

_ZH: Phrases = {
    "and": "，且",
    "or": "，或",
    "group": "（{parts}）",
    "not": "并非（{part}）",
    "always": "任何记录",
    "never": "没有任何记录",
    "path": "{link}的{field}",
    "list": "、",
    "quoted": "“{text}”",
    "eq": "{field}是{value}",
    "ne": "{field}不是{value}",
    "lt": "{field}小于{value}",
    "le": "{field}不超过{value}",
    "gt": "{field}大于{value}",
    "ge": "{field}不低于{value}",
    "before": "{field}早于{value}",
    "until": "{field}不晚于{value}",
    "after": "{field}晚于{value}",
    "from": "{field}不早于{value}",
    "between": "{field}在{low}到{high}之间",
    "in": "{field}是{values}之一",
    "not_in": "{field}不是{values}中的任何一个",
    "contains": "{field}包含{value}",
    "starts_with": "{field}以{value}开头",
    "is_empty": "{field}为空",
    "is_filled": "{field}已填写",
    "has": "{field}含有{value}",
    "has_any": "{field}含有{values}中的任意一个",
    "has_all": "{field}同时含有{values}",
    "within_last": "{field}在最近{span}内",
    "within_next": "{field}在未来{span}内",
    "older_than": "{field}距今至少{span}",
    "some": "有{rows}",
    "none": "没有{rows}",
    "rows where": "{rows}（{where}）",
    "number of": "{rows}的数量",
    "me": "我",
    "my_team": "我的团队",
    "my_team_member": "我的团队成员",
    "value of": "{field}的值",
    "now": "现在",
    "today": "今天",
    "yesterday": "昨天",
    "tomorrow": "明天",
    "ago": "{span}前",
    "from now": "{span}后",
    "day ago": "{span}前那天",
    "day from now": "{span}后那天",
    "minutes": "{count}分钟",
    "hours": "{count}小时",
    "days": "{count}天",
    "working_days": "{count}个工作日",
    "months": "{count}个月",
}

_EN: Phrases = {
    "and": " and ",
    "or": " or ",
    "group": "({parts})",
    "not": "not ({part})",
    "always": "every record",
    "never": "no record",
    "path": "{field} of {link}",
    "list": ", ",
    "quoted": "“{text}”",
    "eq": "{field} is {value}",
    "ne": "{field} is not {value}",
    "lt": "{field} is less than {value}",
    "le": "{field} is at most {value}",
    "gt": "{field} is more than {value}",
    "ge": "{field} is at least {value}",
    "before": "{field} is before {value}",
    "until": "{field} is no later than {value}",
    "after": "{field} is after {value}",
    "from": "{field} is no earlier than {value}",
    "between": "{field} is between {low} and {high}",
    "in": "{field} is one of {values}",
    "not_in": "{field} is none of {values}",
    "contains": "{field} contains {value}",
    "starts_with": "{field} starts with {value}",
    "is_empty": "{field} is empty",
    "is_filled": "{field} is filled",
    "has": "{field} has {value}",
    "has_any": "{field} has any of {values}",
    "has_all": "{field} has all of {values}",
    "within_last": "{field} is within the last {span}",
    "within_next": "{field} is within the next {span}",
    "older_than": "{field} is at least {span} ago",
    "some": "there are {rows}",
    "none": "there are no {rows}",
    "rows where": "{rows} where ({where})",
    "number of": "the number of {rows}",
    "me": "me",
    "my_team": "my team",
    "my_team_member": "someone in my team",
    "value of": "the value of {field}",
    "now": "now",
    "today": "today",
    "yesterday": "yesterday",
    "tomorrow": "tomorrow",
    "ago": "{span} ago",
    "from now": "{span} from now",
    "day ago": "the day {span} ago",
    "day from now": "the day {span} from now",
    "minutes": "{count} minutes",
    "hours": "{count} hours",
    "days": "{count} days",
    "working_days": "{count} working days",
    "months": "{count} months",
    "one minutes": "1 minute",
    "one hours": "1 hour",
    "one days": "1 day",
    "one working_days": "1 working day",
    "one months": "1 month",
}

_IN_TIME = {Op.LT: "before", Op.LE: "until", Op.GT: "after", Op.GE: "from"}
_TIMES = (Family.DATE, Family.DATETIME, Family.TIME)


def phrases(language: str) -> Phrases:
    """Answer the phrases of `zh` or `en`."""
    return _EN if language == "en" else _ZH


def phrase_of(op: Op, family: Family) -> str:
    """Name the phrase of a comparison; what is less is earlier, said of times."""
    return _IN_TIME.get(op, op.value) if family in _TIMES else op.value


def span(words: Phrases, unit: Unit, amount: int) -> str:
    """Say an amount of time without its direction: `3 working days`."""
    count = abs(amount)
    template = (
        words.get(f"one {unit.value}", words[unit.value]) if count == 1 else words[unit.value]
    )
    return template.format(count=count)
