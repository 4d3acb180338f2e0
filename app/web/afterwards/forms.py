"""What a candidate types to see a result."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.web.centre.fields import DayField


class ResultForm(FlaskForm):
    """The code from the receipt, as typed or pasted, and the date of birth."""

    code = StringField("Result code", [InputRequired("Enter your result code."), Length(max=100)])
    born = DayField("Date of birth", "Enter your date of birth.")
