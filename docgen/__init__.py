# ruff: noqa: E402 - the collector is paused before anything is imported
"""docgen fills official forms from case data and packs them for signing.

The front door: plugins import from here, from `docgen.columns` (the dictionary of boxes), `docgen.ooxml` and
`docgen.pdf`, and from nowhere else in the package.
"""

import gc

_COLLECTING = gc.isenabled()
gc.disable()  # what is loaded here stays: to look for garbage in it meanwhile costs a fifth of the time

from .calendar_cn import Calendar
from .case import (
    Account,
    Application,
    Approval,
    Area,
    Attendee,
    Case,
    Comparison,
    Contact,
    Guarantee,
    Household,
    Income,
    IncomeLine,
    Insurance,
    Living,
    Measure,
    Member,
    Notice,
    OnSiteCheck,
    Post,
    Proceeding,
    Review,
    Risk,
    Roster,
    Standard,
    Visit,
    Work,
    redacted,
)
from .codes import (
    LISTS,
    MEASURE_ITEMS,
    IdNumber,
    Option,
    OptionList,
    Phone,
    Secret,
    check_character,
    half_width,
    label_of,
)
from .course import Course
from .document import Document, Drawn, Leaves, Misfit
from .errors import (
    DataFileError,
    DocgenError,
    Finding,
    FormError,
    PluginError,
    PolicyError,
    RenderError,
    SetupError,
    Severity,
    StoreError,
    UsageError,
    fields,
    say,
)
from .form import Audience, Field, FilledForm, Form, Signature, Table
from .formpack import load_forms, pack_folder
from .hookspecs import API_VERSION, Check, Reader, Renderer, RosterKey, hookimpl
from .intake import Entry, Origin, Reading
from .place import place
from .policy import Policy, compared_income, first_day
from .policypack import load_policies
from .procedure import Procedure, Step
from .procedurepack import load_procedures

if _COLLECTING:
    if not gc.get_freeze_count():  # all at once it counts as old
        gc.freeze()
        gc.unfreeze()
    gc.enable()

__all__ = [
    "API_VERSION",
    "LISTS",
    "MEASURE_ITEMS",
    "Account",
    "Application",
    "Approval",
    "Area",
    "Attendee",
    "Audience",
    "Calendar",
    "Case",
    "Check",
    "Comparison",
    "Contact",
    "Course",
    "DataFileError",
    "DocgenError",
    "Document",
    "Drawn",
    "Entry",
    "Field",
    "FilledForm",
    "Finding",
    "Form",
    "FormError",
    "Guarantee",
    "Household",
    "IdNumber",
    "Income",
    "IncomeLine",
    "Insurance",
    "Leaves",
    "Living",
    "Measure",
    "Member",
    "Misfit",
    "Notice",
    "OnSiteCheck",
    "Option",
    "OptionList",
    "Origin",
    "Phone",
    "PluginError",
    "Policy",
    "PolicyError",
    "Post",
    "Procedure",
    "Proceeding",
    "Reader",
    "Reading",
    "RenderError",
    "Renderer",
    "Review",
    "Risk",
    "Roster",
    "RosterKey",
    "Secret",
    "SetupError",
    "Severity",
    "Signature",
    "Standard",
    "Step",
    "StoreError",
    "Table",
    "UsageError",
    "Visit",
    "Work",
    "check_character",
    "compared_income",
    "fields",
    "first_day",
    "half_width",
    "hookimpl",
    "label_of",
    "load_forms",
    "load_policies",
    "load_procedures",
    "pack_folder",
    "place",
    "redacted",
    "say",
]
