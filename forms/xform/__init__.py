"""From the bytes of a form to its definition: read with limits, understood once, never changed again."""
