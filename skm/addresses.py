"""The address of a database and the query to it, as typed in skm.toml: what may stand there, and what never may.

No database is asked here. Passwords come from the environment; one that is written down is refused.
"""

import re

# How an address may begin → the kind of database; a driver may be named where it is the one that is used.
KINDS = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "postgresql+pg8000": "postgresql",
    "mysql": "mysql",
    "mysql+pymysql": "mysql",
    "mariadb": "mariadb",
    "mariadb+pymysql": "mariadb",
    "sqlite": "sqlite",
}
ADDRESS = re.compile(r"^(?P<kind>[a-z0-9+]+)://(?P<rest>.+)$", re.DOTALL)
VARIABLE = re.compile(r"\$\{([A-Za-z_]\w*)\}")
# What stands between the colon and the last "@": a password may hold any sign.
WITH_PASSWORD = re.compile(r"(?P<before>[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@]*:)(?P<password>.*)(?=@)")
SECRET_OPTION = re.compile(
    r"(?P<before>[?&;]\s*[\w-]*(?:pass|pwd|secret|token)[\w-]*=)(?P<password>[^&\s\"]*)", re.IGNORECASE
)
OPTIONS = {"postgresql": ("sslmode",), "mysql": ("charset", "ssl_ca"), "mariadb": ("charset", "ssl_ca"), "sqlite": ()}
# Texts, quoted names and remarks of a query: what stands in them is no command.
QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|--[^\n]*|/\*(?!!).*?\*/", re.DOTALL)
READS = re.compile(r"^\s*\(*\s*(select|with)\b", re.IGNORECASE)
WRITES = re.compile(
    r"\b(insert|update|delete|merge|drop|alter|create|truncate|grant|revoke|call|execute|into|copy|lock|vacuum|attach"
    r"|pragma)\b|;|/\*!",
    re.IGNORECASE,
)


def fault_of_address(address: str) -> str:
    """Return the code of the message that an address deserves, "" where it may stand.

    Examples
    --------
    >>> fault_of_address("postgresql://pembaca@server/skm"), fault_of_address("postgresql://pembaca:${SANDI}@server/skm")
    ('', '')
    >>> fault_of_address("postgresql://pembaca:rahasia@server/skm"), fault_of_address("oracle://server/skm")
    ('database_password_written', 'database_kind_unknown')
    """
    written = [m["password"] for pattern in (WITH_PASSWORD, SECRET_OPTION) for m in pattern.finditer(address)]
    if any(not VARIABLE.fullmatch(password) for password in written if password):
        return "database_password_written"
    found = ADDRESS.match(address)
    if not found or found["kind"] not in KINDS:
        return "database_kind_unknown"
    _, _, options = found["rest"].partition("?")
    known = OPTIONS[KINDS[found["kind"]]]
    strange = [option for option in options.split("&") if option and option.partition("=")[0] not in known]
    return "database_option_unknown" if strange else ""


def hide_passwords(text: str) -> str:
    """Return a text in which the passwords of addresses are blotted out.

    Examples
    --------
    >>> hide_passwords("postgresql://pembaca:rahasia@server/skm")
    'postgresql://pembaca:***@server/skm'
    """
    for pattern in (WITH_PASSWORD, SECRET_OPTION):
        text = pattern.sub(lambda found: f"{found['before']}***", text)
    return text


def only_reads(query: str) -> bool:
    """Return whether a query is one SELECT (or WITH … SELECT) and no command that could change anything.

    Examples
    --------
    >>> only_reads("SELECT u1 FROM hasil WHERE catatan = 'drop; table'"), only_reads("DROP TABLE hasil")
    (True, False)
    """
    bare = QUOTED.sub(" '' ", query.strip().removesuffix(";"))
    return READS.match(bare) is not None and WRITES.search(bare) is None
