"""The demonstration: every part real, only the residents invented.

The server and the platform run in a process of their own, so that "the network is
gone" is a killed process and not a flag.
"""
