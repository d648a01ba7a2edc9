"""Well-formed dependency trees: the best one with a single root (Chu & Liu 1965; Edmonds 1967).

The word that scores highest as each word's head is nearly always a tree already; only where it is not is the
best tree searched for.
"""

from __future__ import annotations

from typing import Any

_ROOTS_TRIED = 2  # so many words are tried as the root, the likeliest first


def best_tree(scores: Any) -> list[int]:
    """Return the head of each word of a sentence, a root its own head.

    Args:
        scores: [words, words], how well the word of the column heads the word of the row; on the diagonal, how
            well the word is the root.
    """
    heads = scores.argmax(-1).tolist()
    roots = [word for word, head in enumerate(heads) if word == head]
    if len(roots) == 1 and not find_cycle(heads):
        return heads  # type: ignore[no-any-return]
    import numpy

    length = len(scores)
    diagonal = scores.diagonal()
    arcs = scores.astype("float64", copy=True)
    numpy.fill_diagonal(arcs, -numpy.inf)
    tries = sorted(range(length), key=lambda word: (-float(diagonal[word] - arcs[word].max(initial=-1e9)), word))
    best: tuple[float, list[int]] | None = None
    for root in tries[:_ROOTS_TRIED]:
        found = spanning_tree(arcs, root)
        total = float(diagonal[root]) + sum(float(arcs[word, head]) for word, head in enumerate(found) if word != root)
        if best is None or total > best[0]:
            best = total, found
    assert best is not None
    return best[1]


def find_cycle(heads: list[int]) -> list[int]:
    """Return the words of a cycle among `heads`, none where there is none; a word that heads itself is a root."""
    state = [0] * len(heads)  # 0 not seen, else the number of the walk that saw it
    for start in range(len(heads)):
        word = start
        while not state[word] and heads[word] != word:
            state[word] = start + 1
            word = heads[word]
        if heads[word] != word and state[word] == start + 1:
            cycle = [word]
            while heads[cycle[-1]] != word:
                cycle.append(heads[cycle[-1]])
            return cycle
        state[word] = state[word] or start + 1
    return []


def spanning_tree(arcs: Any, root: int) -> list[int]:
    """Return the heads of the best tree from `root` (its own head); `arcs` as in `best_tree`, its diagonal unused."""
    import numpy

    heads = arcs.argmax(-1).tolist()
    heads[root] = root
    cycle = find_cycle(heads)
    if not cycle:
        return heads  # type: ignore[no-any-return]
    length = len(heads)
    inside = set(cycle)
    outside = [word for word in range(length) if word not in inside]
    place = {word: number for number, word in enumerate(outside)}
    new = len(outside)  # the cycle as one word
    smaller = numpy.full((new + 1, new + 1), -numpy.inf)
    smaller[:new, :new] = arcs[numpy.ix_(outside, outside)]
    members = numpy.array(cycle)
    out = arcs[numpy.ix_(outside, cycle)]
    smaller[:new, new] = out.max(-1)
    leaving = members[out.argmax(-1)]
    kept = arcs[members, [heads[word] for word in cycle]]
    into = arcs[numpy.ix_(cycle, outside)] - kept[:, None]
    smaller[new, :new] = into.max(0)
    entered = members[into.argmax(0)]
    numpy.fill_diagonal(smaller, -numpy.inf)
    found = spanning_tree(smaller, place[root])
    for number, head in enumerate(found[:new]):
        word = outside[number]
        heads[word] = word if word == root else int(leaving[number]) if head == new else outside[head]
    broken = int(entered[found[new]])
    heads[broken] = outside[found[new]]
    return heads  # type: ignore[no-any-return]
