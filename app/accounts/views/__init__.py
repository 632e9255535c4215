"""Pages of logins: `login` coming in, `sessions` where one is logged in, `second_factor`, `codes`
for activation, `logins` all of them, `passwords`, `roles` what each may do, `see_as` another.
"""

from app.accounts.views.login import LoginPage
from app.accounts.views.logins import LoginRecordView, LoginView, PersonLoginPage
from app.accounts.views.passwords import NewPasswordPage, OwnPasswordPage
from app.accounts.views.roles import RolesPage, SeeAsPage
from app.accounts.views.second_factor import FactorOffPage, SecondFactorPage
from app.accounts.views.sessions import SessionsPage

__all__ = [
    "FactorOffPage",
    "LoginPage",
    "LoginRecordView",
    "LoginView",
    "NewPasswordPage",
    "OwnPasswordPage",
    "PersonLoginPage",
    "RolesPage",
    "SecondFactorPage",
    "SeeAsPage",
    "SessionsPage",
]
