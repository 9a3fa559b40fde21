"""Which sending is a row? By that the same response is found in two files."""

from skm.responses.recognising import PROFILE_ROLES
from skm.responses.rows import Table
from skm.responses.staging import quoted_name

SENT = "sent"  # a number for what says which sending a row is: its time or number, with answers and profile


def sending_of(table: Table) -> str:
    """Return the SQL of a number that two rows share only if they are one sending; "" where nothing tells sendings.

    A time says it alone, in whatever period its file stands. A bare number may start again with each month and desk, so
    it says it together with the day, the unit, the service and the period.
    """
    present = set(table.staged.columns)
    if "timestamp" in present:
        mark, fields = "timestamp", ["timestamp"]
    elif "id" in present:
        mark = "id"
        fields = ["id", "key_period", *(name for name in ("date", "service") if name in present)]
    else:
        return ""
    answers = [f"a_{item}" for item in table.plan.items]
    fields += ["key_unit", *answers, *(role for role in PROFILE_ROLES if role in present)]
    cells = ", ".join(f"coalesce(trim(CAST({quoted_name(name)} AS VARCHAR)), '')" for name in fields)
    return f"CASE WHEN nullif(trim({quoted_name(mark)}), '') IS NOT NULL THEN hash({cells}) END"
