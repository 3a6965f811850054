"""Who may use the desk, as lines to be read by people."""

from tellings.exports.as_library import say_moment
from tellings.exports.outline import counted
from tellings.model.accounts import AccountsRecord


def to_account_lines(record: AccountsRecord) -> str:
    """A line an account: name, role, since when, what of it is in use."""
    lines = [
        f"{each.name}  {each.role}  since {say_moment(each.made_at)}  "
        f"{counted(each.visits, 'visit')}, {counted(each.keys, 'key')}"
        for each in record.accounts
    ]
    return "\n".join(lines or ["There is no account yet: `tellings users add NAME --role admin` makes one."]) + "\n"
