"""Settings for sign-in, of Django's authentication and allauth; they use no environment variables."""

SESSION_ENGINE = "accounts.sessions"
AUTHENTICATION_BACKENDS = ["accounts.backends.AddressBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:dashboard"
LOGOUT_REDIRECT_URL = "statuses:directory"
ACCOUNT_ADAPTER = "signin.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "signin.forms.AddEmailForm",
    "confirm_email_verification_code": "signin.codes.EmailCodeForm",
    "signup": "signin.forms.SignupForm",
    "reset_password": "signin.forms.ResetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_UNIQUE_EMAIL = True
# A code instead of a link: it is typed where the sign-up began, so a half-filled application isn't lost.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = str
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,100/d/ip,5/300s/key",
    "signup": "20/m/ip,200/d/ip",
    "reset_password": "20/m/ip,5/m/key,20/d/key",
    "confirm_email": "1/10s/key,20/d/key",
}
MFA_ADAPTER = "signin.factors.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "signin.codes.NewAppForm",
    "authenticate": "signin.codes.SecondStepCodeForm",
    "edit_webauthn": "signin.passkeys.EditPasskeyForm",
    "reauthenticate": "signin.codes.CodeAgainForm",
    "add_webauthn": "signin.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "signin.passkeys.SecondStepForm",
    "login_webauthn": "signin.passkeys.PasskeyLoginForm",
    "reauthenticate_webauthn": "signin.passkeys.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
