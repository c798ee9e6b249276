"""Measurements that anyone can repeat: what the product costs beside the least it could cost."""
