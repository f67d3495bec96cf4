"""LoanCRM Desktop: one encrypted office for a small loan brokerage."""

__version__ = "0.1.0"
