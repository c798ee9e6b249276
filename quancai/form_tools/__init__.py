"""What `quancai form …` does with a form: check it, fill it, and let it be compared with other engines."""
