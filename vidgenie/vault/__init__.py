"""Provider keys: locked under a key of the account, which is locked under the master key."""
