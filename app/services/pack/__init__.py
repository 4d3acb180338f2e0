"""What stands in the documents of a session's pack; `app.files.pdf` makes them.

Access arrangements are read for the invigilator's sheet and for nothing else.
"""

from app.services.pack.documents import Document, document_data, slips_data

__all__ = ["Document", "document_data", "slips_data"]
