"""Sign-up, sign-in, reset and second factors: how allauth behaves in the portal."""
