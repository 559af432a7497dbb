"""Lets data classes compile their methods when they are first called.

`dataclasses` writes up to six methods for each class as text and compiles each of them: a seventh of the app's start,
for some three hundred classes of which a run compares, prints or hashes a few. Here only `__init__` is compiled with
its class; the others stand as stubs that compile themselves at their first call and step aside. What they do is what
`dataclasses` wrote. It relies on a private function as it is up to Python 3.12; elsewhere nothing changes.
"""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

_AT_ONCE = frozenset({"__init__"})  # its signature is read, and it is called soon


def compile_methods_late() -> None:
    """Put it in force for classes that are made from now on."""
    names = vars(dataclasses)
    compile_now = names.get("_create_fn")
    if compile_now is None or getattr(compile_now, "is_late", False):
        return

    def create(name: str, args: Sequence[str], body: Sequence[str], **scope: Any) -> Callable[..., Any]:
        if name in _AT_ONCE:
            made: Callable[..., Any] = compile_now(name, args, body, **scope)
            return made
        return _late(name, lambda: compile_now(name, args, body, **scope))

    vars(create)["is_late"] = True
    names["_create_fn"] = create


def _late(name: str, compile_it: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """A method that is compiled by its first call, which also puts it in its own place."""
    made: Callable[..., Any] | None = None

    def stub(self: object, *others: object) -> Any:
        nonlocal made
        if made is None:
            made = compile_it()
            made.__qualname__ = stub.__qualname__
            for owner in type(self).__mro__:
                if vars(owner).get(name) is stub:
                    setattr(owner, name, made)
        return made(self, *others)

    stub.__name__ = name
    return stub
