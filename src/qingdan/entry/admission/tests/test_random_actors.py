"""Admission driven by random people in random order: the procedure, the acts on record and the audit explain every state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.admission import services
from qingdan.entry.admission.access import bodies_of
from qingdan.entry.admission.models import (
    AdmittedItem,
    Case,
    CaseAct,
    CaseSeat,
    Coordination,
    PaperDecision,
    PaperKind,
    Pause,
    StepClock,
)
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.queries.cases import acts_as_rules, standing_of
from qingdan.entry.admission.rules import ENDED, Stance, State, Verb, due, replay, waiting_seats
from qingdan.entry.admission.services import Paper
from qingdan.entry.admission.services.clocks import RUNNING
from qingdan.entry.admission.services.handing import procedure_of
from qingdan.entry.admission.tests.cast import application, body, installed, officer, person
from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.register.lists import services as lists
from qingdan.register.lists.models import Openness
from qingdan.register.lists.services.drafting import Heading

pytestmark = [pytest.mark.django_db, pytest.mark.property]

NINGHE, KONGTONG = "120117000000", "620802000000"
BODIES = {NINGHE: "宁河区残联", KONGTONG: "崆峒区残联"}
OF_SEAT = {
    (NINGHE, ""): "department-officer", (NINGHE, "区委组织部"): "lead-party", (NINGHE, "区委农办"): "lead-rural",
    (NINGHE, "区民政局"): "lead-civil", (NINGHE, "区委"): "test-区委办", (NINGHE, "区政府"): "test-区府办",
    (KONGTONG, ""): "kongtong-applicant", (KONGTONG, "区委组织部"): "kongtong-party", (KONGTONG, "区委农办"): "kongtong-rural",
    (KONGTONG, "区民政局"): "kongtong-civil", (KONGTONG, "区委"): "test-崆峒区委办", (KONGTONG, "区政府"): "test-崆峒区府办",
}  # fmt: skip
"""Who answers for whom in the two places."""
ADMITTED_BY = {
    NINGHE: {("opine", "区委组织部"), ("opine", "区委农办"), ("review", "区民政局"), ("decide", "区委"), ("decide", "区政府"), ("file", "区民政局")},
    KONGTONG: {("opine", "区委组织部"), ("opine", "区委农办"), ("opine", "区民政局"), ("decide", "区委"), ("decide", "区政府"), ("list", "")},
}  # fmt: skip
"""What each place's document wants before anything is admitted, written down by hand and not read from the packs."""

OTHERS = ("department-signer", "decision-recorder", "kongtong-recorder", "kongtong-steward", "town-clerk", "village-clerk", "supervisor", "system-admin")  # fmt: skip
WHO = st.sampled_from((*OF_SEAT.values(), *OTHERS))
BY_PAPER = {
    "recorder": {NINGHE: "decision-recorder", KONGTONG: "kongtong-recorder"}, "civil": {NINGHE: "lead-civil", KONGTONG: "kongtong-civil"},
    "applicant": {NINGHE: "department-officer", KONGTONG: "kongtong-applicant"}, "foreign": {NINGHE: "kongtong-recorder", KONGTONG: "lead-civil"},
}  # fmt: skip
"""Those who record papers and compare them, and some who would like to."""
WITH_PAPER = st.sampled_from(sorted(BY_PAPER))
APPROVING = st.sampled_from(("区委", "区政府", "区委", "区政府", "区民政局"))
SEATS = st.sampled_from(sorted({seat for _place, seat in OF_SEAT if seat}))
STANCES = st.sampled_from((*[Stance.AGREE] * 3, Stance.CONDITIONS, Stance.DISAGREE))
FAR = st.integers(0, 6)
"""How many of the usual steps a case has behind it when it comes in."""
WORDS = st.sampled_from(("同意办", "再想想", " "))
REFUSED = (AdmissionProblem, NotAllowed)
Act = Callable[[Account, Case], object]


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo districts with packs and lists, and people of the approvers."""
    yield from installed_for_module(django_db_blocker, *installed(), _approvers)


def _approvers() -> None:
    for name, of in (
        ("区委办", "宁河区委"),
        ("区府办", "宁河区人民政府"),
        ("崆峒区委办", "崆峒区委"),
        ("崆峒区府办", "崆峒区人民政府"),
    ):
        officer(name, body(of))


class Admitting(RuleBasedStateMachine):
    """Whoever tries whatever; a refusal must leave everything as it was."""

    cases: Bundle[int] = Bundle("cases")

    def __init__(self) -> None:
        super().__init__()
        self._frame: Any = transaction.atomic()
        self._frame.__enter__()
        self.touched: set[int] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._frame.__exit__(None, None, None)

    @initialize(target=cases, chain=st.booleans(), far=FAR)
    def of_ninghe(self, chain: bool, far: int) -> int:
        if chain:
            services.set_chain(actor=person("department-officer"), body=body(), steps=["拟稿", "分管领导"])
        return self._started(NINGHE, far)

    @initialize(target=cases, far=FAR)
    def of_kongtong(self, far: int) -> int:
        return self._started(KONGTONG, far)

    def _started(self, place: str, far: int) -> int:
        said = application(divisions=(place,), title=f"残疾人家庭第{Case.objects.count()}张季度表")
        actor = person(OF_SEAT[(place, "")])
        case = services.start_case(actor=actor, body=body(BODIES[place]), application=said)
        self.touched.add(case.pk)
        self.onwards_from(case.pk, far, on_paper=bool(far % 2), stance=Stance.AGREE)
        return case.pk

    @rule(pk=cases, who=WHO, complete=st.booleans())
    def rewrite(self, pk: int, who: str, complete: bool) -> None:
        def write(actor: Account, case: Case) -> object:
            said = application(
                divisions=tuple(case.divisions), title=case.title, content="登记需求。" if complete else ""
            )
            return services.save_draft(actor=actor, case=case, application=said)

        self._try(pk, who, write)

    @rule(pk=cases, who=WHO, verb=st.sampled_from(("begin_signing", "sign", "submit", "hand_on")))
    def of_applicant(self, pk: int, who: str, verb: str) -> None:
        self._try(pk, who, lambda actor, case: getattr(services, verb)(actor=actor, case=case))

    @rule(pk=cases, who=WHO, why=WORDS, verb=st.sampled_from(("send_back", "withdraw")))
    def taken_back(self, pk: int, who: str, why: str, verb: str) -> None:
        self._try(pk, who, lambda actor, case: getattr(services, verb)(actor=actor, case=case, reason=why))

    @rule(pk=cases, who=WHO, seat=SEATS, stance=STANCES, text=WORDS, verb=st.sampled_from(("give_opinion", "write_review", "decide")))  # fmt: skip
    def answer(self, pk: int, who: str, seat: str, stance: Stance, text: str, verb: str) -> None:
        self._try(pk, who, lambda actor, case: getattr(services, verb)(
            actor=actor, case=case, seat=seat, stance=stance, text=text, conditions=text))  # fmt: skip

    @rule(pk=cases, seat=st.sampled_from(("", "", "", "区民政局", "区委农办")), words=WORDS, verb=st.sampled_from(("return_case", "call_coordination", "minute_coordination", "file_case")))  # fmt: skip
    def of_seat(self, pk: int, seat: str, words: str, verb: str) -> None:
        """What only the body that leads the step may do (the empty seat stands for it); tried by others too."""
        case = Case.objects.get(pk=pk)
        seat = seat or leading(case)
        said: dict[str, dict[str, Any]] = {
            "return_case": {"reason": words}, "call_coordination": {"about": words, "meets_on": today()},
            "minute_coordination": {"present": "三部门", "minutes": words}, "file_case": {},
        }  # fmt: skip
        self._try(pk, OF_SEAT[(case.division, seat)], lambda actor, kept: getattr(services, verb)(
            actor=actor, case=kept, seat=seat, **said[verb]))  # fmt: skip

    @rule(pk=cases, many=st.integers(0, 4), on_paper=st.booleans())
    def returned_and_completed(self, pk: int, many: int, on_paper: bool) -> None:
        self.of_seat(pk, "", "补一下依据", "return_case")
        self.onwards_from(pk, many, on_paper, Stance.AGREE)

    @rule(pk=cases, many=st.integers(0, 4), on_paper=st.booleans())
    def dissented_and_talked_over(self, pk: int, many: int, on_paper: bool) -> None:
        self.onwards_from(pk, 1, on_paper, Stance.DISAGREE)
        self.onwards_from(pk, many, on_paper, Stance.AGREE)

    @rule(pk=cases, who=WITH_PAPER, seats=st.lists(APPROVING, min_size=1, max_size=2), stance=STANCES)
    def record(self, pk: int, who: str, seats: list[str], stance: Stance) -> None:
        self._try(pk, self._with_paper(pk, who), lambda actor, case: services.record_paper(
            actor=actor, case=case, seats=seats, paper=paper(stance)))  # fmt: skip

    @rule(pk=cases, who=WITH_PAPER, right=st.booleans(), last=st.booleans())
    def compare(self, pk: int, who: str, right: bool, last: bool) -> None:
        row = PaperDecision.objects.filter(case=pk).order_by("-pk" if last else "pk").first()
        if row is None:
            return
        who = self._with_paper(pk, who)
        if right:
            self._try(pk, who, lambda actor, case: services.confirm_paper(actor=actor, paper=row))
        else:
            self._try(pk, who, lambda actor, case: services.reject_paper(actor=actor, paper=row, reason="文号不对"))

    @rule(pk=cases, first=WITH_PAPER, second=WITH_PAPER, same=st.booleans(), stance=STANCES)
    def recorded_and_compared(self, pk: int, first: str, second: str, same: bool, stance: Stance) -> None:
        """From wherever the case is to its approval, then by paper, through whose hands whatever."""
        for _each in range(6):
            if Case.objects.get(pk=pk).state != State.APPROVING:
                self.onwards_from(pk, 1, False, Stance.AGREE)
        self.record(pk, first, ["区委", "区政府"], stance)
        self.compare(pk, first if same else second, right=True, last=True)

    @rule(pk=cases, many=st.integers(1, 6), on_paper=st.booleans(), stance=STANCES)
    def onwards(self, pk: int, many: int, on_paper: bool, stance: Stance) -> None:
        """The usual next steps, so that random ways also lead far; ``stance`` is the last answer among them."""
        self.onwards_from(pk, many, on_paper, stance)

    def onwards_from(self, pk: int, many: int, on_paper: bool, stance: Stance) -> None:
        for number in range(many):
            case = Case.objects.get(pk=pk)
            if case.state not in ENDED:
                self._next(case, on_paper, stance if number == many - 1 else Stance.AGREE)

    def _next(self, case: Case, on_paper: bool, stance: Stance) -> None:
        if case.state == State.LISTING:
            publish(case)
            self.touched.add(case.pk)
            return
        first = due(procedure_of(case), standing_of(case))[0]
        seat = first.seats[0]
        who = OF_SEAT[(case.division, seat)]
        if on_paper and first.verb is Verb.DECIDE:
            recorder = "decision-recorder" if case.division == NINGHE else "kongtong-recorder"
            self._try(case.pk, recorder, lambda actor, kept: services.record_paper(
                actor=actor, case=kept, seats=first.seats, paper=paper(stance)))  # fmt: skip
            row = case.papers.order_by("-pk").first()
            if row is not None:
                civil = OF_SEAT[(case.division, "区民政局")]
                self._try(case.pk, civil, lambda actor, kept: services.confirm_paper(actor=actor, paper=row))
            return
        self._try(case.pk, who if first.verb is not Verb.SIGN else "department-signer", usual(first.verb, seat, stance))

    def _with_paper(self, pk: int, who: str) -> str:
        return BY_PAPER[who][Case.objects.get(pk=pk).division]

    def _try(self, pk: int, who: str, act: Act) -> None:
        """The act by somebody; a refusal leaves no trace."""
        before = trace()
        try:
            act(person(who), Case.objects.get(pk=pk))
        except REFUSED as refusal:
            assert str(refusal)
            assert trace() == before
        else:
            self.touched.add(pk)

    @invariant()
    def what_is_on_record_explains_every_state(self) -> None:
        for case in Case.objects.filter(pk__in=self.touched):
            explained(case)
        self.touched.clear()


def leading(case: Case) -> str:
    """The body that leads the step at which a case stands."""
    steps = case.kept_procedure.steps if case.kept_procedure else ()
    led = steps[case.step].by if case.step < len(steps) else ()
    return led[0].title if led else "区民政局"


def usual(verb: Verb, seat: str, stance: Stance) -> Act:
    """The act that a verb stands for, with plain words."""
    said: dict[str, Any] = {"seat": seat, "stance": stance, "text": "研究过。", "conditions": "不每户填"}
    acts: dict[Verb, tuple[Callable[..., object], dict[str, Any]]] = {
        Verb.BEGIN_SIGNING: (services.begin_signing, {}), Verb.SIGN: (services.sign, {}), Verb.SUBMIT: (services.submit, {}),
        Verb.OPINE: (services.give_opinion, said), Verb.REVIEW: (services.write_review, said), Verb.DECIDE: (services.decide, said),
        Verb.COORDINATE: (services.call_coordination, {"seat": seat, "about": "怎么填", "meets_on": today()}),
        Verb.MINUTE: (services.minute_coordination, {"seat": seat, "present": "三部门", "minutes": "只报变化"}),
        Verb.HAND_ON: (services.hand_on, {}), Verb.FILE: (services.file_case, {"seat": seat}),
    }  # fmt: skip
    service, words = acts[verb]
    return lambda actor, case: service(actor=actor, case=case, **words)


def paper(stance: Stance) -> Paper:
    """A reply on paper."""
    return Paper(
        kind=PaperKind.REPLY, day=today(), stance=stance, number="区委发〔2026〕7号", text="照此办理", conditions="不每户填", kept_at="区委办"
    )  # fmt: skip


def publish(case: Case) -> None:
    """The list's next edition comes out with what was approved."""
    edition = case.list_edition
    assert edition is not None
    steward = person("kongtong-steward")
    heading = Heading(document="村级报表目录", published_on=today(), effective_on=today(), reason="准入新增")
    lists.set_heading(actor=steward, edition=edition, heading=heading)
    lists.submit_edition(actor=steward, edition=edition)
    edition.refresh_from_db()
    reviewed = {"openness": Openness.INTERNAL, "openness_review": "内部", "not_secret": True}
    lists.publish_edition(actor=person("kongtong-party"), edition=edition, **reviewed)


def explained(case: Case) -> None:
    """The acts lead by the procedure to where the case stands; the audit tells the same; what follows of it is there once."""
    acts = list(case.acts.order_by("number").select_related("paper__checked_by", "by"))
    standing = standing_of(case)
    assert [act.number for act in acts] == list(range(1, len(acts) + 1))
    told = Record.objects.filter(object_type="admission_case", object_id=str(case.pk)).order_by("number")
    verbs = {f"admission_{verb}" for verb in Verb}
    assert [verb for verb in told.values_list("verb", flat=True) if verb in verbs] == [
        f"admission_{act.verb}" for act in acts
    ]
    if not acts:
        assert case.state == State.DRAFT
        return
    procedure = procedure_of(case)
    replayed = replay(procedure, acts_as_rules(acts), chain=max(1, len(case.chain)))
    where = (replayed.state, replayed.step, replayed.round, replayed.turn, replayed.signed)
    assert where == (standing.state, standing.step, standing.round, standing.turn, standing.signed)
    assert standing.state in ENDED or dict(replayed.answers) == dict(standing.answers)
    assert acts[-1].state_after == case.state
    assert set(case.seats.filter(waiting=True).values_list("title", flat=True)) == set(
        waiting_seats(procedure, standing)
    )
    clock_is_right(case, standing.state)
    counted_once(case, acts)


def clock_is_right(case: Case, state: State) -> None:
    """One clock runs while somebody other than the applicant is to act; it stands still while the applicant completes."""
    running = case.clocks.filter(left_on=None).count()
    standing_still = case.pauses.filter(until=None).count()
    if state in RUNNING:
        assert (running, standing_still) == (1, 0)
    elif state in ENDED or state is State.HANDING:
        assert (running, standing_still) == (0, 0)
    elif case.round:  # returned, or signed anew before it is handed in again
        assert (running, standing_still) == (1, 1)
    else:
        assert (running, standing_still) == (0, 0)


def counted_once(case: Case, acts: list[CaseAct]) -> None:
    """Decisions count once, by whom they were made; only the whole way of the place's document admits."""
    answers = [(act.round, act.turn, act.step, act.verb, act.seat) for act in acts if act.stance]
    assert len(set(answers)) == len(answers)
    for act in acts:
        if act.paper is not None:
            assert act.paper.state == "confirmed"
            assert act.paper.checked_by is not None
            assert act.paper.checked_by_id != act.paper.recorded_by_id
            assert case.body_id not in bodies_of(act.paper.checked_by)
        elif act.seat:
            assert act.by is not None
            assert act.by.username.removeprefix("demo-") == OF_SEAT[(case.division, act.seat)]
    for waiting in case.papers.filter(state="waiting"):
        assert (waiting.round, waiting.step) == (case.round, case.step)
        assert case.state not in {*ENDED, State.RETURNED, State.SIGNING, State.DRAFT}
    admitted = list(AdmittedItem.objects.filter(case=case))
    assert len(admitted) == (case.state == State.IN_FORCE)
    if admitted:
        last = [act for act in acts if act.round == case.round]
        good = {(act.verb, act.seat) for act in last if act.stance != Stance.DISAGREE}
        assert good >= ADMITTED_BY[case.division]
        newest = {(act.verb, act.seat): act.stance for act in last}
        assert Stance.DISAGREE not in newest.values()


def trace() -> list[Any]:
    """All that could change."""
    whole = [
        model.objects.order_by("pk").values_list() for model in (Case, PaperDecision, Coordination, Pause, StepClock)
    ]
    counted = [model.objects.count() for model in (CaseAct, AdmittedItem, Record)]
    return [*map(list, whole), list(CaseSeat.objects.filter(waiting=True).order_by("pk").values_list("pk")), *counted]


def test_random_people_in_random_order(db: None) -> None:
    kept = settings.get_profile(settings._current_profile)
    run_state_machine_as_test(
        Admitting, settings=settings(kept, max_examples=max(10, kept.max_examples // 10), stateful_step_count=20)
    )
