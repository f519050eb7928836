"""Workbooks as people send them: read with care, written with headings, notes and drop-downs."""
