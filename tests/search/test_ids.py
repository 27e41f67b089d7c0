"""Ids by place and places by id, few or many."""

import numpy as np
import pytest

from search.ids import HASHED_UP_TO, Ids


@pytest.mark.parametrize("count", [1, 50, HASHED_UP_TO + 1])
def test_every_id_has_its_place(count: int) -> None:
    names = [f"{number % 7 + 1}.{number}" for number in range(count)]
    ids = Ids.of(names)
    assert list(ids) == names
    for place in {0, count // 2, count - 1}:
        assert ids[place] == names[place]
        assert ids.place_of(names[place]) == place
    for missing in ("", "0", "9", "1.0.1", "1.999999", "9.99999999999999999", "б"):
        assert ids.place_of(missing) is None
        assert missing not in ids
    assert [names[place] for place in ids.sorted] == sorted(names)


def test_an_id_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"the id 1\.2 stands twice"):
        Ids.of(["1.1", "1.2", "1.2"])


def test_what_is_no_name_is_refused() -> None:
    with pytest.raises(ValueError, match="expected names"):
        Ids(np.zeros(3, np.uint8))
