"""Insurance months the province returned: evidence the rules compare with what people say.

The province reports with a delay, so the month under comparison is the newest one
that has arrived, not the month on the wall.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select

from employment import InsuranceKind, InsuranceMonth, Month
from server_stub.platform.city_tables import insurance_months


def keep_insurance(connection: Connection, months: Iterable[InsuranceMonth]) -> None:
    """Keep reported months; a month that is reported again replaces its first report."""
    table = insurance_months
    for month in months:
        key = {"person_id": month.person_id, "month": month.month, "kind": month.kind.value}
        connection.execute(delete(table).where(*(table.c[name] == value for name, value in key.items())))
        connection.execute(insert(table).values(employer_name=month.employer_name, **key))


def insurance_of(connection: Connection, person_id: str) -> tuple[InsuranceMonth, ...]:
    table = insurance_months
    query = select(table).where(table.c.person_id == person_id).order_by(table.c.month, table.c.kind)
    return tuple(
        InsuranceMonth(row.person_id, Month(row.month), InsuranceKind(row.kind), row.employer_name)
        for row in connection.execute(query)
    )


def newest_month(connection: Connection) -> Month | None:
    """Name the newest month that was reported for anybody."""
    month = connection.execute(select(func.max(insurance_months.c.month))).scalar_one()
    return None if month is None else Month(month)
