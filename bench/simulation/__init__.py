"""A realm in one process, run by a seed: devices, relay and platform as shipped, on a world that goes wrong.

Real are the replica (SQLCipher files), the exchange, the relay's application, the
platform's desk, the forms and the rules. Simulated are the time, the wire, the disks
and the power. What the officers did is kept apart, in a ledger that asks no code of the
product, and every promise is held against it. docs/faults.md tells how to replay a seed.
"""
