"""Plans in which nobody meets twice, for the numbers of people for which mathematics knows one.

People are numbers from 0; a round is a list of groups, and everybody is in exactly one of them. Sources: the circle method of
tournaments; H. MacNeish, “Euler squares” (1922), for groups from mutually orthogonal Latin squares; D. K. Ray-Chaudhuri and
R. M. Wilson, “Solution of Kirkman's schoolgirl problem” (1971).
"""

import random
from collections.abc import Callable, Sequence
from functools import cache
from string import ascii_letters
from string import digits as numerals

from bot_service.matching.fields import digits_of, field_of, plus, prime_powers, times_row

Round = list[tuple[int, ...]]

ATTEMPTS = 20  #: how often, at most, shifts are drawn for a number of groups that no field helps with
DEAD_ENDS = 500  #: after so many half-made shifts a draw gives a round up
TABLED = 100  #: differences of up to so many groups are written down first

LETTERS = numerals + ascii_letters  #: person 0, 1, 2, …
#: (people, size): how many turns, and the rounds that are turned; found by simulated annealing, and checked by a test.
TURNED = {
    (18, 3): (4, "0ef 16g 23a 458 79c bdh/07h 15d 24f 389 6bc aeg"),
    (24, 3): (11, "07l 16h 245 3cn 8km 9fg aei bdj"),
    (30, 3): (14, "06g 1eq 25p 3kl 489 7mt ach bjn drs fio"),
    (33, 3): (15, "0ms 17p 2ce 3bn 45l 6ku 8iv 9do agw fqt hjr"),
    (36, 3): (17, "0cd 1gp 2tz 39l 4bo 58x 6ny 7fu aqw eis hjk mrv"),
    (42, 3): (20, "0rD 18p 27d 3bt 4AE 5kl 6qF 9cy avx eis fgo hju mzC nwB"),
    (48, 3): (23, "03l 18e 2xA 4sK 5dG 6oL 7in 9av bkB cgp fzE htI jyC mwJ qrH uDF"),
    (54, 3): (26, "0BJ 1fv 2tR 3wC 4el 5qP 6sQ 7mL 8AF 9rH ayM bjO chi dgD kou npE xzI GKN"),
    (60, 3): (29, "05i 1SU 2IQ 3AN 4PX 6tE 7be 8kD 9KL ago cdG fvH hrB jsy lnz mxW pOV qMR uJT wCF"),
    (24, 4): (7, "0cel 1hjk 2458 3bim 6dgn 79af"),
    (28, 4): (9, "046h 1bdo 2glq 3cjr 5mnp 78ek 9afi"),
    (36, 4): (11, "0fvz 125u 39hk 4bsx 68ir 7gny ampw cdoq ejlt"),
    (40, 4): (12, "0qtv 1ijn 2aeh 3gsA 4foD 5dwx 689u 7lpC bkyB cmrz"),
    (44, 4): (13, "0fyG 1mtD 2ejp 3gxE 4nqA 59ac 6vzB 7ilu 8owF bkCH dhrs"),
    (48, 4): (14, "03ou 1gBL 2jzG 4ftI 59bh 6mwH 78vA aeFJ clxK diqr ksCD npyE"),
    (52, 4): (15, "019F 257i 3fDO 4pwL 6gzM 8mHP astE bjGK cruJ dkAB enxN hloq vyCI"),
    (56, 4): (16, "0qBQ 1lzF 2gtL 3jGM 47my 56ac 8vAO 9sJN bhxR duCP erET fnwS ikop DHIK"),
    (60, 4): (17, "039B 1uAE 2mOW 4nGQ 57ck 6wMP 8tCS ahDT bryR diNV epvK fxFU gqHX jlos zIJL"),
    (30, 5): (6, "049op 12egk 37diq 56bjl 8achs fmnrt"),
}


def known_rounds(people: int, size: int, rounds: int | None = None) -> list[Round]:
    """The longest plan that we know for these people in groups of exactly this size; none if they can't be seated so.

    `rounds`, here and below: no more than so many are wanted, which spares the others' work.
    """
    if people % size:
        return []
    if size == 2:
        return [list[tuple[int, ...]](pairs) for pairs in pair_rounds(people, rounds)]
    plans = [group_rounds(people // size, size, rounds), _turned_rounds(people, size)[:rounds]]
    return max(*plans, kirkman_rounds(people, rounds) if size == 3 else [], key=len)


def pair_rounds(people: int, rounds: int | None = None) -> list[list[tuple[int, int]]]:
    """Pairs by the circle method: everybody meets everybody once, in people minus one rounds.

    An odd number of people takes as many rounds as people, and in each of them another one sits out.
    """
    wheel = people - 1 + people % 2
    plan = [
        [(turn, wheel), *(((turn + step) % wheel, (turn - step) % wheel) for step in range(1, (wheel + 1) // 2))]
        for turn in range(wheel)[:rounds]
    ]
    return [[(min(pair), max(pair)) for pair in pairs if max(pair) < people] for pairs in plan]


def group_rounds(groups: int, size: int, rounds: int | None = None) -> list[Round]:
    """Groups of one person from each column, and after those the groups inside the columns that we know.

    Person p stands in column p // groups, so two of one column meet in none of the first rounds. Of these there are `groups`
    if `size` is at most the smallest prime power in `groups`, and not many fewer if it is more.
    """
    digits, shifts = _shifts(groups, size, groups if rounds is None else min(groups, rounds))
    plan = [
        [
            tuple(column * groups + plus(place, shift, digits) for column, shift in enumerate(row))
            for place in range(groups)
        ]
        for row in shifts
    ]
    plan += [
        [tuple(column * groups + one for one in group) for column in range(size) for group in inside]
        for inside in (known_rounds(groups, size, rounds) if size <= groups else [])
    ]
    return plan[:rounds]


def kirkman_rounds(people: int, rounds: int | None = None) -> list[Round]:
    """Threes in which everybody meets everybody once, in half of people minus one rounds; none if we know no such plan.

    Only 3, 9, 15, 21, … people can have one. We know it when a third of them, or half of all but one, is a prime power of the
    form 6t + 1, and for three times any number for which we know it: of those below 100 all but 33 and 69.
    """
    if people % 6 != 3:
        return []
    for order, plan in ((people // 3, _in_three_circles), ((people - 1) // 2, _in_two_circles)):
        if order % 6 == 1 and len(prime_powers(order)) == 1:
            return plan(order, rounds)
    return group_rounds(people // 3, 3, rounds) if people == 3 or kirkman_rounds(people // 3, 1) else []


def _turned_rounds(people: int, size: int) -> list[Round]:
    """Rounds that a few written ones give when the circles of people turn; whoever fills no circle stays in the middle."""
    turns, written = TURNED.get((people, size), (0, ""))
    circles = people // turns * turns if turns else 0

    def turned(one: int, by: int) -> int:
        return one // turns * turns + (one + by) % turns if one < circles else one

    return [
        [tuple(turned(LETTERS.index(letter), by) for letter in group) for group in base.split()]
        for base in written.split("/")
        for by in range(turns)
    ]


def _in_three_circles(order: int, rounds: int | None) -> list[Round]:
    """Kirkman's threes for 3 · order people: a round whose three circles turn, and groups that make a round each in turning."""
    field = field_of(order)
    step = (order - 1) // 6

    def three(power: int, *circles: int) -> Sequence[tuple[int, int]]:
        return [(field.power(power + 2 * step * turn), circle) for turn, circle in enumerate(circles)]

    across = [three(power, 0, 1, 2) for power in range(6 * step)]
    base = [
        [(0, 0), (0, 1), (0, 2)],
        *(three(power, circle, circle, circle) for power in range(step) for circle in range(3)),
        *(across[power] for power in range(6 * step) if power // step % 2),
    ]
    turned = [[field.turn(group, by) for group in base] for by in range(order)[:rounds]]
    still = [power for power in range(6 * step) if power // step % 2 == 0][
        : None if rounds is None else max(0, rounds - order)
    ]
    return turned + [[field.turn(across[power], by) for by in range(order)] for power in still]


def _in_two_circles(order: int, rounds: int | None) -> list[Round]:
    """Kirkman's threes for 2 · order + 1 people: two circles that turn together around the last person."""
    field = field_of(order)
    step = (order - 1) // 6
    half = next(
        power for power in range(order) if field.plus(*[field.power(power)] * 2) == field.plus(field.power(step), 1)
    )
    base = [
        [(0, 0), (0, 1)],
        *(
            [(field.power(power), 0), (field.power(power + step), 0), (field.power(power + half), 1)]
            for power in range(6 * step)
            if power // step % 2 == 0
        ),
        *([(field.power(power + half + turn * step), 1) for turn in (1, 3, 5)] for power in range(step)),
    ]
    turned = [[field.turn(group, by) for group in base] for by in range(order)[:rounds]]
    return [[(*groups[0], 2 * order), *groups[1:]] for groups in turned]


@cache
def _shifts(groups: int, size: int, wanted: int) -> tuple[tuple[int, ...], list[list[int]]]:
    """For each round how far each column is shifted against the first, such that no two columns stand alike twice.

    With it the bases of the digits in which shifts are added. MacNeish multiplies in fields, if there are enough elements.
    Otherwise the best of some draws is taken; and with more seats than groups, any second round would repeat something.
    """
    digits, orders = digits_of(groups), prime_powers(groups)
    if size > groups:
        return digits, [[0] * size][:wanted]
    if size <= min(orders, default=size):
        return digits, [[times_row(column, row, orders) for column in range(size)] for row in range(wanted)]
    digits = digits if groups <= TABLED else (groups,)
    minus = _minus(groups, digits)
    best: list[list[int]] = []
    for attempt in range(max(1, min(ATTEMPTS, 20_000 // groups**2))):
        dice = random.Random(f"{groups} groups of {size}, {attempt}")  # noqa: S311 - no secret
        best = max(best, _draw(groups, size, wanted, minus, dice), key=len)
        if len(best) == wanted:
            break
    return digits, best


def _minus(groups: int, digits: Sequence[int]) -> Callable[[int, int], int]:
    if groups > TABLED:
        return lambda one, other: (one - other) % groups
    table = [[plus(one, other, digits, -1) for other in range(groups)] for one in range(groups)]
    return lambda one, other: table[one][other]


def _draw(
    groups: int, size: int, wanted: int, minus: Callable[[int, int], int], dice: random.Random
) -> list[list[int]]:
    """Round after round the first shifts, in a random order, whose differences are all new."""
    used: dict[tuple[int, int], set[int]] = {(left, right): set() for right in range(size) for left in range(right)}
    rows: list[list[int]] = []

    def lengthen(row: list[int], ends: list[int]) -> bool:
        right = len(row)
        if right == size:
            return True
        ends.append(right)
        for shift in dice.sample(range(groups), min(groups, DEAD_ENDS)) if len(ends) <= DEAD_ENDS else ():
            if all(minus(shift, other) not in used[left, right] for left, other in enumerate(row)):
                row.append(shift)
                if lengthen(row, ends):
                    return True
                row.pop()
        return False

    for second in dice.sample(range(groups), groups):
        row = [0, second]
        if lengthen(row, []):
            rows.append(row)
            for (left, right), gaps in used.items():
                gaps.add(minus(row[right], row[left]))
        if len(rows) == wanted:
            break
    return rows
