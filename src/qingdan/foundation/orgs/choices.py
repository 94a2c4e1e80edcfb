"""The closed vocabularies of bodies, divisions and roles."""

from django.db import models


class Role(models.TextChoices):
    """What a person may do, within a scope (body × division subtree)."""

    VILLAGE_CLERK = "village_clerk", "村（社区）文书"
    VILLAGE_HEAD = "village_head", "村（社区）负责人"
    TOWN_CLERK = "town_clerk", "镇街经办人"
    DEPARTMENT_OFFICER = "department_officer", "部门经办人"
    LEAD_OFFICER = "lead_officer", "牵头单位经办人"
    LIST_STEWARD = "list_steward", "清单管理员"
    DECISION_RECORDER = "decision_recorder", "决定登记员"
    SUPERVISOR = "supervisor", "监督人员"
    INSPECTOR = "inspector", "检查人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""Three administrators, mutually exclusive; none of them handles cases (GB/T 22239)."""

VILLAGE_ROLES = frozenset({Role.VILLAGE_CLERK, Role.VILLAGE_HEAD})


class Level(models.TextChoices):
    """The level of a body's division; in a municipality 市 is province."""

    CENTRAL = "central", "中央和国家"
    PROVINCE = "province", "省级"
    CITY = "city", "地市级"
    COUNTY = "county", "区县级"
    TOWN = "town", "镇街级"
    VILLAGE = "village", "村（社区）"


class BodyType(models.TextChoices):
    """What sort of body asks; the words of the fact ``issuer_type``, and the village's own organisations."""

    PARTY_GOVERNMENT = "party_government", "党委、政府"
    TWO_OFFICES = "two_offices", "党委办、政府办"
    LEADING_GROUP = "leading_group", "领导小组、专班"
    DEPARTMENT = "department", "部门"
    TOWN = "town", "镇街"
    MASS_ORG = "mass_org", "群团组织"
    PUBLIC_INSTITUTION = "public_institution", "事业单位"
    VILLAGE_ORGANISATION = "village_organisation", "村（社区）组织"


class UnitKind(models.TextChoices):
    """What sort of unit a village-level division is; ``none`` has no organisation and is never addressed."""

    VILLAGE = "village", "村"
    COMMUNITY = "community", "社区"
    RURAL_COMMUNITY = "rural_community", "农村社区"
    CONVERTED = "converted", "村改居"
    FARM = "farm", "类似村的单位"
    NONE = "none", "无组织"


class TokenScope(models.TextChoices):
    """What a program may do with a token; never more than the account itself."""

    READ = "read", "只读"
    WRITE = "write", "读写"
