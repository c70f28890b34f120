"""The company's customers: importing, changing, finding."""

from notifier.customers.changes import mark_unreachable, remove_customer, upsert_customer
from notifier.customers.importing import ImportRules
from notifier.customers.reading import (
    count_customers,
    every_customer,
    find_by_address,
    get_customer,
    get_customer_by_row,
    list_customers,
)
from notifier.customers.sources import import_csv, import_query, open_csv
from notifier.customers.values import ImportReport, Refusal, Upserted, UpsertOutcome

__all__ = [
    "ImportReport",
    "ImportRules",
    "Refusal",
    "UpsertOutcome",
    "Upserted",
    "count_customers",
    "every_customer",
    "find_by_address",
    "get_customer",
    "get_customer_by_row",
    "import_csv",
    "import_query",
    "list_customers",
    "mark_unreachable",
    "open_csv",
    "remove_customer",
    "upsert_customer",
]
