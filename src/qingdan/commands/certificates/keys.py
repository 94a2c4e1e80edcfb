"""``qingdan certificates keys``: the keys that vouch for certificates; the public ones go to whoever checks off-line."""

from __future__ import annotations

from pathlib import Path

import click

from qingdan.commands.base import BadInput, format_option, print_json, say
from qingdan.commands.preparing import prepare
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.signing.keyring import qr_key
from qingdan.village.certificates.signing.keyring import ring as own_ring
from qingdan.village.certificates.signing.ring import PublicKey, certificates_of, to_json

_USES = {"qr": "二维码", "file": "演示文件"}
_LABELS = {**_USES, "seal": "电子签章服务"}
LARGEST_CERTIFICATE = 200_000


@click.command(help="签发证明的密钥：看有哪些、导出公钥、更换、吊销。")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="把公钥导出到文件，给离线核验的人。")
@click.option("--replace", "use", type=click.Choice(sorted(_USES)), help="换一把新密钥；以前签的照样有效。")
@click.option("--revoke", metavar="ID", help="吊销一把可能泄露的密钥；它签的不再可信。要和 --reason 一起用。")
@click.option("--reason", default="", help="为什么吊销。")
@click.option(
    "--seal",
    type=click.Path(path_type=Path, dir_okay=False),
    help="记下电子签章服务的证书（PEM），它签的文件从此可以离线核验。",
)
@format_option
def keys(out: Path | None, use: str | None, revoke: str | None, reason: str, seal: Path | None, format_: str) -> None:
    """What was asked for, then the keys as they are now."""
    if use or revoke:
        _change(use, revoke, reason)
    if seal is not None:
        _trust(seal)
    qr_key()
    ring = own_ring()
    if out is not None:
        _write(out, to_json(ring))
        say(f"公钥已写到 {out}。核验的人用：qingdan certificates verify 文件 --offline --keys {out}")
    elif format_ == "json":
        print_json({"keys": [_row(key) for key in ring.keys]})
    else:
        for key in ring.keys:
            click.echo(f"{key.id}　{_LABELS[key.use]}　{key.made_at:%Y-%m-%d} 起{_ended(key)}")


def _change(use: str | None, revoke: str | None, reason: str) -> None:
    from qingdan.village.certificates.signing.services import replace_key, revoke_key

    prepare()
    try:
        if revoke:
            say(f"密钥 {revoke_key(key_id=revoke, reason=reason).id} 已吊销。请把新的公钥文件发给核验的人。")
        if use:
            say(f"现在用密钥 {replace_key(use=use).id}。请把新的公钥文件发给核验的人，并把 keys 文件夹再备份一份。")
    except CertificateProblem as problem:
        raise BadInput(str(problem)) from problem


def _trust(path: Path) -> None:
    from qingdan.village.certificates.signing.services import trust_seal

    prepare()
    try:
        with path.open("rb") as file:
            made = trust_seal(certificates=file.read(LARGEST_CERTIFICATE))
    except OSError as fault:
        raise BadInput(f"读不了“{path}”：{fault.strerror}。") from fault
    except CertificateProblem as problem:
        raise BadInput(str(problem)) from problem
    name = certificates_of(made.public)[0].subject.rfc4514_string()
    say(f"已记下签章证书 {made.id}（{name}）。请和服务方核对名称，并把新的公钥文件发给核验的人。")


def _write(out: Path, text: str) -> None:
    try:
        out.write_text(text, "utf-8")
    except OSError as fault:
        raise BadInput(f"写不了“{out}”：{fault.strerror}。") from fault


def _row(key: PublicKey) -> dict[str, str | None]:
    moments = {"made_at": key.made_at, "retired_at": key.retired_at, "revoked_at": key.revoked_at}
    return {"id": key.id, "use": key.use, **{name: at.isoformat() if at else None for name, at in moments.items()}}


def _ended(key: PublicKey) -> str:
    if key.revoked_at:
        return f"，{key.revoked_at:%Y-%m-%d} 吊销（{key.reason}）"
    return f"，{key.retired_at:%Y-%m-%d} 停用" if key.retired_at else "，正在使用"
