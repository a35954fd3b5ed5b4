"""Pictures of figures. `draw` is only ever loaded by a process of its own (`handlers.pictures`):
what drawing takes in memory and time is gone afterwards, and nobody waits for it."""
