"""``qingdan certificates demo --out FILE.pdf``: issues one in the demo village, signed with the development key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.conf import settings
from django.db import transaction

from qingdan.commands.base import BadInput, format_option, print_json, say
from qingdan.commands.preparing import only_one, prepare

if TYPE_CHECKING:
    from qingdan.village.certificates.models import Certificate


@click.command(help="在演示的村出一份证明，写到 PDF 文件；上面印着“演示，无效”。")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="写到哪个文件。")
@format_option
def demo(out: Path, format_: str) -> None:
    """Issue, print, write; the demonstration is installed at first use."""
    from qingdan.village.certificates.codes import shown_code

    if not out.absolute().parent.is_dir():
        raise BadInput(f"没有“{out.parent}”这个文件夹。")
    prepare()
    _install()
    made, data = _issued()
    try:
        out.write_bytes(data)
    except OSError as fault:
        raise BadInput(f"写不了“{out}”：{fault.strerror}。") from fault
    code = shown_code(made.code)
    if format_ == "json":
        print_json({"file": str(out), "code": code, "number": made.number, "valid_until": made.valid_until and made.valid_until.isoformat()})  # fmt: skip
        return
    say(f"已出一份演示的证明（{made.kind_title}），写到 {out}。核验：qingdan certificates verify {out}")
    click.echo(code)


def _issued() -> tuple[Certificate, bytes]:
    """A certificate by the services that everybody uses, its print on record, and its signed file."""
    from qingdan.village.certificates.demo import issued_for_demo
    from qingdan.village.certificates.problems import CertificateProblem
    from qingdan.village.certificates.services.handing import record_print
    from qingdan.village.certificates.setting import file_of

    try:
        with transaction.atomic():
            made = issued_for_demo()
            record_print(actor=made.issued_by, certificate=made)
            return made, file_of(made)
    except CertificateProblem as problem:
        raise BadInput(str(problem)) from problem


def _install() -> None:
    """The demo village with its people, guides, seals and certificates; never beside real accounts."""
    from qingdan.foundation.orgs.demo.services import install_demo
    from qingdan.foundation.orgs.models import Account
    from qingdan.village.certificates.demo import install_demo_certificates
    from qingdan.village.guides.demo import install_demo_guides
    from qingdan.village.seals.demo import install_demo_seals

    if settings.PRODUCTION:
        raise BadInput("正式环境（QINGDAN_PRODUCTION=1）不能出演示的证明。请用另一个数据文件夹（QINGDAN_HOME）。")
    if not Account.objects.filter(is_demo=True).exists():
        if Account.objects.exists():
            raise BadInput("这个数据库里有真实的账号，不能装入演示数据。请用另一个数据文件夹（QINGDAN_HOME）。")
        say("正在装入演示数据……")
    with only_one("demo"):
        for install in (install_demo, install_demo_guides, install_demo_seals, install_demo_certificates):
            install()
