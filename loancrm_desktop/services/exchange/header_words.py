"""What people write above their columns, and which field they mean by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from loancrm_desktop.services.forms.values.cells import cell_text

NamePart = Literal["given", "family"]

# Field key -> headings, best first. Deal fields carry the prefix `deal.`. Headings are compared
# without blanks, marks, brackets and case.
_HEADINGS: Mapping[str, str] = {
    "name": (
        "姓名 客户姓名 名字 客户名称 客户名 联系人 联系人姓名 联系人名称 借款人 借款人姓名 申请人 申请人姓名 "
        "贷款人 贷款人姓名 主贷人 主贷人姓名 叫什么 叫什么名字 谁要贷 谁要贷款 被查询姓名 顾客姓名 顾客 会员姓名 称呼 客户 name full_name "
        "customer customer_name client client_name display_name contact contact_name borrower "
        "borrower_name applicant applicant_name lead_name"
    ),
    "phone": (
        "手机 手机号 手机号码 联系电话 电话 电话号码 联系方式 联系手机 移动电话 联系号码 手机1 电话1 手机号1 "
        "怎么联系 打哪个电话 "
        "客户电话 客户手机 本人电话 本人手机 联系人电话 联系人手机 tel telephone phone mobile mobile_phone "
        "phone_number mobile_number cell cell_phone contact_number contact_phone phone_1_value "
        "primary_phone phone_no mobile_no phone1 telephone_number"
    ),
    "phone2": (
        "备用电话 第二电话 其他电话 备用手机 备用号码 备用联系方式 备用联系电话 座机 固话 固定电话 家庭电话 "
        "住宅电话 办公电话 单位电话 公司电话 宅电 home_phone work_phone office_phone home office "
        "second_phone secondary_phone phone_2_value alternate_phone other_phone business_phone "
        "landline phone2"
    ),
    "id_number": (
        "身份证 身份证号 身份证号码 证件号 证件号码 公民身份号码 身份证件号 身份证件号码 身份号码 身份证明号码 "
        "被查询者证件号码 证件 身份证件 身份信息 id_number id_card id_no id_card_number id_card_no identity_number "
        "national_id identity_card"
    ),
    "gender": "性别 gender sex",
    "birth_date": "出生日期 生日 出生年月 出生年月日 出生 birthday birth_date date_of_birth dob",
    "wechat": "微信 微信号 微信号码 微信id wechat weixin wechat_id",
    "email": (
        "邮箱 电子邮箱 邮件 电子邮件 邮箱地址 email e_mail mail email_address e_mail_address "
        "primary_email"
    ),
    "region": (
        "所在区域 所在城市 城市 地区 区域 所在地区 所在地 哪里人 在哪 在哪里 在哪个城市 省市 省份 归属地 省市区 市 区县 city region area "
        "province location home_city state"
    ),
    "address": (
        "地址 联系地址 住址 家庭地址 居住地址 现住址 通讯地址 通信地址 详细地址 家庭住址 居住地 身份证地址 户籍地址 "
        "address address_1 street street_address home_address mailing_address"
    ),
    "company": (
        "工作单位 公司 单位 公司名称 单位名称 企业名称 企业 任职单位 所在单位 经营主体 就职公司 company "
        "company_name organization organisation employer organization_name organisation_name firm"
    ),
    "occupation": (
        "职业 职业类型 职位 职务 岗位 工作 身份 客户职业 做什么工作 干什么工作 做什么的 干什么的 "
        "职业身份 从事行业 从事职业 occupation job job_title position profession "
        "employment_title emp_title"
    ),
    "monthly_income": (
        "月收入 收入 月薪 工资 月工资 月均收入 薪资 薪水 每月收入 月入 月入多少 收入多少 挣多少 "
        "一个月挣多少 工资多少 monthly_income income salary "
        "monthly_salary"
    ),
    "social_insurance": (
        "社保公积金 社保 公积金 社保情况 公积金情况 有无社保 是否有社保 有无公积金 是否有公积金 五险一金 "
        "social_insurance"
    ),
    "channel": (
        "来源渠道 渠道 来源 客户来源 获客渠道 渠道来源 线索来源 推广渠道 资源来源 信息来源 数据来源 哪来的 "
        "哪里来的 从哪来 从哪里来 从哪知道的 怎么来的 怎么知道的 怎么认识的 channel "
        "source lead_source customer_source"
    ),
    "referrer": "介绍人 推荐人 转介绍人 转介绍 介绍人姓名 推荐人姓名 中介 referrer referred_by",
    "credit_standing": (
        "征信 征信情况 征信状况 信用情况 信用状况 征信记录 有无逾期 逾期情况 是否逾期 是否有逾期 征信是否逾期 "
        "征信好坏 征信怎么样 征信如何 征信好不好 信用 信用好坏 信用怎么样 有没有逾期 "
        "credit credit_standing credit_status"
    ),
    "assets": (
        "资产状况 资产 资产情况 名下资产 资产类型 房车情况 房产情况 有无房产 房产 有无房车 有无资产 房车 "
        "房产车辆 房子车子 有房有车 有没有房 有没有房车 有房吗 有什么资产 名下房车 名下房产 房车资产 "
        "是否有房 assets property"
    ),
    "requested_amount": (
        "期望贷款金额 贷款金额 期望金额 需求金额 需求额度 申请金额 申请额度 意向金额 意向额度 贷款额度 借款金额 "
        "拟贷金额 拟贷款金额 资金需求 贷款需求 需求资金 需要资金 想贷金额 额度 金额 贷款需求金额 期望额度 "
        "贷多少 要贷多少 想贷多少 需贷多少 贷款多少 要多少 想要多少 需要多少 借多少 要借多少 想借多少 "
        "多少钱 要多少钱 贷多少钱 借多少钱 贷款额 贷款数额 借款额 借款额度 想贷额度 要贷金额 需贷金额 "
        "需求 amount loan_amount requested_amount loan_amnt credit_amount amount_requested "
        "loan_amount_requested desired_amount"
    ),
    "requested_term_months": (
        "期望贷款期限 贷款期限 期望期限 申请期限 借款期限 期限 期数 分期期数 还款期限 贷款年限 年限 term "
        "贷多久 借多久 用多久 要多久 多久 多久还 贷几年 借几年 几年 几年还 还几年 分几期 多少期 几期 还款年限 "
        "loan_term requested_term duration_in_month tenor term_months "
        "requested_term_months"
    ),
    "product_type": (
        "贷款产品类型 产品类型 贷款类型 贷款产品 产品 业务类型 贷款种类 产品名称 贷款品种 意向产品 业务品种 "
        "需求产品 贷款方式 "
        "贷什么 什么贷款 要什么贷款 做什么贷款 办什么贷款 哪种贷款 贷款类别 product product_type loan_type"
    ),
    "purpose": (
        "资金用途 贷款用途 借款用途 用途 用款用途 做什么用 干什么用 用来做什么 用来干什么 拿来做什么 "
        "拿来干什么 钱做什么用 贷款做什么 贷款做什么用 贷来做什么 干嘛用 干嘛 做啥用 干啥用 用在哪 用在哪里 "
        "资金用在哪 资金投向 资金去向 用处 purpose loan_purpose purpose_of_funds"
    ),
    "level": (
        "客户等级 等级 级别 客户级别 星级 意向等级 意向程度 意向度 客户评级 评级 客户分级 "
        "意向 意向情况 意向高低 意向大小 客户意向 客户意向度 level rating "
        "customer_level"
    ),
    "status": (
        "客户状态 状态 跟进状态 跟进进度 进度 当前状态 客户阶段 跟进阶段 status customer_status lead_status"
    ),
    "tags": "标签 客户标签 tag tags label labels",
    "owner": (
        "负责人 业务员 客户经理 归属人 归属 跟进人 跟进人员 销售 销售人员 销售员 所属员工 所属业务员 维护人 "
        "所属销售 信贷经理 经办人 信贷员 顾问 "
        "谁跟 谁在跟 谁跟进 谁负责 谁的客户 跟单人 跟单员 跟单 业务经理 owner salesperson sales_rep account_manager assigned_to "
        "sales broker"
    ),
    "team": "团队 小组 所属团队 销售组 所属小组 业务组 team",
    "next_follow_up_at": (
        "下次跟进 下次跟进时间 下次跟进日期 下次联系时间 下次联系 下次联系日期 预约时间 回访时间 下次回访时间 "
        "下次回访 提醒时间 下次 下次什么时候联系 什么时候联系 什么时候再联系 何时联系 约定时间 约好时间 next_follow_up next_contact follow_up_date next_follow_up_date "
        "next_follow_up_at"
    ),
    "remark": (
        "备注 备注信息 说明 描述 情况说明 客户情况 备注说明 其他 其它 其他情况 其他说明 跟进记录 跟进情况 "
        "沟通记录 跟进内容 沟通纪要 沟通情况 聊天记录 聊了什么 谈了什么 怎么说的 沟通内容 补充说明 补充 remark remarks note notes comment comments description memo"
    ),
    "deal.approved_amount": "批复金额 审批金额 批款金额 批复额度 审批额度 授信额度 授信金额 approved_amount",
    "deal.disbursed_amount": (
        "放款金额 放款额 放款额度 实际放款 实放金额 到账金额 实际到账 下款金额 成交金额 disbursed_amount "
        "funded_amount"
    ),
    "deal.disbursed_on": (
        "放款日期 放款时间 放款日 下款日期 下款时间 disbursed_on funded_date disbursement_date"
    ),
    "deal.bank": "放款银行 贷款银行 银行 银行名称 资方 放款机构 贷款机构 合作银行 办理银行 哪家银行 找哪家银行 做哪家银行 进件银行 bank lender bank_name",
    "deal.product": "银行产品 放款产品 办理产品 bank_product",
    "deal.annual_rate": (
        "年化利率 年利率 利率 贷款利率 执行利率 年化 利息 interest_rate annual_rate rate apr"
    ),
    "deal.service_fee": "服务费 居间费 居间服务费 服务费用 佣金 中介费 service_fee brokerage_fee commission",
    "deal.lost_reason": "流失原因 战败原因 失败原因 放弃原因 lost_reason",
}

_GIVEN_NAME = frozenset({"名", "firstname", "givenname", "forename", "first"})
_FAMILY_NAME = frozenset({"姓", "姓氏", "lastname", "familyname", "surname", "last"})

# Headings that hold a word of a field but mean something else.
_NEVER = re.compile(
    r"年龄|序号|编号|工号|员工|传真|fax|qq|照片|图片|附件|有效期|签发|发证|证件类型|年收入|annual.?income"
    r"|身份证(?:到期|地址类)|密码|银行卡|卡号|账号|最[后近]|上次|录入|创建|登记|更新|created|updated|zip"
    r"|postal|邮编|type$|月供|负债|余额|逾期金额|已还|pager|数量|笔数|次数|基数"
)
_OTHER_PERSON = re.compile(
    r"配偶|爱人|丈夫|妻子|老公|老婆|父亲|母亲|子女|儿子|女儿|亲属|亲戚|朋友|担保|保证人|共借|共同借款|共同申请"
    r"|紧急|第[二三]联系人|联系人[2-9]|同事|直属|上级|spouse|guarantor|emergency|co.?borrower|joint|manager"
)
_THIRD_PARTY_NUMBER = re.compile(
    r"(?:介绍人|推荐人|业务员|客户经理|负责人|跟进人|中介|法人|渠道|经办人|销售|银行|公司法人)"
    r".*(?:电话|手机|联系方式|身份证|微信)"
)
_BRACKETS = re.compile(r"[(\[{【<《「][^)\]}】>》」]*[)\]}】>》」]")
_MARKS = re.compile(r"[()\[\]{}【】<>《》「」\s*_\-:：.,;!?#'\"“”、·/\\|=+&]+")
_LEADING_NUMBER = re.compile(r"^[0-9]{1,2}[.、)]")
_NEUTRAL = re.compile(
    r"^(?:客户的?|本人|您的|你的|借款人|申请人|贷款人|主贷人|顾客|请填写|customer|client)"
)
_KNOWN = 0.8  # a heading read this well is not read in other ways too
_SPOKEN = re.compile(r"多少|什么|怎么|哪|谁|几|多久|有没有|吗")
"""Questions are known word for word only: 首付多少钱 asks for something else than 多少钱."""
_SPECIFIC_SHORT = frozenset({"手机", "微信", "邮箱", "性别", "备注", "渠道", "征信"})


def heading_scores(header: str) -> Mapping[str, float]:
    """Score which fields a heading may mean, 0 to 1; empty when it clearly means none of them."""
    return _scores(cell_text(header).casefold())


def means_another(header: str) -> bool:
    """Tell whether a heading names another person, or a thing that is no field of a customer."""
    text = cell_text(header).casefold()
    others = (_OTHER_PERSON, _THIRD_PARTY_NUMBER, _NEVER)
    return any(pattern.search(text) for pattern in others)


def is_mobile_heading(header: str) -> bool:
    """Tell whether a heading names mobile numbers rather than phone numbers of any kind."""
    text = cell_text(header).casefold()
    return any(word in text for word in ("手机", "移动电话", "mobile", "cell"))


def name_part(header: str) -> NamePart | None:
    """Tell whether a heading stands above given names or family names only."""
    bare = _bare(cell_text(header).casefold())
    return "given" if bare in _GIVEN_NAME else "family" if bare in _FAMILY_NAME else None


def bare_heading(text: str) -> str:
    """Reduce a heading or label to what is compared: no brackets, marks, blanks, case."""
    return _bare(cell_text(text).casefold())


@lru_cache(maxsize=2048)
def _scores(header: str) -> Mapping[str, float]:
    if _OTHER_PERSON.search(header) or _THIRD_PARTY_NUMBER.search(header):
        return MappingProxyType({})
    scores: dict[str, float] = {}
    for weight, written in _readings(header):
        for field, score in _match(written).items():
            scores[field] = max(scores.get(field, 0.0), score * weight)
        if max(scores.values(), default=0.0) > _KNOWN:
            break
    if _NEVER.search(header):
        # A heading that is known word for word stays: 身份证地址 is an address after all.
        scores = {field: score for field, score in scores.items() if score >= 0.9}
    return MappingProxyType(scores)


def _readings(header: str) -> list[tuple[float, str]]:
    """Answer the ways to read a heading: whole, without its group (`A/B`), without 客户."""
    whole = _bare(header)
    found = [(1.0, whole), (0.97, _NEUTRAL.sub("", whole))]
    if "/" in header:
        parts = [_bare(part) for part in header.split("/")]
        found += [(0.93, parts[-1]), (0.85, parts[0])]
    return [(weight, text) for weight, text in found if text]


def _bare(text: str) -> str:
    outside = _BRACKETS.sub("", text)
    outside = _LEADING_NUMBER.sub("", outside.strip() or text)
    return _MARKS.sub("", outside).removesuffix("必填").removesuffix("选填")


def _match(bare: str) -> dict[str, float]:
    found = dict(_exact().get(bare, {}))
    if found:
        return found
    numbered = re.fullmatch(r"(.*?\D)([1-9])", bare)
    if numbered:
        for field, score in _exact().get(numbered[1], {}).items():
            second = numbered[2] != "1"
            found["phone2" if field == "phone" and second else field] = score * (
                0.95 if field == "phone" or not second else 0.4
            )
        return found
    for word, fields in _contained(bare):
        for field, score in fields.items():
            covered = 0.5 + 0.35 * len(word) / len(bare)
            found[field] = max(found.get(field, 0.0), score * covered)
    return found


def _contained(bare: str) -> list[tuple[str, Mapping[str, float]]]:
    """Find the headings inside a longer Chinese one; short general words do not count."""
    if bare.isascii() or len(bare) > 20:
        return []
    inside = [
        (word, fields)
        for word, fields in _exact().items()
        if (word in _SPECIFIC_SHORT or (len(word) > 2 and not word.isascii()))
        and word in bare
        and not _SPOKEN.search(word)
    ]
    return [(w, f) for w, f in inside if not any(w != other and w in other for other, _ in inside)]


@lru_cache(maxsize=1)
def _exact() -> Mapping[str, Mapping[str, float]]:
    """Every heading, bare, with the fields it means; later words of a list weigh a little less."""
    table: dict[str, dict[str, float]] = {}
    for field, headings in _HEADINGS.items():
        words = headings.split()
        for place, word in enumerate(words):
            score = 0.97 - 0.12 * place / len(words)
            table.setdefault(_bare(word), {})[field] = score
    # 名称 is the firm where a contact person stands beside it, else the customer.
    table["名称"] = {"name": 0.6, "company": 0.55}
    table["title"] = {"occupation": 0.5}
    return table
