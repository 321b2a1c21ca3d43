"""The audit log: immutable events, the outbox of what follows from them, the sealed hash chain."""
