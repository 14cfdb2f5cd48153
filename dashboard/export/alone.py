"""A page of HTML that stands alone: how it begins."""

from __future__ import annotations


def beginning(title: str, *, style: str) -> str:
    """Down to its body: Swedish, for every width and theme, found by no search engine. `title` is
    escaped already."""
    return f"""<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>{style}</style>
</head>
"""
