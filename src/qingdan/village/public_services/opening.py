"""Whether a service can be opened at a village's window: it stands on a list in force, and what the place asks is there."""

from __future__ import annotations

from datetime import date

from qingdan.village.public_services.choices import Mode
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.queries.catalogue import Service, service_at
from qingdan.village.public_services.settings import ServiceSettings, settings_at


def demand_open(division: str, code: str, mode: Mode, on: date) -> Service | None:
    """The service of this code at the window; None for a matter that is of no list.

    Raises :class:`ServiceProblem`: not on a list in force there; without a guide where the place asks for one (KT-31,
    CC-18b); on behalf though it is not listed for that, with department, materials and time (BJ-15).
    """
    rules = settings_at(division, on)
    found = service_at(division, code, on) if code else None
    if code and found is None:
        raise ServiceProblem("现行的服务清单里没有这一项，请重新选。", "item_code")
    if found is not None and (barred := why_closed(found, rules)):
        raise ServiceProblem(barred, "item_code")
    if mode is Mode.AGENCY and rules.states("agency_listed") and (found is None or not found.agency):
        raise ServiceProblem(
            f"代办只办清单上写明可以代办、有主管部门、材料和时限的事项{rules.cited('agency_listed')}。请选那样的事项，或者改用领办。",
            "mode",
        )
    return found


def why_closed(service: Service, rules: ServiceSettings) -> str:
    """Why a service cannot be opened at the window; empty where it can."""
    if rules.states("guide_required") and service.guide is None:
        who = service.department or "主管部门"
        return f"“{service.title}”还没有办事指南，不能在窗口受理{rules.cited('guide_required')}。指南由{who}来编。"
    return ""
