"""The workspace database: tables, rows, transactions, migrations. All SQLAlchemy is here."""
