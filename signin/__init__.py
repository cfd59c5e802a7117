"""Sign-up, sign-in, password reset and second factors: the portal's allauth settings."""
