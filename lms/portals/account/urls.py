"""Addresses of the account portal.

Stands behind allauth's own in project/urls.py, so that reverse() finds these.
"""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.usersessions import views as sessions
from django.urls import URLPattern, URLResolver, path

from lms.portals.account import guide, inbox, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("tai-khoan/", views.show_profile, name="account_profile"),
    path("tai-khoan/ma-mot-lan/", views.show_code_form, name="account_use_code"),
    path("ngon-ngu/", views.switch_language, name="account_language"),
    path("thong-bao/", inbox.show_notices, name="account_inbox"),
    path("tac-vu/", inbox.show_jobs, name="account_jobs"),
    path("tac-vu/<uuid:job_id>/", inbox.show_job, name="account_job"),
    path("tac-vu/<uuid:job_id>/tep/", inbox.download_job_file, name="account_job_file"),
    path("hop-thu/", inbox.show_demo_mailbox, name="account_mailbox"),
    path("tro-giup/", guide.show_help, name="help"),
    path("tro-giup/tinh-huong-tu-word/", guide.show_word_help, name="help_word"),
    path(
        "tro-giup/tinh-huong-tu-word/mau-tinh-huong.docx",
        guide.download_word_template,
        name="help_word_template",
    ),
    path(
        "tro-giup/tinh-huong-tu-word/tinh-huong-bay-canh.docx",
        guide.download_word_sample,
        name="help_word_sample",
    ),
    path("tro-nang/", guide.show_accessibility, name="accessibility"),
    # allauth's views under the names people read in the address bar
    path("tai-khoan/dang-nhap/", allauth.login, name="account_login"),
    path("tai-khoan/dang-xuat/", allauth.logout, name="account_logout"),
    path("tai-khoan/gui-ma/", allauth.request_login_code, name="account_request_login_code"),
    path("tai-khoan/nhap-ma/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("tai-khoan/quen-mat-khau/", allauth.password_reset, name="account_reset_password"),
    path(
        "tai-khoan/quen-mat-khau/da-gui/",
        allauth.password_reset_done,
        name="account_reset_password_done",
    ),
    path("tai-khoan/mat-khau/", allauth.password_change, name="account_change_password"),
    path("tai-khoan/xac-nhan/", allauth.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/thiet-bi/", sessions.list_usersessions, name="usersessions_list"),
    path("tai-khoan/bao-ve/", mfa.index, name="mfa_index"),
    path("tai-khoan/bao-ve/nhap-ma/", mfa.authenticate, name="mfa_authenticate"),
]
