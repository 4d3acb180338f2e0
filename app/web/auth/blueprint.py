"""The part of the site where one signs in; its modules hang their views on this blueprint."""

from flask import Blueprint

from app.web.auth.navigation import exists, staff_navigation
from app.web.auth.session import first_page

bp = Blueprint("auth", __name__)
bp.add_app_template_global(staff_navigation)
bp.add_app_template_global(first_page)
bp.add_app_template_filter(exists, "is_a_page")
