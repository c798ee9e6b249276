"""The city's own system in the built-in one's place, over HTTP (docs/city-contract.md).

`http_city` asks it; `reference` is a server of the contract around the built-in city, which
the contract suite runs against and another system may be compared with.
"""
