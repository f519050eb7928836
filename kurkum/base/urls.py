"""Pages of the ground floor: the front door, signing in, people, history."""

from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path

from kurkum.base.views import home, people

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("language/", home.set_language, name="set_language"),
    path("health/", home.health, name="health"),
    path("sign-in/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("sign-out/", auth.LogoutView.as_view(), name="logout"),
    path("password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("recover/", login_not_required(auth.PasswordResetView.as_view()), name="password_reset"),
    path(
        "recover/sent/",
        login_not_required(auth.PasswordResetDoneView.as_view()),
        name="password_reset_done",
    ),
    path(
        "recover/<uidb64>/<token>/",
        login_not_required(auth.PasswordResetConfirmView.as_view()),
        name="password_reset_confirm",
    ),
    path(
        "recover/complete/",
        login_not_required(auth.PasswordResetCompleteView.as_view()),
        name="password_reset_complete",
    ),
    path("me/", people.profile, name="profile"),
    path("people/", people.people_list, name="people"),
    path("people/new/", people.person, name="person_new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/recovery/", people.recovery_link, name="person_recovery"),
    path("history/", people.history, name="history"),
]
