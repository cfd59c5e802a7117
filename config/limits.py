"""Rate limits for the portal's public forms; see accounts/limits.py."""

LIMITS = {
    "application": "20/h/ip,5/h/key",
    "invitation": "60/10m/ip",
    "invite": "60/h/key",
    "certificate": "60/10m/ip",
    "website": "20/10m/ip",
    "draft": "120/h/ip",
    "request": "20/h/ip,10/d/key",
    "follow": "60/10m/ip",
    "referral": "60/10m/ip",
}
