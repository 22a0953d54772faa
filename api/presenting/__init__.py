"""Plans as people and other systems read them: tables, sheets, workbooks, diagrams, calendars and reports."""
