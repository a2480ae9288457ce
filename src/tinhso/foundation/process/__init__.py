"""States, tasks and the working-time ledger of any case."""
