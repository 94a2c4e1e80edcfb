"""Every change of the lists on record: one function, one transaction, with permission, rule and audit."""

from qingdan.register.lists.services.bases import end_basis, take_back_end
from qingdan.register.lists.services.drafting import (
    create_list,
    discard_draft,
    open_draft,
    set_heading,
)
from qingdan.register.lists.services.importing import (
    cancel_import,
    confirm_import,
    prepare_import,
    preview_annex,
    put_annex,
)
from qingdan.register.lists.services.installing import install_list, install_pack_lists, list_hash
from qingdan.register.lists.services.items import (
    add_items,
    amend_item,
    copy_items,
    move_item,
    remove_item,
    restore_item,
)
from qingdan.register.lists.services.problems import ListsProblem, StaleDraft
from qingdan.register.lists.services.proposing import propose_item
from qingdan.register.lists.services.publishing import (
    publish_edition,
    return_edition,
    set_openness,
    submit_edition,
    what_is_missing,
    withdraw_submission,
)
from qingdan.register.lists.services.settling import settle
from qingdan.register.lists.services.this_system import install_this_system

__all__ = [
    "ListsProblem",
    "StaleDraft",
    "add_items",
    "amend_item",
    "cancel_import",
    "confirm_import",
    "copy_items",
    "create_list",
    "discard_draft",
    "end_basis",
    "install_list",
    "install_pack_lists",
    "install_this_system",
    "list_hash",
    "move_item",
    "open_draft",
    "prepare_import",
    "preview_annex",
    "propose_item",
    "publish_edition",
    "put_annex",
    "remove_item",
    "restore_item",
    "return_edition",
    "set_heading",
    "set_openness",
    "settle",
    "submit_edition",
    "take_back_end",
    "what_is_missing",
    "withdraw_submission",
]
