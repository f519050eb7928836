"""The kitchen as a workbook: each app describes its sheets, one engine reads, checks, previews,
applies, takes back and writes them all."""
