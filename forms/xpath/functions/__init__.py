"""The functions an expression may call, one family a file; `registry` is the table of all."""
