"""Reading admission: cases scoped to the reader, admitted items, and the procedure that an application takes."""

from qingdan.entry.admission.queries.items import (
    admissions_at,
    admitted_by_code,
    items_for,
    items_reaching,
    valid_admissions_of,
)

__all__ = ["admissions_at", "admitted_by_code", "items_for", "items_reaching", "valid_admissions_of"]
