"""All SQL, no Slack: one transaction keeps a new state together with everything it promises.

`storage.store.Storage` holds the four doors to it (the Protocols of `bot.ports`); `storage.schema`
brings a database up to date; `storage.database` runs the work.
"""
