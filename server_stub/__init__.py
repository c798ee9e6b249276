"""The server: a post office that cannot read, and the city's desk behind it.

`relay` decides who may post and in what order, keeps every envelope once and
answers with a signed receipt; it never opens one. `platform` is a client of the
relay like any device: it opens what is addressed to the city, applies it and
answers. Both run in one process or in two; only this package and the desktop's
composition root build adapters.
"""
