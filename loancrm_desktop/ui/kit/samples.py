"""Words that fill the parts of the kit; no office and no customer stands behind them."""

from __future__ import annotations

from loancrm_desktop.texts import current_language

_SAMPLES: dict[str, tuple[str, str]] = {
    "person": ("钱慧敏", "Qian Huimin"),
    "other_person": ("何文静", "He Wenjing"),
    "long_name": (
        "阿不都热依木·买买提江·吐尔逊（云岭融资咨询城南门店转介绍）",
        "Abdurehim Memetjan Tursun, referred by the southern branch of Yunling Finance",
    ),
    "save": ("保存客户", "Save customer"),
    "log": ("写跟进", "Log follow-up"),
    "import": ("导入", "Import"),
    "archive": ("归档", "Archive"),
    "remove": ("彻底删除", "Delete for good"),
    "details": ("查看全部", "Show all"),
    "phone": ("电话", "Phone"),
    "message": ("微信", "Message"),
    "meeting": ("面谈", "Meeting"),
    "note": ("备注", "Note"),
    "rows": ("列表", "List"),
    "board": ("看板", "Board"),
    "name": ("客户姓名", "Customer name"),
    "id": ("身份证号", "ID number"),
    "amount": ("期望金额", "Requested amount"),
    "day": ("下次跟进", "Next follow-up"),
    "purpose": ("资金用途", "Purpose of funds"),
    "channel": ("来源渠道", "Channel"),
    "id_wrong": (
        "第 18 位校验不通过，请对照证件检查第 15–18 位。",
        "Digit 18 does not check; compare digits 15–18 with the card.",
    ),
    "same_phone": (
        "与何秀兰的电话相同，可合并或写明理由另存",
        "Same phone as He Xiulan; merge, or save apart with a reason",
    ),
    "checked": ("已核对", "Checked"),
    "by_rule": ("按规则“线上广告轮流分配”建议", "Suggested by the rule for online leads"),
    "stage_field": ("阶段", "Stage"),
    "is_one_of": ("属于", "is one of"),
    "stages": ("资质审核、方案匹配", "qualification review, product matching"),
    "at_least": ("≥", "≥"),
    "half_million": ("50 万", "500,000"),
    "no_customers": ("还没有客户", "No customers yet"),
    "import_first": (
        "从 Excel 导入最快，十分钟就能用起来",
        "Importing from Excel is fastest: ten minutes",
    ),
    "vault_shut": ("文档库打不开", "The documents cannot be opened"),
    "vault_why": (
        "文件被别的程序占用。客户资料不受影响，可以继续工作。",
        "Another program holds the file. Customers are not affected; you can go on working.",
    ),
    "not_yours": ("这位客户不归你负责", "This customer is not yours"),
    "ask_owner": (
        "负责人是周启航。需要协助时，可以申请临时查看。",
        "Zhou Qihang is the owner. You can ask to see the customer for a while.",
    ),
    "ask": ("申请查看 2 天", "Ask for 2 days"),
    "importing": ("正在导入客户", "Importing customers"),
    "writing": ("写入跟进记录", "Writing follow-ups"),
    "takes_back": ("取消会撤回已写入的部分", "Cancel takes back what was written"),
    "handed_over": ("已把 3 位客户转给何文静", "3 customers handed over to He Wenjing"),
    "archived": ("已归档褚建军", "Chu Jianjun is archived"),
    "not_sent": ("短信没有发出：通道余额不足", "The message was not sent: no credit left"),
    "undo": ("撤销", "Undo"),
    "view": ("查看", "Show"),
    "delete_title": ("彻底删除“褚建军”？", "Delete “Chu Jianjun” for good?"),
    "delete_text": (
        "会删除 9 条跟进、6 份文档、1 份合同。审计日志保留。删除后不能恢复。",
        "9 follow-ups, 6 documents and 1 contract go. The audit log stays. There is no way back.",
    ),
    "deleted_name": ("褚建军", "Chu Jianjun"),
    "offline": (
        "店内主机连不上，改动先存在本机（7 条待传）",
        "The office hub is away; 7 changes wait on this computer",
    ),
    "reconnect": ("重新连接", "Connect again"),
    "file_step": ("选文件", "File"),
    "match_step": ("对应字段", "Columns"),
    "check_step": ("查重与校验", "Checks"),
    "import_step": ("导入", "Import"),
    "tags": ("重点、有房、个体户、转介绍、公积金", "key, owns a flat, self-employed, referred"),
    "remember": ("记住这台电脑", "Remember this computer"),
    "continue": ("保存后继续新建下一位", "Go on with the next one"),
    "good": ("良好", "good"),
    "overdue": ("有逾期", "overdue"),
    "blank": ("空白", "blank"),
    "first_call": ("初步电联", "first call"),
    "review": ("资质审核", "qualification review"),
    "matching": ("方案匹配", "product matching"),
    "bank": ("银行审批", "bank approval"),
    "limit_days": ("时限 2 天", "limit 2 days"),
    "took": ("用时 1 天", "took 1 day"),
    "stood": ("已停留 2 天 6 小时", "here for 2 days 6 hours"),
}


def sample(key: str) -> str:
    """Answer the words of a sample in the language in force."""
    zh, en = _SAMPLES[key]
    return en if current_language() == "en" else zh


def samples(key: str) -> list[str]:
    """Answer a sample that is a list."""
    return [part.strip() for part in sample(key).replace("、", ",").split(",")]
