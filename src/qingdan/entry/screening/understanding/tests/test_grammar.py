"""One rule of the grammar a test: who is spoken to, how it is said, what stands around it. Sentences are our own."""

from __future__ import annotations

import pytest

from qingdan.entry.screening.model import Level, NotDemand
from qingdan.entry.screening.understanding import understand_text
from qingdan.policy.gate.model import Kind


def kinds(text: str) -> set[str]:
    return {str(kind) for kind in understand_text(text).kinds}


@pytest.mark.parametrize(
    "text",
    [
        "各村要清理河道漂浮物。",
        "由所在社区上门劝导。",
        "督促各村抓紧疏通沟渠。",
        "镇政府组织各行政村开展防汛演练。",
        "请居委会派人值守。",
        "经村委会核实后报镇民政办。",
        "未按期清运的村，自行雇车清运。",
    ],
)
def test_a_village_as_subject_pivot_or_head_is_asked(text: str) -> None:
    understood = understand_text(text)
    assert understood.demand
    assert understood.level is Level.EXPLICIT


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("县水利局每周巡查水库大坝。", NotDemand.DEPT),
        ("包村干部每周到村走访两次。", NotDemand.TOWNCADRE),
        ("农户应将农膜送到村委会回收点。", NotDemand.RESIDENT),
        ("村卫生室要按月上报门诊日志。", NotDemand.ENTERPRISE),
        ("度假村须配齐灭火器材。", NotDemand.ENTERPRISE),
        ("县财政给每个村补助清运经费三万元。", NotDemand.BENEFIT),
        ("不得要求村级组织填写台账。", NotDemand.PROTECT),
        ("去年各村建立台账四十本。", NotDemand.BACKGROUND),
        ("本办法所称网格员，是指社区专职网格员。", NotDemand.DEFINITION),
        ("《村民委员会组织法》规定，村民委员会办理公共事务。", NotDemand.QUOTE),
        ("鼓励有条件的村建立积分超市。", NotDemand.ENCOURAGE),
        ("村干部不得收受礼金。", NotDemand.CONDUCT),
    ],
)
def test_each_class_of_non_demand_has_its_reason(text: str, reason: NotDemand) -> None:
    understood = understand_text(text)
    assert not understood.demand
    assert understood.kinds == ()
    assert understood.level is None
    assert understood.not_demand is reason


@pytest.mark.parametrize(
    ("asked", "not_asked"),
    [
        ("镇政府与各村签订责任书。", "镇政府上月已与各村签订责任书。"),
        ("村委会不得少于两人值守。", "村委会不得收取费用。"),
        ("各村每月报送统计表。", "各乡镇每月报送统计表。"),
        ("居民凭村委会出具的证明办理。", "居民可到村委会咨询。"),
        ("各村要清理沟渠。", "清理面向各村的工作群。"),
        ("取消该村全年评优资格，村要作检讨。", "取消对村级的“一票否决”事项。"),
        ("由社区办理。", "由社区卫生服务中心办理。"),
        ("各村建立台账，每周上报。", "各村已建立台账，未发现遗漏。"),
    ],
)
def test_pairs_that_look_alike(asked: str, not_asked: str) -> None:
    assert understand_text(asked).demand
    assert not understand_text(not_asked).demand


def test_the_actor_is_carried_over_the_comma_and_the_full_stop() -> None:
    assert kinds("各村要逐户走访，建立台账。每周五前报送照片。") == {"affair", "form", "trace"}


def test_another_actor_ends_what_was_carried() -> None:
    assert kinds("各村要逐户走访，县民政局负责建立台账。") == {"affair"}


def test_a_ban_goes_on_over_the_comma_until_somebody_is_asked() -> None:
    assert not understand_text("不得要求村级填表，以照片作为考核依据。").demand
    assert kinds("不得以会议落实会议，各村要入户排查。") == {"affair"}


def test_a_relative_clause_around_the_village_only_says_which_thing() -> None:
    assert not understand_text("要求村级组织填报的各类表格由县政数局统一整合。").demand


def test_a_modifier_is_not_an_actor() -> None:
    assert not understand_text("完善村级组织考核评价机制。").demand
    assert not understand_text("社区民警要逐户登记。").demand
    assert understand_text("对各村逐月考核排名。").demand


def test_a_sanction_over_the_comma_falls_on_the_village_named_before() -> None:
    assert kinds("对工作不力的村干部，由镇纪委予以问责。") == {"liability"}


def test_what_is_taken_away_at_the_end_of_the_sentence_is_not_asked() -> None:
    assert not understand_text("村级承担的招商引资任务指标，一律取消。").demand


def test_a_line_opened_by_its_addressees_is_implicit() -> None:
    understood = understand_text("各村、各社区：……请抓紧疏通排水沟。")
    assert understood.demand
    assert understood.level is Level.IMPLICIT
    assert not understand_text("各乡镇、县直各部门：……请抓紧上报名单。").demand


def test_general_addressees_are_the_villages_only_where_the_notice_is_sent_to_villages() -> None:
    text = "各单位要于周五前报送花名册。"
    assert not understand_text(text).demand
    addressed = understand_text(text, villages_addressed=True)
    assert addressed.demand
    assert addressed.level is Level.IMPLICIT
    assert addressed.kinds == (Kind.FORM,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各村要入户宣传防溺水知识。", {"affair"}),
        ("各村建立隐患台账。", {"form"}),
        ("村会计按月向镇统计站报送出栏情况。", {"form"}),
        ("每个社区明确一名消防联络员负责巡查填报。", {"form", "mechanism"}),
        ("各村成立巡逻队。", {"mechanism"}),
        ("各社区门口悬挂统一标牌。", {"plaque"}),
        ("各村在路口悬挂横幅。", {"affair"}),
        ("村干部须下载“田管家”APP。", {"channel"}),
        ("各村利用微信群、广播、横幅宣传医保政策。", {"affair"}),
        ("按月对各村打分排名。", {"appraisal"}),
        ("由村委会出具居住证明。", {"certificate"}),
        ("各村与镇政府签订责任书。", {"pledge"}),
        ("各村参保率要达到98%。", {"pledge"}),
        ("网格员要上传走访照片。", {"trace"}),
        ("未完成的村，实行一票否决。", {"veto"}),
        ("未完成的村，取消全年一切评优资格。", {"veto"}),
        ("未完成的村，每项扣2分。", {"appraisal"}),
        ("村党组织书记为第一责任人。", {"liability"}),
        ("村委会依法取缔散乱污作坊。", {"affair", "liability"}),
        ("村委会协助城管开展执法。", {"affair"}),
        ("各村对困难家庭摸底登记。", {"affair", "form"}),
        ("要做到有牌子、有台账、有人员，各村须于月底前完成。", {"plaque", "form", "mechanism"}),
    ],
)
def test_what_makes_each_kind(text: str, expected: set[str]) -> None:
    assert kinds(text) == expected


def test_an_action_word_within_a_name_is_no_affair() -> None:
    assert kinds("各村上交巡查记录表。") == {"form"}
    assert kinds("各村填报值守巡查台账。") == {"form"}


def test_details_are_taken_from_the_sentence() -> None:
    understood = understand_text("各村每周五下班前报送人居环境整治工作台账，附前后对比照片，未报的村扣2分。")
    assert understood.who == "各村"
    assert understood.what == "人居环境整治工作台账"
    assert understood.frequency == "weekly"
    assert understood.evidence == ("前后对比照片",)
    assert understood.sanction == "未报的村扣2分"
    assert any("村级组织" in ground.says for ground in understood.grounds)


@pytest.mark.parametrize(
    ("text", "frequency", "deadline"),
    [
        ("各村于12月3日前报送汇总表。", "once", "12月3日前"),
        ("各村每日17时前报送汇总表。", "daily", "每日17时前"),
        ("各村每季度排查一次隐患。", "quarterly", ""),
        ("发现险情的，村委会要立即报告。", "on_event", ""),
        ("各村要排查隐患。", None, ""),
        ("各村收到通知后3个工作日内报送名单。", "once", "3个工作日内"),
    ],
)
def test_frequency_and_deadline(text: str, frequency: str | None, deadline: str) -> None:
    understood = understand_text(text)
    assert understood.frequency == frequency
    assert understood.deadline == deadline


def test_quantities_are_kept_as_written() -> None:
    assert understand_text("每村组建不少于10人的队伍，订阅率达到95%。").quantity.startswith("不少于10人")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("请在群内回复“收到”，并转发至各网格群。", True),
        ("村务公开事项变更的，须在五日内重新公布。", True),
        ("选优配强村级监督小组，名单报镇纪委。", True),
        ("今年征订任务300份，按比例分解到村。", True),
        ("青山村发动群众清理沟渠。", False),
        ("青山村要发动群众清理沟渠。", True),
        ("让社区从填表中解脱出来。", False),
        ("对通过验收的村，一次性奖励5万元。", False),
        ("对验收不合格的村，予以通报批评。", True),
        ("各村是否参加，由村民自愿决定。", False),
        ("“村级服务之星”评选由县妇联组织。", False),
        ("每个村拥有综合服务设施300平方米以上。", False),
        ("调查显示，社区工作者每周填报表格10份。", False),
        ("青石镇组织代表对各村保洁成效逐月打分。", True),
    ],
)
def test_who_is_meant_where_it_is_not_plain(text: str, asked: bool) -> None:
    assert understand_text(text).demand is asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("对辖区隐患逐一排查。", True),
        ("召开动员会，张贴公告。", True),
        ("秸秆焚烧污染大气。", False),
        ("排查范围为辖区内的自建房。", False),
        ("请认真贯彻执行。", False),
        ("辖区内一律禁止焚烧秸秆。", False),
        ("镇直各单位要做好技术指导。", False),
        ("兹定于明日在镇政府召开动员会。", False),
    ],
)
def test_sentences_without_subject_in_a_paper_to_villages(text: str, asked: bool) -> None:
    assert understand_text(text, villages_addressed=True).demand is asked
    assert not understand_text(text).demand
