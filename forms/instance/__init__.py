"""The live answers of one filling: a tree of nodes, its references, its entries, its XML."""
