"""Cipher suites: the only files that know a cryptographic library, chosen by a number.

A key belongs to one suite for life and every envelope is made in the suite of its
sender's key, so nothing is negotiated and nothing can be talked down.
"""
