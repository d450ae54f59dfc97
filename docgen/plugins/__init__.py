"""Plugins that ship with docgen; they come in by the same door as everyone's."""

BUILTINS = (
    "docgen.plugins.application",
    "docgen.plugins.approval",
    "docgen.plugins.assessment",
    "docgen.plugins.checks",
    "docgen.plugins.excel",
    "docgen.plugins.filters",
    "docgen.plugins.handbook",
    "docgen.plugins.measures",
    "docgen.plugins.packs",
    "docgen.plugins.readers",
    "docgen.plugins.survey",
    "docgen.plugins.word",
)
