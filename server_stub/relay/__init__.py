"""The blind post office: who may post, in what order, kept once, handed out in order.

It sees who writes to whom, when and how much, and never what: it imports neither
the platform nor the forms nor the rules, and holds no key that opens anything.
"""
