"""Python's collector rests while facts are gathered, and is as it was afterwards."""

import gc

import pytest

from skm.publishing.resting import collector_at_rest


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_as_it_was(was_on: bool):
    """It is off meanwhile, and on afterwards only where it was on, also after an error."""
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        with pytest.raises(KeyError), collector_at_rest():
            assert not gc.isenabled()
            raise KeyError
        assert gc.isenabled() == was_on
    finally:
        (gc.enable if before else gc.disable)()
