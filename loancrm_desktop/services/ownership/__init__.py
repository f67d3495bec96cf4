"""Whose a customer is: given on, handed over, looked at together, returned to the pool, claimed."""
