"""One signed, sealed message: its header, its place in a chain, making it and reading it.

Verifying and opening are separate modules: the relay verifies and never loads the
module that opens.
"""
