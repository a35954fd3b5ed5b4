"""What nobody waits for takes its turn."""

import asyncio

from handlers.deps import OneByOne


async def test_one_after_the_other_and_no_more_than_so_many_wait() -> None:
    turns, running, most = OneByOne(), 0, 0
    go_on = asyncio.Event()

    async def work() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await go_on.wait()
        running -= 1

    asked = [asyncio.create_task(turns.do(work)) for _ in range(OneByOne.MOST + 2)]
    await asyncio.sleep(0)
    go_on.set()
    done = await asyncio.gather(*asked)
    assert (done.count(True), done.count(False), most) == (OneByOne.MOST, 2, 1)
    assert await turns.do(work)


async def test_what_fails_gives_up_its_turn() -> None:
    turns = OneByOne()

    async def broken() -> None:
        raise OSError

    async def fine() -> None:
        return None

    failed = await asyncio.gather(turns.do(broken), return_exceptions=True)
    assert isinstance(failed[0], OSError)
    assert await turns.do(fine)
