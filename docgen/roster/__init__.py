"""The room that makes intake workbooks (登记工作簿): blank ones, and ones filled from cases."""

from .workbook import export_workbook, new_workbook

__all__ = ["export_workbook", "new_workbook"]
