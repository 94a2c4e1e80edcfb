"""Notices as offices, towns and group chats really write them, with what their head and foot say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Notice:
    name: str
    text: str
    title: str = ""
    number: str = ""
    issuer: str = ""
    addressees: tuple[str, ...] = ()
    dated: date | None = None
    attachments: tuple[str, ...] = ()


NOTICES = (
    Notice(
        "district department, plain form",
        "宁河民发〔2025〕3号\n\n关于做好2025年村级养老服务工作的通知\n\n各镇人民政府、各街道办事处：\n"
        "　　为做好2025年村级养老服务工作，现将有关事项通知如下：\n　　一、摸清底数\n　　（一）全面排查。各村要建立高龄老人台账。\n"
        "　　附件：1．高龄老人信息登记表\n　　　　　2．村级养老服务设施统计表\n\n天津市宁河区民政局\n2025年3月1日\n（此件主动公开）",
        "关于做好2025年村级养老服务工作的通知", "宁河民发〔2025〕3号", "天津市宁河区民政局", ("各镇人民政府", "各街道办事处"),
        date(2025, 3, 1), ("高龄老人信息登记表", "村级养老服务设施统计表"),
    ),
    Notice(
        "red head, two issuers, date in Chinese, full-width digits, copies and printing line",
        "中共沙井镇委员会文件\n沙镇党发〔２０２５〕１２号　　　　签发人：李明\n\n中共沙井镇委员会　沙井镇人民政府\n"
        "关于印发《沙井镇２０２５年平安建设工作考核办法》的通知\n\n各村（居）、各有关单位：\n　　现将《沙井镇２０２５年平安建设工作考核办法》印发给你们。\n"
        "　　附件：考核细则\n\n中共沙井镇委员会\n沙井镇人民政府\n二〇二五年三月十一日\n\n抄送：区委政法委。\n沙井镇党政办公室　　　２０２５年３月１２日印发",
        "中共沙井镇委员会沙井镇人民政府关于印发《沙井镇２０２５年平安建设工作考核办法》的通知", "沙镇党发〔２０２５〕１２号",
        "中共沙井镇委员会、沙井镇人民政府", ("各村（居）", "各有关单位"), date(2025, 3, 11), ("考核细则",),
    ),
    Notice(
        "title over two lines, number in square brackets, addressees with a party committee and its government",
        "安全生产委员会办公室\n安办[2024]18号\n关于开展农村自建房和经营性场所\n安全隐患大排查大整治的紧急通知\n"
        "各乡镇党委、政府，街道党工委、办事处，县直各单位：\n根据省市部署，请抓好落实。\n县安全生产委员会办公室\n2024年11月5日",
        "关于开展农村自建房和经营性场所安全隐患大排查大整治的紧急通知", "安办[2024]18号", "县安全生产委员会办公室",
        ("各乡镇党委、政府", "街道党工委、办事处", "县直各单位"), date(2024, 11, 5),
    ),
    Notice(
        "no addressees, a plan with its date under the title",
        "青山镇森林防火工作方案\n（2025年2月18日）\n为切实做好森林防火工作，特制定本方案。\n一、组织领导\n成立青山镇森林防火指挥部。\n二、工作措施\n1.落实责任。各村要签订责任书。",
        "青山镇森林防火工作方案", dated=date(2025, 2, 18),
    ),
    Notice(
        "issuer in the title, round brackets in the number",
        "青山镇人民政府办公室关于报送2025年春季造林任务完成情况的函\n青政办（2025）第7号\n各村民委员会：\n请于4月10日前报送完成情况。\n2025年4月1日",
        "青山镇人民政府办公室关于报送2025年春季造林任务完成情况的函", "青政办（2025）第7号", "青山镇人民政府办公室",
        ("各村民委员会",), date(2025, 4, 1),
    ),
    Notice(
        "group chat: a mark before the addressees, one paragraph, issuer and day in one line",
        "【通知】各村：请于今日17:00前将“三夏”防火照片发至工作群，并接龙。收到请回复。@所有人 😊\nhttps://docs.example.cn/s/abc\n青山镇农业服务中心 6月3日",
        issuer="青山镇农业服务中心", addressees=("各村",),
    ),
    Notice(
        "group chat to persons",
        "@所有人 各位村书记、主任：明天上午9点在镇三楼会议室开会，请准时参加，不得请假。",
        addressees=("各位村书记", "主任"),
    ),
    Notice(
        "everything in one line at the foot, brackets of the third kind",
        "北河街道关于做好电动自行车登记工作的通知\n北街发【2025】9号\n各社区、物业服务企业：\n请各社区组织好登记。\n北河街道办事处2025年5月6日",
        "北河街道关于做好电动自行车登记工作的通知", "北街发【2025】9号", "北河街道办事处", ("各社区", "物业服务企业"), date(2025, 5, 6),
    ),
    Notice(
        "web page: source and time above, noise below",
        "关于开展村级财务专项检查的通知\n来源：区农业农村局 发布时间：2025-06-12 09:30\n浏览次数：\n各镇（街道）农经站：\n请组织各村自查。\n附件：自查表.xlsx\n扫一扫在手机打开当前页\n上一篇：无",
        "关于开展村级财务专项检查的通知", issuer="区农业农村局", addressees=("各镇（街道）农经站",), dated=date(2025, 6, 12), attachments=("自查表",),
    ),
    Notice(
        "printed matter follows its covering notice without the word attachment",
        "关于印发《文明村镇创建\n实施方案》的通知\n各行政村：\n现印发给你们，请贯彻落实。\n镇精神文明建设委员会办公室（盖章）\n2025年1月9日\n"
        "（此件公开发布）\n文明村镇创建\n实施方案\n一、创建目标\n力争年内全部达标。\n2025年1月8日",
        "关于印发《文明村镇创建实施方案》的通知", issuer="镇精神文明建设委员会办公室", addressees=("各行政村",), dated=date(2025, 1, 9),
    ),
    Notice(
        "addressees over two lines",
        "关于调整村级河长的通知\n各乡镇（街道）河长制办公室，区水务局、农业农村局、生态环境分局，\n各行政村、农村社区：\n请按时调整。\n区河长制办公室\n2025.7.1",
        "关于调整村级河长的通知", issuer="区河长制办公室",
        addressees=("各乡镇（街道）河长制办公室", "区水务局", "农业农村局", "生态环境分局", "各行政村", "农村社区"), dated=date(2025, 7, 1),
    ),
    Notice(
        "three issuers in one line, letter-spaced names, draft",
        "关于规范村级微信工作群管理的通知\n（征求意见稿）\n各镇、各村：\n一、清理范围\n所有工作群。\n区委网信办　　区委组织部　　区民政局\n2025年8月20日",
        "关于规范村级微信工作群管理的通知（征求意见稿）", issuer="区委网信办、区委组织部、区民政局", addressees=("各镇", "各村"), dated=date(2025, 8, 20),
    ),
    Notice(
        "open letter to residents",
        "致全镇村民的一封信\n亲爱的村民朋友们：\n秋收将至，请勿焚烧秸秆。\n青山镇人民政府\n2025年9月10日",
        "致全镇村民的一封信", issuer="青山镇人民政府", addressees=("村民朋友们",), dated=date(2025, 9, 10),
    ),
    Notice(
        "a letter-spaced issuer, dashes around the page number",
        "关于做好征兵宣传工作的通知\n各村民兵营：\n请各村民兵营长逐户走访。\n- 1 -\n青 山 镇 人 武 部\n二○二五年十二月三十日",
        "关于做好征兵宣传工作的通知", issuer="青山镇人武部", addressees=("各村民兵营",), dated=date(2025, 12, 30),
    ),
    Notice(
        "short title without a word of its own kind",
        "今冬明春取暖安全提醒大走访\n各村（社区）“两委”：\n请入户走访，每户拍照留存。\n镇应急办\n2024年12月1日",
        "今冬明春取暖安全提醒大走访", issuer="镇应急办", addressees=("各村（社区）“两委”",), dated=date(2024, 12, 1),
    ),
    Notice(
        "number below a title of three lines, the printed plan has years under its title",
        "青山县人民政府办公室\n关于印发青山县农村人居环境整治提升\n实施方案（2021—2025年）的通知\n青政办发〔2022〕15号\n\n各乡镇人民政府，县政府有关部门：\n现印发给你们，请认真组织实施。\n"
        "青山县人民政府办公室\n2022年4月20日\n青山县农村人居环境整治提升实施方案\n（2021—2025年）\n一、总体要求\n坚持规划先行。",
        "青山县人民政府办公室关于印发青山县农村人居环境整治提升实施方案（2021—2025年）的通知", "青政办发〔2022〕15号", "青山县人民政府办公室",
        ("各乡镇人民政府", "县政府有关部门"), date(2022, 4, 20),
    ),
    Notice(
        "two bodies head the paper on lines of their own and sign on one, contacts before the attachments",
        "中共青山县委组织部\n青山县民政局\n青组通〔2025〕11号\n关于做好换届“回头看”工作的通知\n各乡镇（街道）党（工）委、政府（办事处）：\n5月底前完成。\n"
        "（联系人：王某，电话：0513-1234567）\n附件1：统计表\n附件2：自查报告（样式）\n中共青山县委组织部        青山县民政局\n2025年4月28日",
        "关于做好换届“回头看”工作的通知", "青组通〔2025〕11号", "中共青山县委组织部、青山县民政局", ("各乡镇（街道）党（工）委、政府（办事处）",),
        date(2025, 4, 28), ("统计表", "自查报告（样式）"),
    ),
    Notice(
        "a letter-spaced title and a month without a day",
        "关于召开农村集体“三资”管理工作推进会的\n预 备 通 知\n各乡镇：\n县政府拟于近期召开会议。\n县农业农村局\n二〇二五年五月",
        "关于召开农村集体“三资”管理工作推进会的预备通知", issuer="县农业农村局", addressees=("各乡镇",),
    ),
    Notice(
        "group chat: who sends it in brackets above",
        "【青山街道】\n各社区书记：本周五测评组暗访，请各社区每日17:00前报送照片不少于3张。\n街道文明办\n2025年5月13日",
        issuer="街道文明办", addressees=("各社区书记",), dated=date(2025, 5, 13),
    ),
    Notice(
        "telegram of three bureaus, urgency under the number, copies over two lines",
        "青山县教育体育局 青山县公安局 青山县司法局关于加强防溺水工作的紧急通知\n县教发明电〔2025〕3号\n特急\n各乡镇人民政府，各学校：\n各村要设立警示牌。\n"
        "青山县教育体育局\n青山县公安局\n青山县司法局\n2025年6月1日\n抄送：县委办公室，\n县政协办公室。\n青山县教育体育局办公室　2025年6月1日印发",
        "青山县教育体育局青山县公安局青山县司法局关于加强防溺水工作的紧急通知", "县教发明电〔2025〕3号", "青山县教育体育局、青山县公安局、青山县司法局",
        ("各乡镇人民政府", "各学校"), date(2025, 6, 1),
    ),
    Notice(
        "circular with the number of its issue",
        "关于垃圾分类工作督查的通报\n2025年第8期\n各村：\n现将情况通报如下：\n一、总体情况\n台账规范。\n镇督查办公室\n2025年4月20日",
        "关于垃圾分类工作督查的通报", issuer="镇督查办公室", addressees=("各村",), dated=date(2025, 4, 20),
    ),
    Notice(
        "the colon after those addressed was forgotten",
        "关于开展春季防火巡查的通知\n各村民委员会、各单位\n请于清明节前开展巡查。\n镇应急管理办公室\n2025年3月20日",
        "关于开展春季防火巡查的通知", issuer="镇应急管理办公室", addressees=("各村民委员会", "各单位"), dated=date(2025, 3, 20),
    ),
    Notice(
        "those addressed are spread with blanks",
        "会 议 通 知\n各 村：\n请准时参加会议。\n镇 政 府 办 公 室\n2025年3月20日",
        "会议通知", issuer="镇政府办公室", addressees=("各村",), dated=date(2025, 3, 20),
    ),
    Notice(
        "group chat: forwarded, those meant are called by name",
        "★转发：@各村书记、主任\n明天县里来检查秸秆禁烧，今天务必：\n1. 田间地头巡查一遍\n2. 拍照发群",
        addressees=("各村书记", "主任"),
    ),
)  # fmt: skip
