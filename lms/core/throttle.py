"""Limits on how often something may be done, shared by all processes through Django's cache."""

from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Throttle:
    """At most `limit` uses of one key in `seconds`, counted from the first use.

    `name` keeps the keys of different limits apart in the cache.
    """

    name: str
    limit: int
    seconds: int

    def is_spent(self, key: object) -> bool:
        """Whether the key has had all its uses; counts nothing."""
        return int(cache.get(self._cache_key(key), 0)) >= self.limit

    def take(self, key: object) -> bool:
        """Count one use. False where it is one too many."""
        cache_key = self._cache_key(key)
        # add() first, so that the time runs from the first use; incr() keeps the expiry.
        cache.add(cache_key, 0, self.seconds)
        try:
            return int(cache.incr(cache_key)) <= self.limit
        except ValueError:
            # The key expired between the two calls: this is the first use of the next period.
            cache.set(cache_key, 1, self.seconds)
            return self.limit >= 1

    def forget(self, key: object) -> None:
        """Give the key all its uses back."""
        cache.delete(self._cache_key(key))

    def _cache_key(self, key: object) -> str:
        return f"throttle:{self.name}:{key}"
