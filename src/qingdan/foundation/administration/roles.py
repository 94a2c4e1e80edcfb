"""What each role does, in one sentence: for the demonstration's entry and for those who grant roles."""

from __future__ import annotations

from collections.abc import Mapping

from qingdan.foundation.orgs.choices import Role

ROLE_TASKS: Mapping[Role, str] = {
    Role.VILLAGE_CLERK: "收到要求时先查一查：该不该我们干，依据是哪一条。",
    Role.VILLAGE_HEAD: "和文书看到的一样，对外以村（社区）的名义答复。",
    Role.TOWN_CLERK: "往村里转任务之前先查；给没有设备的村代查、代录。",
    Role.DEPARTMENT_OFFICER: "发文、派活之前先查：在不在清单上，还缺什么条件。",
    Role.LEAD_OFFICER: "牵头单位（民政、组织、农办）：对照政策原文，解释清单和规则。",
    Role.LIST_STEWARD: "管理清单和政策包：哪些已经录入，哪些还缺。",
    Role.DECISION_RECORDER: "登记党委、政府在纸面上作出的决定。",
    Role.SUPERVISOR: "监督：同一件事怎样定性，依据是否站得住。",
    Role.INSPECTOR: "检查：到村里核对时当场查依据。",
    Role.SYSTEM_ADMIN: "建账号、维护单位和工作日历；看不到办件。",
    Role.SECURITY_ADMIN: "授予和撤销角色；看不到办件。",
    Role.AUDIT_ADMIN: "查看并核验审计记录；看不到办件。",
}
