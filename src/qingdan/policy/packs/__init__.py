"""Policy packs: a jurisdiction's rules as data; every rule cites its clause."""
