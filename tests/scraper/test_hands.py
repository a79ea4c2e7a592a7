"""How much of what is fetched may wait to be read."""

from __future__ import annotations

import asyncio

from scraper.hands import Hands


def test_no_more_is_asked_for_while_too_much_waits_to_be_read() -> None:
    async def work() -> list[str]:
        hands, done = Hands(limit=100), list[str]()

        async def ask() -> None:
            await hands.free()
            done.append("asked")

        with hands.holding(60):
            await ask()
            with hands.holding(60):
                asking = asyncio.ensure_future(ask())
                await asyncio.sleep(0.01)
                done.append("read")
        await asking
        return done

    assert asyncio.run(work()) == ["asked", "read", "asked"]
