"""What can be wrong with a list as a whole, before or while it is read; rows have findings instead."""

from server_stub.errors import ServerError


class ListUnreadableError(ServerError):
    """Neither CSV in UTF-8 or GB18030 nor an XLSX workbook, or a damaged one."""

    code = "list-unreadable"


class ListNotFoundError(ListUnreadableError):
    """There is no such file, or no right to read it."""

    code = "list-not-found"


class ListTooLargeError(ServerError):
    """More bytes, rows, columns or characters than an honest list has."""

    code = "list-too-large"


class ListColumnsError(ServerError):
    """A column that must be there is not, or one is there twice."""

    code = "list-columns"


class RecordsElsewhereError(ServerError):
    """The records of this city are kept by another system, so nothing is changed by hand here."""

    code = "records-elsewhere"
