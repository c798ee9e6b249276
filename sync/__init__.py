"""The exchange: what leaves this device, what comes back, and how both are trusted.

A filled form becomes changes (`change`), changes travel in signed and sealed
envelopes (`envelope`), each sender's envelopes form a chain, and a signed registry
(`keys.registry`) says whose chains count. `session` decides what happens next
without touching the world; `runner` does it against the replica and the ports.
`merge` joins what two people wrote. The relay and the platform use the very same
functions, so both ends of the wire are described once, in `wire` and in
docs/protocol.md. Import the modules by name: this package re-exports nothing, so
that a relay which may not open envelopes never loads the module that opens them.
"""
