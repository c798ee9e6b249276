"""Lists of residents, enterprises and vacancies taken into the city database, row by row.

A list may come from any spreadsheet, so its bytes are bounded and nothing in it is run; each
row is judged by the rules the devices have; good rows are kept and bad ones told with their
reasons; the same list again changes nothing. `running.import_list` is what a command or page calls.
"""
