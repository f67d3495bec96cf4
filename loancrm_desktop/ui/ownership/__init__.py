"""Whose a customer is: handing over, the shared pool, who looks along, somebody who leaves."""
