"""The second factor of people's accounts: codes of an app, passkeys and recovery codes, by django-allauth."""
