"""Looking after the data: who is here twice, what lies in the trash."""
