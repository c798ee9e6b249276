"""Stories told by several test packages: a realm with its keys, a desk with its relay."""
