"""What reflection finds by name."""

from typing import Any, cast

from google.protobuf import descriptor_pool


class _Pool:
    """The pool of all descriptors, in which methods are found too."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    def FindFileContainingSymbol(self, symbol: str) -> Any:  # noqa: N802 - protobuf's name
        """Return the file that declares a symbol. Raises KeyError where none does."""
        try:
            return self._pool.FindFileContainingSymbol(symbol)
        except KeyError:
            return self._pool.FindMethodByName(symbol).containing_service.file


def pool() -> descriptor_pool.DescriptorPool:
    """Return the pool to reflect from.

    protobuf's own finds services, messages and enums; `grpcurl describe` asks for methods as well.
    """
    return cast("descriptor_pool.DescriptorPool", _Pool(descriptor_pool.Default()))
