"""Things for routes that ask more than that a thing is there: files, drafts, papers to record, what may be sent on."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from qingdan.entry.admission import services as admission
from qingdan.entry.admission.models import Case, LocalProcedure, PaperDecision
from qingdan.entry.admission.rules import State
from qingdan.entry.admission.tests import cast
from qingdan.entry.dispatch.matters import matters_of
from qingdan.entry.dispatch.models import Dispatch, DispatchState, Emergency, Feedback
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.services import attach
from qingdan.foundation.orgs.demo.cast import DISTRICT, VILLAGE
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.ledger.models import Finding, FrozenLedger, Lead
from qingdan.village.certificates.choices import State as Standing
from qingdan.village.certificates.models import Application, Appointment, Certificate, Coordination
from qingdan.village.seals.models import Handover, Seal, SealApproval, SealUse, Takeout
from tests.permissions.guide_things import guide_things, make_guide_things

NAME = "许可表里的文件.png"


def demo(name: str) -> Account:
    return Account.objects.get(username=f"demo-{name}")


def kept() -> Attachment:
    """A picture that only the readers of its thing read."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(out, "PNG")
    place = Division.objects.get(pk=DISTRICT)
    return attach(actor=demo("lead-civil"), division=place, name=NAME, data=out.getvalue(), of_case=True)


def admitted_case() -> Case:
    return Case.objects.filter(division=DISTRICT, round__gt=0).order_by("pk")[0]


def sent() -> Dispatch:
    return Dispatch.objects.filter(issuer__division=DISTRICT, state=DispatchState.SENT).order_by("pk")[0]


def reported() -> Feedback:
    return Feedback.objects.filter(division=VILLAGE).order_by("pk")[0]


def certificates() -> list[Certificate]:
    """Those of the demonstration's village: the first was printed and handed over."""
    return list(Certificate.objects.filter(division=VILLAGE).order_by("pk"))


def applications(state: Standing) -> Application:
    return Application.objects.filter(division=VILLAGE, state=state).order_by("pk")[0]


def make_kept_things() -> None:
    """A file for every thing that can have one; a draft of an application; a case that waits for decisions on paper."""
    file = kept()
    Case.objects.filter(pk=admitted_case().pk).update(flow_chart=file)
    LocalProcedure.objects.update(scan=file)
    Emergency.objects.filter(district=DISTRICT).update(scan=file)
    FrozenLedger.objects.update(scan=file, scanned_by=demo("department-officer"))
    Certificate.objects.filter(pk=certificates()[0].pk).update(scan=file)
    finding, lead = Finding.objects.order_by("pk")[0], Lead.objects.filter(division=VILLAGE).order_by("pk")[0]
    Application.objects.filter(division=VILLAGE).update(proxy=file)
    for thing in (sent(), reported(), finding.steps.order_by("number")[0], lead):
        thing.attachments.add(file)
    cast.drafted(title="还没有报送的表")
    waiting = cast.reviewed(cast.submitted(title="等审批的表"))
    admission.hand_on(actor=cast.applicant(), case=waiting)
    make_guide_things(file)
    Coordination.objects.filter(application__division=VILLAGE).update(cause="no_rule", reason="孩子报名")


def seal_things() -> dict[str, dict[str, Any]]:
    """The committee's seal of the demonstration's village, one of its uses, and approvals as each page needs one."""
    seal = Seal.objects.get(division=VILLAGE, kind="committee")
    approvals = SealApproval.objects.filter(seal__division=VILLAGE).order_by("pk")
    asked = {"pk": approvals.filter(state="asked")[0].pk}
    paper = {"pk": approvals.exclude(paper_number="")[0].pk}
    unused = {"pk": approvals.filter(seal=seal, state="approved", uses=None)[0].pk}
    use = {"pk": SealUse.objects.filter(seal=seal).order_by("pk")[0].pk}
    handover = {"pk": Handover.objects.filter(division=VILLAGE).order_by("pk")[0].pk, "side": "given"}
    return {
        "seals/": {"pk": seal.pk, "sort": "put_away"}, "seals/approvals/": asked, "seals/approvals/<int:pk>/check/": paper,
        "seals/approvals/<int:pk>/press/": unused,
        "seals/approvals/<int:pk>/out/": {"pk": Takeout.objects.get(seal__division=VILLAGE).approval_id}, "seals/uses/": use,
        "seals/takeouts/": {"pk": Takeout.objects.get(seal__division=VILLAGE).pk}, "seals/handovers/": handover, "api/v1/seals/uses/": use,
    }  # fmt: skip


def kept_things() -> dict[str, dict[str, Any]]:
    """By route, the parameters of the thing for it; ``query`` is what stands behind the address."""
    file, case, body = (
        {"file": Attachment.objects.get(name=NAME).pk},
        admitted_case(),
        Body.objects.get(name="宁河区残联"),
    )
    dispatches = Dispatch.objects.filter(issuer=body)
    draft = {"pk": dispatches.filter(state=DispatchState.DRAFT).order_by("pk")[0].pk}
    urgent = dispatches.filter(emergency__isnull=False).exclude(state=DispatchState.DRAFT).order_by("pk")[0]
    reviewing = Case.objects.filter(division=DISTRICT, state=State.REVIEWING).order_by("pk")[0]
    of_town = Feedback.objects.filter(issuer=body, on_behalf=True, confidential=False).order_by("pk")[0]
    code = matters_of(body, today())[0].code
    handled, escalated = applications(Standing.HANDLING), applications(Standing.ESCALATED)
    appointment = {"pk": Appointment.objects.filter(division=VILLAGE).order_by("pk")[0].pk}
    printed, fresh = certificates()[:2]
    return {
        "api/v1/certificates/": {"pk": handled.pk}, "certificates/<int:pk>/": {"pk": handled.pk, "act": "fill", "which": "proxy"}, "certificates/<int:pk>/slip/": {"pk": escalated.pk},
        "certificates/appointments/": appointment, "certificates/papers/": {"pk": fresh.pk, "act": "revoke"},
        "certificates/papers/<int:pk>/file/": {"pk": printed.pk}, "certificates/papers/<int:pk>/scan/": {"pk": printed.pk}, "certificates/numbers/excel/": {"slug": "kinds"},
        "certificates/wanted/": {"pk": escalated.coordination.pk},
        "admission/cases/<int:pk>/<slug:slug>/": {"pk": reviewing.pk, "slug": "opine"},
        "admission/cases/<int:pk>/discard/": {"pk": Case.objects.get(title="还没有报送的表").pk},
        "admission/cases/<int:pk>/files/": {"pk": case.pk, **file},
        "admission/cases/<int:pk>/papers/": {"pk": case.pk, "slug": "application"},
        "admission/cases/<int:pk>/record/": {"pk": Case.objects.get(title="等审批的表").pk},
        "admission/cases/<int:pk>/record/<int:paper>/": {
            "pk": case.pk, "paper": PaperDecision.objects.filter(case=case).order_by("pk")[0].pk, "slug": "confirm",
        },
        "dispatch/<int:pk>/discard/": draft, "dispatch/<int:pk>/edit/": draft, "dispatch/<int:pk>/send/": draft,
        "dispatch/<int:pk>/files/": {"pk": sent().pk, **file}, "dispatch/<int:pk>/filing/": {"pk": urgent.pk},
        "dispatch/new/<int:body>/": {"body": body.pk, "query": f"?code={code}"},
        "feedback/<int:pk>/files/": {"pk": reported().pk, **file}, "feedback/<int:pk>/notice/send/": {"pk": of_town.pk},
        "ledger/findings/<int:pk>/files/": {"pk": Finding.objects.order_by("pk")[0].pk, **file},
        "ledger/leads/<int:pk>/files/": {"pk": Lead.objects.filter(division=VILLAGE).order_by("pk")[0].pk, **file},
        **seal_things(),
        **guide_things(),
        "sheets/<int:pk>/files/": {"pk": sent().pk, **file},
    }  # fmt: skip
