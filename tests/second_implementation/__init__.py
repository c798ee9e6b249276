"""A second, small implementation of docs/protocol.md, written from its pages and not from the product.

Nothing in the modules here imports the product: only `cbor2`, `cryptography`, `zstandard` and the
standard library. The tests beside them let both speak with each other. It is what the page is
measured with, and it is plain rather than fast.
"""
