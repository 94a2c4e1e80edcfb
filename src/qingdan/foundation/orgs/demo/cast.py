"""The demo's people and bodies: data. The districts and their bodies are real; the people are invented."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.foundation.orgs.choices import BodyType, Level, Role

DISTRICT = "120117000000"
MUNICIPALITY = "120000000000"
TOWN = "120117103000"
VILLAGE = "120117103201"
SECOND_DISTRICT = "620802000000"
SECOND_TOWN = "620802101000"
SECOND_VILLAGE = "620802101201"
PLACES = (
    (DISTRICT, "天津市宁河区", "divisions.csv"),
    (SECOND_DISTRICT, "平凉市崆峒区：同一件事，走另一套准入程序", "divisions-kongtong.csv"),
)
"""The demo's districts: code, how the demo page calls it, and the file of its divisions."""


@dataclass(frozen=True, slots=True)
class DemoBody:
    """A body of the demo district."""

    name: str
    aliases: tuple[str, ...]
    level: Level
    type: BodyType
    division: str


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One demo account: who they are, where, in which role, and one sentence on what they do."""

    username: str
    display_name: str
    title: str
    role: Role
    division: str
    body: str | None
    does: str


_PG, _DEPARTMENT, _MASS = BodyType.PARTY_GOVERNMENT, BodyType.DEPARTMENT, BodyType.MASS_ORG

BODIES = (
    DemoBody("天津市委", ("市委",), Level.PROVINCE, _PG, MUNICIPALITY),
    DemoBody("天津市人民政府", ("市政府", "天津市政府"), Level.PROVINCE, _PG, MUNICIPALITY),
    DemoBody("宁河区委", ("区委",), Level.COUNTY, _PG, DISTRICT),
    DemoBody("宁河区人民政府", ("区政府", "宁河区政府"), Level.COUNTY, _PG, DISTRICT),
    DemoBody("宁河区民政局", ("区民政局",), Level.COUNTY, _DEPARTMENT, DISTRICT),
    DemoBody("宁河区委组织部", ("区委组织部", "组织部"), Level.COUNTY, _DEPARTMENT, DISTRICT),
    DemoBody("宁河区委农办", ("区委农办", "农办", "区委农村工作领导小组办公室"), Level.COUNTY, _DEPARTMENT, DISTRICT),
    DemoBody("宁河区委督查室", ("区委督查室", "督查室"), Level.COUNTY, _DEPARTMENT, DISTRICT),
    DemoBody("宁河区纪委监委机关", ("区纪委监委机关", "区纪委监委", "纪委监委"), Level.COUNTY, _DEPARTMENT, DISTRICT),
    DemoBody("宁河区财政局", ("区财政局",), Level.COUNTY, _DEPARTMENT, DISTRICT),
    DemoBody("宁河区残联", ("区残联", "宁河区残疾人联合会"), Level.COUNTY, _MASS, DISTRICT),
    DemoBody("崆峒区委", ("区委",), Level.COUNTY, _PG, SECOND_DISTRICT),
    DemoBody("崆峒区人民政府", ("区政府", "崆峒区政府"), Level.COUNTY, _PG, SECOND_DISTRICT),
    DemoBody("崆峒区委组织部", ("区委组织部", "组织部"), Level.COUNTY, _DEPARTMENT, SECOND_DISTRICT),
    DemoBody("崆峒区委农办", ("区委农办", "农办"), Level.COUNTY, _DEPARTMENT, SECOND_DISTRICT),
    DemoBody("崆峒区民政局", ("区民政局",), Level.COUNTY, _DEPARTMENT, SECOND_DISTRICT),
    DemoBody("崆峒区残联", ("区残联", "崆峒区残疾人联合会"), Level.COUNTY, _MASS, SECOND_DISTRICT),
    DemoBody("崆峒镇人民政府", ("崆峒镇", "崆峒镇政府"), Level.TOWN, BodyType.TOWN, SECOND_TOWN),
)

PEOPLE = (
    DemoPerson(
        "demo-village-clerk", "王文书", "文书", Role.VILLAGE_CLERK, VILLAGE, None, "问一件事该不该办，看清单和条款。"
    ),
    DemoPerson("demo-village-head", "赵主任", "主任", Role.VILLAGE_HEAD, VILLAGE, None, "看上面要求的事有没有依据。"),
    DemoPerson(
        "demo-town-clerk", "孙镇办", "民政助理", Role.TOWN_CLERK, TOWN, None, "替没有电脑的村代问，先对照清单再往下派。"
    ),
    DemoPerson("demo-town-reviewer", "吴主任", "党政办主任", Role.TOWN_CLERK, TOWN, None, "审查发布镇里自己划的红线。"),
    DemoPerson(
        "demo-department-officer",
        "周股长",
        "股长",
        Role.DEPARTMENT_OFFICER,
        DISTRICT,
        "宁河区残联",
        "发通知前先问一问；新的事项先申请准入。",
    ),
    DemoPerson(
        "demo-department-signer",
        "钱理事",
        "副理事长",
        Role.DEPARTMENT_OFFICER,
        DISTRICT,
        "宁河区残联",
        "审签本单位的准入申请。",
    ),
    DemoPerson(
        "demo-lead-civil",
        "李科",
        "科长",
        Role.LEAD_OFFICER,
        DISTRICT,
        "宁河区民政局",
        "牵头：初审准入、编备案号，审查发布清单。",
    ),
    DemoPerson(
        "demo-lead-party", "郑科", "科长", Role.LEAD_OFFICER, DISTRICT, "宁河区委组织部", "会同：对准入申请出具意见。"
    ),
    DemoPerson(
        "demo-lead-rural", "冯科", "科长", Role.LEAD_OFFICER, DISTRICT, "宁河区委农办", "会同：对准入申请出具意见。"
    ),
    DemoPerson(
        "demo-list-steward",
        "陈管",
        "清单管理员",
        Role.LIST_STEWARD,
        DISTRICT,
        "宁河区民政局",
        "编清单：起草新版、导入附件、提交发布。",
    ),
    DemoPerson(
        "demo-decision-recorder",
        "褚登",
        "决定登记员",
        Role.DECISION_RECORDER,
        DISTRICT,
        "宁河区民政局",
        "登记区委、区政府的纸质决定，对照原件确认。",
    ),
    DemoPerson("demo-supervisor", "卫督", "督查员", Role.SUPERVISOR, DISTRICT, "宁河区委督查室", "对照条款看落实。"),
    DemoPerson("demo-inspector", "蒋检", "检查员", Role.INSPECTOR, DISTRICT, "宁河区纪委监委机关", "对照条款查问题。"),
    DemoPerson("demo-system-admin", "沈系", "系统管理员", Role.SYSTEM_ADMIN, DISTRICT, None, "管账号、工作日和区划。"),
    DemoPerson("demo-security-admin", "韩安", "安全管理员", Role.SECURITY_ADMIN, DISTRICT, None, "管授权。"),
    DemoPerson("demo-audit-admin", "杨审", "审计管理员", Role.AUDIT_ADMIN, DISTRICT, None, "查验审计记录。"),
    DemoPerson(
        "kongtong-applicant",
        "马股长",
        "股长",
        Role.DEPARTMENT_OFFICER,
        SECOND_DISTRICT,
        "崆峒区残联",
        "申请准入一张新表。",
    ),
    DemoPerson(
        "kongtong-party",
        "何科",
        "科长",
        Role.LEAD_OFFICER,
        SECOND_DISTRICT,
        "崆峒区委组织部",
        "审核；三部门同意后报区委、区政府；发布清单。",
    ),
    DemoPerson("kongtong-rural", "牛科", "科长", Role.LEAD_OFFICER, SECOND_DISTRICT, "崆峒区委农办", "审核。"),
    DemoPerson(
        "kongtong-civil", "高科", "科长", Role.LEAD_OFFICER, SECOND_DISTRICT, "崆峒区民政局", "审核，对照原件确认。"
    ),
    DemoPerson(
        "kongtong-recorder",
        "石登",
        "决定登记员",
        Role.DECISION_RECORDER,
        SECOND_DISTRICT,
        "崆峒区委组织部",
        "登记区委、区政府的批准。",
    ),
    DemoPerson(
        "kongtong-steward",
        "白管",
        "清单管理员",
        Role.LIST_STEWARD,
        SECOND_DISTRICT,
        "崆峒区民政局",
        "把批准的事项编进清单新版。",
    ),
    DemoPerson(
        "kongtong-town",
        "于镇办",
        "民政助理",
        Role.TOWN_CLERK,
        SECOND_TOWN,
        "崆峒镇人民政府",
        "村民要、清单上没有的证明，联系主管单位申请准入。",
    ),
    DemoPerson(
        "kongtong-village", "朱文书", "文书", Role.VILLAGE_CLERK, SECOND_VILLAGE, None, "看新版清单里有没有这件事。"
    ),
)
