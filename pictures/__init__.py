"""Pictures of figures, drawn by a process of their own (`python -m pictures`): what that takes in
memory and time is gone afterwards, and nobody waits for it. Knows nothing of the bot."""
