"""The world as the exchange sees it; only composition roots and tests import from here."""
