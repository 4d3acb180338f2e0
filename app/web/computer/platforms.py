"""How the authority's certificate is installed, by the system of whoever asks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Platform:
    """A system: its name, what its browsers call themselves, and what to do step by step."""

    name: str
    says: tuple[str, ...]
    steps: tuple[str, ...]


PLATFORMS = (
    Platform(
        "Windows",
        ("Windows",),
        (
            "Open the file you downloaded and press “Install Certificate…”.",
            "Choose “Local Machine”, which needs an administrator.",
            (
                "Choose “Place all certificates in the following store”, “Browse…”, and there"
                " “Trusted Root Certification Authorities”. Finish."
            ),
            "Close the browser, open it again, and come back to this address.",
        ),
    ),
    Platform(
        "ChromeOS",
        ("CrOS",),
        (
            (
                "Open chrome://certificate-manager, or chrome://settings/certificates on an older"
                " Chromebook."
            ),
            (
                "Under your certificates or “Authorities”, press “Import” and choose the file you"
                " downloaded."
            ),
            (
                "Tick “Trust this certificate for identifying websites”, and come back to this"
                " address."
            ),
        ),
    ),
    Platform(
        "iPad and iPhone",
        ("iPad", "iPhone", "Macintosh"),  # an iPad's Safari says that it is a Macintosh
        (
            "Use Safari for the download and press “Allow”.",
            "Open Settings, “Profile Downloaded”, and press “Install”.",
            (
                "In Settings, “General”, “About”, “Certificate Trust Settings”, switch the"
                " certificate on."
            ),
            "Come back to this address.",
        ),
    ),
    Platform(
        "macOS",
        ("Macintosh",),
        (
            "Open the file you downloaded and add it to the keychain “System”.",
            "In Keychain Access open the certificate, then “Trust”, and choose “Always Trust”.",
            "Close the browser, open it again, and come back to this address.",
        ),
    ),
    Platform(
        "Android",
        ("Android",),
        (
            "Open Settings and search for “CA certificate”.",
            "Press “Install anyway” and choose the file you downloaded.",
            "Come back to this address.",
        ),
    ),
    Platform(
        "Linux",
        ("Linux", "X11"),
        (
            (
                "In Chrome or Chromium open chrome://certificate-manager, or"
                " chrome://settings/certificates in an older one; in Firefox see below."
            ),
            "Import the file you downloaded as an authority and trust it for websites.",
            "Come back to this address.",
        ),
    ),
    Platform(
        "Firefox, where it does not trust what the system trusts",
        (),
        (
            (
                "Open Settings, “Privacy & Security”, “Certificates”, “View Certificates…”,"
                " “Authorities”."
            ),
            (
                "Press “Import…”, choose the file you downloaded, and tick “Trust this CA to identify"
                " websites”."
            ),
        ),
    ),
)


def platforms_for(agent: str) -> list[tuple[Platform, bool]]:
    """Return every platform, each with whether the browser that says this may run on it."""
    android = "Android" in agent
    return [(each, _is_on(each, agent, android)) for each in PLATFORMS]


def _is_on(platform: Platform, agent: str, android: bool) -> bool:
    if android or "CrOS" in agent:  # both also say Linux or X11
        return platform.name == ("Android" if android else "ChromeOS")
    return any(word in agent for word in platform.says)
