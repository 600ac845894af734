from dondoc import packs
from dondoc.extraction.orderpacks import ORDER_PACK_READERS


def test_every_example_holds():
    """Each entry of our packs is read in its "ok" examples and not in its "not" examples."""
    assert packs.check(packs.load(), ORDER_PACK_READERS) == []
