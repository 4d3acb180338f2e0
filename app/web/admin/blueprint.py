"""The blueprint of administration, and who may see its pages about people."""

from flask import Blueprint

from app.domain.roles import MAY_GRANT
from app.web.access import for_role
from app.web.admin.reach import role_name

bp = Blueprint("admin", __name__, url_prefix="/admin")
bp.add_app_template_filter(role_name)
for_granters = for_role(*MAY_GRANT)
