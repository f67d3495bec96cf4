from collections.abc import Callable
from typing import Any

class InvalidExpression(Exception): ...  # noqa: N818 - the library's name

class SimpleEval:
    nodes: dict[Any, Callable[..., Any]]
    functions: dict[str, Callable[..., Any]]
    def __init__(
        self,
        operators: dict[Any, Callable[..., Any]] | None = ...,
        functions: dict[str, Callable[..., Any]] | None = ...,
        names: dict[str, Any] | None = ...,
    ) -> None: ...
    def eval(self, expr: str, previously_parsed: Any = ...) -> Any: ...
    def _eval(self, node: Any) -> Any: ...
