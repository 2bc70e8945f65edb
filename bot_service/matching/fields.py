"""Numbers that add and multiply as in a finite field: what the plans of `designs` are made of.

An element is a number; its digits, each to the base of a prime, are added without carrying.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from math import isqrt
from typing import NamedTuple


class Field(NamedTuple):
    """The finite field of a prime power. Its elements are numbers; `powers` are all but 0, as the powers of one of them."""

    order: int
    digits: tuple[int, ...]
    powers: tuple[int, ...]

    def plus(self, one: int, other: int) -> int:
        return plus(one, other, self.digits)

    def power(self, exponent: int) -> int:
        return self.powers[exponent % len(self.powers)]

    def times(self, one: int, other: int) -> int:
        return self.power(self.powers.index(one) + self.powers.index(other)) if one and other else 0

    def turn(self, group: Iterable[tuple[int, int]], by: int) -> tuple[int, ...]:
        """The people of these places (where in which circle) after each circle was turned."""
        return tuple(circle * self.order + self.plus(place, by) for place, circle in group)


@cache
def field_of(order: int) -> Field:
    """An element's digits to the base of the prime are a polynomial's coefficients; the first polynomial that works is taken.

    It works if x, with the highest power of x replaced by the polynomial's rest, takes all values but 0 before it is 1 again.
    """
    prime = primes(order)[0]
    digits = digits_of(order)
    for rest in range(order):
        powers = [1]
        while len(powers) < order:
            carried, value = divmod(powers[-1] * prime, order)
            value = plus(value, rest, digits, carried)
            if value in {0, 1}:
                break
            powers.append(value)
        if len(powers) == order - 1 and value == 1:
            return Field(order, digits, tuple(powers))
    raise AssertionError(order)


def plus(one: int, other: int, digits: Sequence[int], times: int = 1) -> int:
    """One, and so many times the other, digit by digit, each to its own base and nothing carried over."""
    total, place = 0, 1
    for base in digits:
        total += (one // place + times * (other // place)) % base * place
        place *= base
    return total


def times_row(one: int, row: int, orders: Sequence[int]) -> int:
    """A small number times an element of several fields, in each of them."""
    total, place = 0, 1
    for order in orders:
        total += field_of(order).times(one, row // place % order) * place
        place *= order
    return total


def primes(number: int) -> list[int]:
    """12 → [2, 2, 3]."""
    for prime in range(2, isqrt(number) + 1):
        if number % prime == 0:
            return [prime, *primes(number // prime)]
    return [number] if number > 1 else []


def prime_powers(number: int) -> list[int]:
    """12 → [4, 3]."""
    found = primes(number)
    return [prime ** found.count(prime) for prime in sorted(set(found))]


def digits_of(number: int) -> tuple[int, ...]:
    return tuple(primes(number))
