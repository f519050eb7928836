"""The comma between names on a page: Arabic has its own."""

from django import template

from kurkum.base.lists import comma

register = template.Library()
register.simple_tag(comma)
