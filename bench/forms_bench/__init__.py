"""What bench/forms.py is made of: forms of our own making, scripts of answers, one driver an engine."""
