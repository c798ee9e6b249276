"""What each rule of the pack looks for, as pure predicates under the ids of the catalogue.

One file a family. A check gives the evidence when its rule is hit, and None when it is not
or when the record does not say enough: what nobody asked is never held against anybody.
"""
