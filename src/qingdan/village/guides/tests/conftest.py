import pytest


@pytest.fixture
def demo(db: None) -> None:
    """The people of the demonstration with packs and lists, without guides."""
    from qingdan.foundation.orgs.demo.services import install_demo
    from qingdan.policy.packs.services import install_library_packs
    from qingdan.register.lists.services import install_pack_lists

    install_library_packs()
    install_pack_lists()
    install_demo()
