"""The ledger: wallets, lots of credits, Holds, and an append-only book of every movement."""
