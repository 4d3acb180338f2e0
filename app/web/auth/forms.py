"""What the sign-in pages read."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length


class SignInForm(FlaskForm):
    """An address and a password."""

    email = StringField(
        "E-mail address",
        [InputRequired("Enter your e-mail address"), Length(max=254, message="Enter your address")],
    )
    password = PasswordField(
        "Password",
        [InputRequired("Enter your password"), Length(max=200, message="Enter your password")],
    )


class NewPasswordForm(FlaskForm):
    """A password of one's own choice, twice."""

    password = PasswordField(
        "New password",
        [
            InputRequired("Enter a password"),
            Length(max=200, message="A password may have up to 200 characters"),
        ],
    )
    again = PasswordField(
        "The same password again",
        [EqualTo("password", "The two passwords are not the same")],
    )
