"""Pages as PDF: docx and xlsx laid out, fonts kept apart, lines broken; knows no household and no form."""
