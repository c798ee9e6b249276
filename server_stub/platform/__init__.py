"""The city's side: opens what devices send, checks it, applies it once, and answers.

It is a client of the relay like any device. Nothing it knows travels unsealed, and
every effect and the answer to it are one commit, so that it may stop anywhere.
"""
