"""What can wait lets people go first: between two waves of them too, and never for long."""

import asyncio

from storage.calm import HOLD_BACK, QUIET, Calm


async def people(calm: Calm, *, until: asyncio.Event) -> None:
    """They come in waves; the gap between two is shorter than what counts as calm."""
    while not until.is_set():
        with calm.somebody_waits():
            await asyncio.sleep(QUIET)
        await asyncio.sleep(0)


async def test_where_nobody_waits_nothing_is_held_back() -> None:
    seconds = asyncio.get_running_loop().time
    begun = seconds()
    await Calm().wait()
    assert seconds() - begun < HOLD_BACK / 2


async def test_what_can_wait_is_held_back_as_long_as_people_ask_and_no_longer() -> None:
    calm, over, seconds = Calm(), asyncio.Event(), asyncio.get_running_loop().time
    busy = asyncio.create_task(people(calm, until=over))
    await asyncio.sleep(QUIET / 2)
    begun = seconds()
    await asyncio.gather(*(calm.wait() for _ in range(3)))
    assert seconds() - begun >= HOLD_BACK * 0.9
    over.set()
    await busy
    async with asyncio.timeout(10):
        await calm.wait()


async def test_the_gap_between_two_waves_is_not_calm_yet() -> None:
    calm, seconds = Calm(), asyncio.get_running_loop().time
    with calm.somebody_waits():
        pass
    begun = seconds()
    await calm.wait()
    assert seconds() - begun >= QUIET * 0.9
