"""One filling of a form from the first question to the submission."""
