"""Expressions of forms: XPath 1.0 with ODK's functions, parsed here and compiled to closures.

Neither libxml2 nor elementpath can say what ODK means by dates, repeats, blank
answers and `if()` (docs/adr), so text becomes tokens, tokens a tree of frozen values, and the tree
one Python closure over our own nodes. The tree also tells which nodes it reads.
"""
