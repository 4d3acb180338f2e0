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


class CodeForm(FlaskForm):
    """A code for one session."""

    code = StringField(
        "Code",
        [InputRequired("Enter the code from your slip"), Length(max=60, message="Enter the code")],
    )


class OwnPasswordForm(NewPasswordForm):
    """A new password, and the one it takes the place of."""

    old = PasswordField(
        "The password you have now",
        [
            InputRequired("Enter the password you have now"),
            Length(max=200, message="Enter the password you have now"),
        ],
    )
