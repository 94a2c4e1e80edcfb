"""A pack that asks for it: the words of a dispatch are screened before they go out, and what stops is named."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from qingdan.entry.dispatch.models import DispatchState
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.services.sending import send
from qingdan.entry.dispatch.tests.browsing import browser, page
from qingdan.entry.dispatch.tests.cast import drafted, officer, sent
from qingdan.policy.packs.checking import check_folder
from qingdan.policy.packs.reading import LIBRARY
from qingdan.policy.packs.services import install_pack

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
NOON = datetime.fromisoformat("2026-02-10T12:00:00+08:00")
RATE = "宣传画贴在公开栏旁边。各村（社区）宣传覆盖率要达到100%。"
PROMISE = "各村（社区）要与每户签订承诺。"
CLEAN = "宣传画贴在公开栏旁边，折页放在村委会，谁要谁拿。"


@pytest.fixture
def screens_affairs(tmp_path: Path) -> None:
    """宁河区's pack as it is, with a newer version that screens affairs before they are sent."""
    folder = tmp_path / "ninghe"
    shutil.copytree(LIBRARY / "ninghe", folder)
    header = folder / "pack.yaml"
    words = header.read_text(encoding="utf-8")
    assert words.count("\nscreening:\n") == 1
    header.write_text(words.replace("\nscreening:\n", "\nscreening:\n  before_dispatch: [affair]\n  source: product\n"), encoding="utf-8")  # fmt: skip
    chain = check_folder(folder)
    install_pack(chain[0], {pack.id: pack for pack in chain})


def test_without_such_a_pack_the_words_go_out_as_they_are() -> None:
    assert sent(what=RATE).state == DispatchState.SENT


@pytest.mark.usefixtures("screens_affairs")
def test_words_that_may_not_go_out_are_named_and_nothing_is_sent() -> None:
    made = drafted(what=f"{RATE}\n{PROMISE}")
    with pytest.raises(DispatchProblem, match=r"覆盖率要达到100%.*签订承诺.*请改好说明再派") as told:
        send(actor=officer(), dispatch=made)
    assert told.value.field == "what"
    made.refresh_from_db()
    assert made.state == DispatchState.DRAFT
    beforehand = page(browser("department-officer"), f"/dispatch/{made.pk}/")
    assert "说明里有话不能这样写" in beforehand and "覆盖率要达到100%" in beforehand
    answer = browser("department-officer").post(f"/dispatch/{made.pk}/send/")
    assert answer.status_code == 400
    assert "发出前筛查，说明里有话不能这样写" in answer.content.decode()
    page(browser("department-officer"), f"/dispatch/{made.pk}/edit/")


@pytest.mark.usefixtures("screens_affairs")
def test_words_about_the_matter_itself_and_no_words_go_out() -> None:
    assert sent(what=CLEAN).state == DispatchState.SENT
    assert sent(what="").state == DispatchState.SENT


@pytest.mark.usefixtures("screens_affairs")
def test_words_with_a_mark_of_secrecy_are_not_sent() -> None:
    made = drafted(what=CLEAN)
    type(made).objects.filter(pk=made.pk).update(what=f"机密★1年\n{CLEAN}")
    with pytest.raises(DispatchProblem, match="密级"):
        send(actor=officer(), dispatch=made)
