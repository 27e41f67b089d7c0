"""Blocks of questions, asked in turn."""

from collections.abc import Sequence

from eval.bench.series import Ask, Block, Series, blocks, in_turn


def _asker(name: str, asked: list[tuple[str, str]]) -> Ask:
    def ask(questions: Sequence[str]) -> Block:
        asked.append((name, "".join(questions)))
        return Block(tuple(0.1 for _ in questions), 0.1 * len(questions))

    return ask


def test_systems_are_asked_the_same_questions_in_turn() -> None:
    asked: list[tuple[str, str]] = []
    series = in_turn({"a": _asker("a", asked), "b": _asker("b", asked)}, "pqrst", 2)
    assert asked == [("a", "pq"), ("b", "pq"), ("a", "rs"), ("b", "rs")]
    assert len(series["a"].latencies) == len(series["b"].latencies) == 4


def test_few_questions_make_one_short_block() -> None:
    assert list(blocks("abc", 10)) == ["abc"]


def test_throughput_and_errors_are_over_all_turns() -> None:
    series = Series(
        (
            Block((0.5, 0.5), 1.0, {"status 503": 1}, generator_cpu=0.25),
            Block((0.25,), 2.0, {"status 503": 2, "lost connection": 1}, generator_cpu=0.5),
        )
    )
    assert series.throughput == 1.0
    assert series.errors == {"status 503": 3, "lost connection": 1}
    assert series.generator_cpu == 0.75
    assert series.latency(0.5) == 0.5


def test_a_turn_in_which_nothing_was_answered_gives_no_latency_and_no_ratio() -> None:
    nothing = Series((Block((), 1.0, {"lost connection": 2}),))
    assert nothing.latency(0.5) is None
    assert nothing.throughput_ratio(nothing) is None
