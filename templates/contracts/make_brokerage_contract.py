"""Writes brokerage_contract.docx, the shipped 贷款居间服务合同; run it after changing the text.

    python templates/contracts/make_brokerage_contract.py

Numbers of clauses are literal text: PDF engines drop automatic Chinese ones. Fields without
which no contract should be signed stand alone, so their lack is named; those that a party may
lack stand in rows that go away.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

OUT = Path(__file__).with_name("brokerage_contract.docx")
TITLE = "贷款居间服务合同"
_SONG, _HEI, _LATIN = "宋体", "黑体", "Times New Roman"
_BODY_PT = 10.5
_TEXT_WIDTH_MM = 160

PARTY_A = (
    ("姓    名", "{{ customer.name }}", ""),
    ("身份证号", "{{ customer.id_number }}", ""),
    ("联系电话", "{{ customer.phone }}", ""),
    ("通讯地址", "{{ customer.address }}", "customer.address"),
)
PARTY_B = (
    ("名    称", "{{ office.name }}", ""),
    ("统一社会信用代码", "{{ office.credit_code }}", "office.credit_code"),
    ("地    址", "{{ office.address }}", "office.address"),
    ("联系电话", "{{ office.phone }}", "office.phone"),
    ("经 办 人", "{{ deal.owner }}", ""),
)
LOAN = (
    ("贷款品种", "{{ deal.product_type }}"),
    (
        "期望金额",
        "人民币 {{ deal.requested_amount }} 元（大写：{{ deal.requested_amount|capitals }}）",
    ),
    ("期望期限", "{{ deal.requested_term_months }} 个月"),
    ("资金用途", "{{ deal.purpose }}"),
    ("意向贷款机构", "{{ deal.bank|default('由乙方推荐，甲方自行选定') }}"),
    ("年化利率（单利）", "{{ deal.annual_rate|default('以银行批复为准') }}"),
)
PREAMBLE = "甲方因资金需要拟向银行等持牌金融机构（以下称“贷款机构”）申请贷款，委托乙方提供居间服务。甲乙双方依据《中华人民共和国民法典》《中华人民共和国个人信息保护法》等法律法规，在平等、自愿、诚信的基础上订立本合同，共同遵守。"
DEFINITIONS = (
    "第一条  定义",
    "1. “居间服务”指乙方向甲方报告订立贷款合同的机会，或者为甲方订立贷款合同提供媒介服务。乙方不是贷款人，不发放贷款，不代贷款机构作出任何审批决定。",
    "2. “贷款机构”指依法设立、持有相应金融业务许可，与甲方订立贷款合同并发放贷款的银行或其他金融机构。",
    "3. “放款”指贷款机构将贷款资金划入甲方账户或者甲方指定的受托支付账户。",
    "4. “服务费”指甲方就乙方的居间服务支付的报酬，不包括贷款机构收取的利息、费用，也不包括评估、登记、公证、保险等由第三方收取的费用。",
)
LOAN_CLAUSE = "第二条  委托事项与贷款意向"
LOAN_NOTE = "上表为甲方的意向。实际贷款机构、金额、期限、利率、还款方式和放款时间，均以银行批复为准，并以甲方与贷款机构签订的贷款合同为准。"
SERVICES = (
    "第三条  居间服务内容",
    "1. 了解甲方的资金需求，向甲方介绍可供选择的贷款产品及其申请条件、利率、费用、还款方式和所需资料。",
    "2. 协助甲方整理申请资料，向甲方选定的贷款机构提交申请，跟进审批进度并及时告知甲方。",
    "3. 陪同甲方办理面签，协助办理抵押登记等手续。",
    "4. 放款后六个月内，就还款安排向甲方提供免费咨询。",
)
FEE_CLAUSE = "第四条  服务费及支付"
FEE_RULES = (
    "1. 甲方应于贷款机构放款之日起三日内，一次性向乙方支付上表所列服务费，共计人民币 {{ deal.service_fee }} 元（大写：{{ deal.service_fee|capitals }}）。乙方收款后应当开具发票。",
    "2. 放款之前，乙方不收取定金、保证金、资料费、前期费等任何费用。贷款未获批准，或者甲方在订立贷款合同前放弃申请的，甲方无须支付服务费。",
    "3. 实际放款金额低于期望金额的，双方可以另行书面约定服务费；没有约定的，按实际放款金额与期望金额的比例相应减少。",
    "4. 除上表所列服务费外，乙方不以任何名目另行收费。由第三方收取的费用，由甲方凭第三方的票据直接支付。",
    "5. 服务费不计入贷款本金，不得由乙方从贷款资金中直接扣划。",
)
CLAUSES = (
    (
        "第五条  甲方的权利和义务",
        "1. 甲方有权了解贷款产品的真实条件、服务费的构成以及申请的进展，有权自主选择贷款机构。",
        "2. 甲方应当提供真实、完整、有效的资料，并对其真实性负责；资料有变化的，应当及时告知乙方。",
        "3. 甲方应当按照与贷款机构约定的用途使用贷款，按时还本付息，不得将贷款用于法律法规和贷款合同禁止的用途。",
        "4. 甲方应当按照本合同的约定支付服务费。",
    ),
    (
        "第六条  乙方的权利和义务",
        "1. 乙方应当就订立贷款合同的有关事项如实报告，不得隐瞒重要事实，不得提供虚假情况。",
        "2. 乙方不得承诺贷款必然获批，不得承诺审批金额、利率或者放款时间，不得协助甲方伪造、变造资料。",
        "3. 乙方应当妥善保管甲方交付的资料原件，用毕及时归还，并办理交接登记。",
        "4. 乙方不得代甲方保管银行卡、网银工具、密码或者短信验证码，不得代收、代转贷款资金。",
        "5. 乙方有权按照本合同的约定收取服务费。",
    ),
    (
        "第七条  个人信息处理授权",
        "1. 甲方同意乙方为履行本合同，收集并处理甲方的姓名、身份证号、联系方式、住址、职业、收入、资产以及甲方主动提供的其他申请资料。",
        "2. 其中身份证件、财产和征信方面的信息属于敏感个人信息，一旦泄露或者被非法使用，容易使甲方的人身、财产安全受到危害。乙方仅在办理贷款申请所必需的范围内处理，并采取加密保存、权限控制和访问记录等保护措施。",
        "3. 甲方同意乙方将申请资料提供给甲方选定的贷款机构。乙方向其他第三方提供的，应当另行取得甲方的单独同意。",
        "4. 本合同不构成征信查询授权。查询征信须由甲方另行签署征信查询授权书，由有权的机构依法查询。",
        "5. 甲方有权查阅、复制、更正其个人信息，有权撤回同意，并有权在服务结束后要求删除；法律、行政法规规定的保存期限未满的，乙方停止除存储和必要保护之外的处理。",
    ),
    (
        "第八条  风险提示",
        "1. 贷款的审批由贷款机构独立作出，申请可能不获批准，获批的条件也可能与意向不同，一切以银行批复为准。",
        "2. 甲方的实际融资成本包括贷款利息、服务费以及第三方费用。甲方应当结合自身的还款能力审慎决定；逾期还款会影响个人信用记录，并可能产生罚息。",
        "3. 短期内多次申请贷款、频繁查询征信，可能影响后续的贷款审批。",
    ),
    (
        "第九条  违约责任",
        "1. 甲方逾期支付服务费的，每逾期一日，按未付金额的万分之三向乙方支付违约金，违约金总额以未付金额的百分之二十为限。",
        "2. 甲方接受乙方的服务后，利用乙方提供的交易机会或者媒介服务，绕开乙方直接与贷款机构订立贷款合同的，应当向乙方支付服务费。",
        "3. 乙方故意隐瞒与订立贷款合同有关的重要事实，或者提供虚假情况，损害甲方利益的，不得请求支付服务费，并应当承担赔偿责任；已经收取的，应当全额退还。",
        "4. 乙方违反本合同泄露、出售或者非法使用甲方个人信息的，应当依法承担责任。",
        "5. 甲方提供虚假资料，造成申请不获批准或者其他损失的，由甲方自行承担。",
    ),
    (
        "第十条  合同的变更、解除与终止",
        "1. 对本合同的变更，应当由双方以书面形式确认。",
        "2. 甲方可以在订立贷款合同之前随时书面通知乙方解除本合同。",
        "3. 一方严重违约，经对方书面催告后七日内仍未改正的，对方有权解除本合同。",
        "4. 双方的义务履行完毕之日，本合同终止。第七条、第十一条、第十二条在合同终止后继续有效。",
    ),
    (
        "第十一条  保密与通知",
        "1. 双方对在订立、履行本合同过程中知悉的对方信息负有保密义务，法律法规另有规定或者有权机关依法要求的除外。",
        "2. 本合同所载的电话和地址为双方的联系方式。一方变更联系方式的，应当在三日内告知对方。",
    ),
    (
        "第十二条  争议解决",
        "因本合同引起的争议，双方应当协商解决；协商不成的，任何一方均可向乙方住所地有管辖权的人民法院提起诉讼。",
    ),
    (
        "第十三条  其他",
        "1. 本合同自双方签字或者盖章之日起生效。未尽事宜，由双方另行签订书面补充协议，补充协议与本合同具有同等效力。",
        "2. 本合同一式两份，甲乙双方各执一份，具有同等效力。",
        "3. 甲方确认：乙方已就本合同中的服务费、个人信息处理、风险提示和违约责任条款作了说明，甲方已经阅读并理解其含义。",
    ),
)
CLOSING = "（以下无正文，为签署部分）"


def build() -> Doc:
    """Write the whole contract."""
    document = Document()
    _set_up_page(document)
    _set_up_text(document)
    _header_and_footer(document)
    _title(document)
    _parties(document)
    _text(document, PREAMBLE)
    _clause(document, DEFINITIONS)
    _heading(document, LOAN_CLAUSE)
    _facts(document, LOAN)
    _text(document, LOAN_NOTE)
    _clause(document, SERVICES)
    _heading(document, FEE_CLAUSE)
    _fees(document)
    for rule in FEE_RULES:
        _text(document, rule)
    for clause in CLAUSES:
        _clause(document, clause)
    closing = document.add_paragraph()
    closing.alignment = WD_ALIGN_PARAGRAPH.CENTER
    closing.paragraph_format.space_before = Pt(10)
    closing.paragraph_format.space_after = Pt(10)
    closing.paragraph_format.keep_with_next = True
    _run(closing, CLOSING)
    _signatures(document)
    return document


def _set_up_page(document: Doc) -> None:
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.header_distance = section.footer_distance = Mm(12)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = TITLE, "", ""
    # The same bytes from the same text.
    properties.created = properties.modified = datetime(2026, 11, 23, tzinfo=UTC)
    properties.last_modified_by = ""
    properties.language = "zh-CN"


def _set_up_text(document: Doc) -> None:
    style = document.styles["Normal"]
    style.font.size = Pt(_BODY_PT)
    style.font.name = _LATIN
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _SONG)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = Pt(19)
    layout.widow_control = True


def _header_and_footer(document: Doc) -> None:
    section = document.sections[0]
    header = section.header.paragraphs[0]
    header.text = ""
    document.styles["Header"].paragraph_format.tab_stops.clear_all()
    header.paragraph_format.tab_stops.add_tab_stop(Mm(_TEXT_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
    _run(header, "{{ office.name }}\t合同编号：{{ deal.ref }}", size_pt=9)
    _rule_below(header)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(footer, "第 ", size_pt=9)
    _page_field(footer, "PAGE")
    _run(footer, " 页  共 ", size_pt=9)
    _page_field(footer, "NUMPAGES")
    _run(footer, " 页", size_pt=9)


def _title(document: Doc) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Pt(6)
    title.paragraph_format.space_after = Pt(4)
    title.paragraph_format.line_spacing = Pt(32)
    _run(title, TITLE, font=_HEI, size_pt=22)
    number = document.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number.paragraph_format.space_after = Pt(8)
    _run(number, "合同编号：{{ deal.ref }}    签订日期：{{ today }}")


def _parties(document: Doc) -> None:
    for name, rows in (("甲方（委托人）", PARTY_A), ("乙方（居间人）", PARTY_B)):
        head = document.add_paragraph()
        head.paragraph_format.space_before = Pt(4)
        head.paragraph_format.keep_with_next = True
        _run(head, name, font=_HEI)
        table = _table(document, (38, 122))
        for label, value, only_with in rows:
            if only_with:
                _tag_row(table, f"{{%tr if {only_with} %}}")
            _fact(table, label, value)
            if only_with:
                _tag_row(table, "{%tr endif %}")
    document.add_paragraph()


def _facts(document: Doc, rows: tuple[tuple[str, str], ...]) -> None:
    table = _table(document, (38, 122))
    for label, value in rows:
        _fact(table, label, value)
    _space_after_table(document)


def _fees(document: Doc) -> None:
    table = _table(document, (42, 54, 34, 30))
    head = table.add_row()
    _repeat(head._tr)  # noqa: SLF001 - python-docx has no name for it
    for cell, label in zip(
        head.cells, ("收费项目", "计算依据", "支付时间", "金额（元）"), strict=True
    ):
        _fill(cell, label, bold=True, shade="EDEDED", align=WD_ALIGN_PARAGRAPH.CENTER)
    row = table.add_row().cells
    _fill(row[0], "居间服务费")
    _fill(row[1], "第三条所列全部服务")
    _fill(row[2], "放款后三日内")
    _fill(row[3], "{{ deal.service_fee }}", align=WD_ALIGN_PARAGRAPH.RIGHT)
    total = table.add_row().cells
    words = total[0].merge(total[2])
    _fill(words, "合计（大写）：人民币{{ deal.service_fee|capitals }}", bold=True)
    _fill(total[3], "{{ deal.service_fee }}", bold=True, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _space_after_table(document)


def _signatures(document: Doc) -> None:
    table = _table(document, (80, 80), bordered=False)
    left, right = table.add_row().cells
    sides = (
        (left, "甲方（签字、按手印）：", "{{ customer.name }}"),
        (right, "乙方（盖章）：", "{{ office.name }}"),
    )
    for cell, label, name in sides:
        lines = (label, "", f"（{name}）", "", "日期：        年      月      日")
        for place, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            paragraph.paragraph_format.keep_with_next = place < len(lines) - 1
            _run(paragraph, line)
    _keep_whole(table)


def _clause(document: Doc, clause: tuple[str, ...]) -> None:
    _heading(document, clause[0])
    for text in clause[1:]:
        _text(document, text)


def _heading(document: Doc, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(7)
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, text, font=_HEI, size_pt=11)


def _text(document: Doc, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _indent_two_characters(paragraph)
    _run(paragraph, text)


def _fact(table: Table, label: str, value: str) -> None:
    cells = table.add_row().cells
    _fill(cells[0], label, shade="F5F5F5")
    _fill(cells[1], value)


def _tag_row(table: Table, tag: str) -> None:
    """Add a row that docxtpl takes away with the tag in it."""
    _fill(table.add_row().cells[0], tag)


def _table(document: Doc, widths_mm: tuple[int, ...], *, bordered: bool = True) -> Table:
    table = document.add_table(rows=0, cols=len(widths_mm))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    if bordered:
        table.style = document.styles["Table Grid"]
    for column, width_mm in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width_mm)
    return table


def _fill(
    cell: _Cell,
    text: str,
    *,
    bold: bool = False,
    shade: str = "",
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    _run(paragraph, text).bold = bold or None
    if shade:
        filling = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
            filling.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(filling)  # noqa: SLF001 - python-docx has no name for it


def _run(paragraph: Paragraph, text: str, *, font: str = _SONG, size_pt: float = 0) -> Run:
    run = paragraph.add_run(text)
    run.font.name = _LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(  # noqa: SLF001 - likewise
        qn("w:eastAsia"), font
    )
    if size_pt:
        run.font.size = Pt(size_pt)
    return run


def _page_field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" {instruction} ")
    run = _run(paragraph, "1", size_pt=9)
    field.append(run._element)  # noqa: SLF001 - likewise
    paragraph._p.append(field)  # noqa: SLF001 - likewise


def _indent_two_characters(paragraph: Paragraph) -> None:
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001 - likewise
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), str(int(_BODY_PT * 2 * 20)))


def _rule_below(paragraph: Paragraph) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "4"), ("color", "808080")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - likewise
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _repeat(row_xml: object) -> None:
    """Repeat a table's head on every page."""
    row_xml.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(table: Table) -> None:
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - likewise


def _space_after_table(document: Doc) -> None:
    gap = document.add_paragraph()
    gap.paragraph_format.line_spacing = Pt(6)


if __name__ == "__main__":
    build().save(str(OUT))
