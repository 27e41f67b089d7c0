"""Odd text: people's words and pieces of the guide among all that Unicode has, up to what is empty or too long."""

from hypothesis import strategies as st

_ODD = (
    "\0", "\u0301", "\u0336", "\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\u00ad",
    "\U000e0041", "\u2028", "\x85",
    "가", "ᄀ", "ｆ", "Ａ", "１", "ﬁ", "İ", "ß", "ŉ", "😀",
    "👩‍👩‍👧", "𝒳", "\U0010ffff", "\ue000", "ー", "ヽ", "〇", "٣", "’", "ʼ", "«", "\t",
)  # fmt: skip
_WORDS = (
    "загубила", "картку", "посвідка", "п'ять", "шо", "робити", "віза",
    "zahubyv", "posvidku", "kartka", "rfhnrf", "pfue,bkf",
    "shcho", "my number", "zairyu", "在留カード", "入管", "как",
    "продлить", "03-3570-3000", "https://www.moj.go.jp/isa/", "?", "...",
)  # fmt: skip

any_character = st.characters(exclude_categories=())
"""Surrogates among them."""

words = st.lists(st.sampled_from([*_WORDS, *_ODD]), max_size=14).flatmap(
    lambda parts: st.sampled_from(["", " ", "-"]).map(lambda gap: gap.join(parts))
)
odd_text = st.one_of(
    words,
    st.text(any_character, max_size=60),
    st.text(st.sampled_from([*"абвгґіїєшьabcxyz'`,.;[] 46", *(char for odd in _ODD for char in odd)]), max_size=80),
    st.tuples(words, st.integers(1, 60)).map(lambda both: (both[0] * both[1])[:1000]),
)
