"""The 户码 card: how a household's code looks on paper, and how it comes back in a photograph.

Painting needs Qt; making a card look photographed needs only OpenCV, so tests and
benches can age a card without a window.
"""
