"""The same envelopes on a stick: for villages that see a courier before they see a network.

Nothing here is trusted and nothing here is secret: every file is a sealed envelope or a
signed word that proves itself, exactly as on the wire. So a stick may be copied, lost,
read twice or in any order, and mixed with direct exchange as people please.
"""
