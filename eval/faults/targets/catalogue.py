"""All targets, and how many inputs of each: the cheap ones get most."""

from eval.faults.targets import (
    analyser,
    engine,
    excerpts,
    latin,
    manifests,
    parser,
    questions,
    quotes,
    repairs,
    suggestions,
)
from eval.faults.targets.target import Target

TARGETS = (
    Target("parser", 25_000, parser.make),
    Target("repairs", 20_000, repairs.make),
    Target("analyser", 40_000, analyser.make),
    Target("excerpts", 25_000, excerpts.make),
    Target("quotes", 10_000, quotes.make),
    Target("manifests", 25_000, manifests.make),
    Target("questions", 40_000, questions.make),
    Target("latin", 10_000, latin.make),
    Target("suggestions", 5_000, suggestions.make),
    Target("engine", 3_000, engine.make),
)
