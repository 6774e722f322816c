"""How words are pronounced, in the IPA that espeak-ng writes, and which sign belongs to which word."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from pipelines.narrators import espeak
from pipelines.narrators.voices import Voices

PATIENCE = 20.0  # seconds for a line
PUNCTUATION = ';:,.!?¡¿—…"«»“” '  # what Coqui's voices were taught to hear as pauses, and the space
OTHER_LANGUAGE = re.compile(r"\(.+?\)")  # espeak-ng marks words of another language so: (en)...(fr)

Signs = list[tuple[str, int]]  # each sign of what is spoken, with the number of the word that it belongs to


def pronounced(words: Sequence[tuple[int, str]], language: str, tick: Callable[[], None]) -> Signs:
    """What a voice of phonemes is given for numbered words: IPA, with their punctuation and spaces between them.

    Words are pronounced together, as far as no punctuation parts them: `the` sounds otherwise before `apple`. Each
    is pronounced alone too, and so found again in what is said together, where espeak-ng joins and splits words.
    Raises EngineFailed, and BadInput for a language that espeak-ng does not speak.
    """
    runs = _runs(words)
    texts = [" ".join(core for _, core in run) for _, run, _ in runs]
    alone = [core for _, run, _ in runs for _, core in run]
    ask = {"voice": _voice(language), "phonemes": [*texts, *alone]}
    answers = [OTHER_LANGUAGE.sub("", said) for said in espeak.run(ask, tick, PATIENCE)["phonemes"]]
    together, singly = answers[: len(texts)], iter(answers[len(texts) :])
    signs: Signs = []
    for (before, run, after), said in zip(runs, together, strict=True):
        owners = owned(said, [(number, next(singly)) for number, _ in run])
        first, last = run[0][0], run[-1][0]
        signs += [(" ", signs[-1][1])] if signs else []
        signs += [(sign, first) for sign in before]
        signs += list(zip(said, owners, strict=True))
        signs += [(sign, last) for sign in after]
    return signs


@lru_cache
def _voices() -> Voices:
    return Voices.listed(**espeak.run({}, lambda: None, PATIENCE)["voices"])


def _voice(language: str) -> str:
    return _voices().choose(language, "").partition("+")[0]


def _runs(words: Sequence[tuple[int, str]]) -> list[tuple[str, list[tuple[int, str]], str]]:
    """Words that no punctuation parts, with the punctuation before and after them."""
    runs: list[tuple[str, list[tuple[int, str]], str]] = []
    for number, word in words:
        core = word.strip(PUNCTUATION)
        before, _, after = word.partition(core) if core else ("", "", word)
        if not core:
            if runs:
                runs[-1] = (*runs[-1][:2], runs[-1][2] + after)
        elif runs and not before and not runs[-1][2]:
            runs[-1] = (runs[-1][0], [*runs[-1][1], (number, core)], after)
        else:
            runs.append((before, [(number, core)], after))
    return runs


def owned(said: str, singly: Sequence[tuple[int, str]]) -> list[int]:
    """For each sign of what is said together the number of its word, found by aligning it with the words alone.

    The alignment is the one with the fewest signs put in, left out or changed (Needleman and Wunsch, 1970).
    """
    alone = [(sign, number) for number, word in singly for sign in word if sign != " "]
    costs = [list(range(len(alone) + 1))]
    for at, sign in enumerate(said):
        row = [at + 1]
        for to, (other, _) in enumerate(alone):
            row.append(min(costs[at][to] + (sign != other), costs[at][to + 1] + 1, row[to] + 1))
        costs.append(row)
    owners = [-1] * len(said)
    at, to = len(said), len(alone)
    while at and to:
        if costs[at][to] == costs[at - 1][to - 1] + (said[at - 1] != alone[to - 1][0]):
            at, to = at - 1, to - 1
            owners[at] = alone[to][1]
        elif costs[at][to] == costs[at - 1][to] + 1:
            at -= 1
        else:
            to -= 1
    return _filled(owners, singly[0][0])


def _filled(owners: list[int], first: int) -> list[int]:
    """Signs that no word alone has belong to the word before them."""
    filled = []
    for owner in owners:
        first = max(owner, first)
        filled.append(first)
    return filled
