"""What a person types as the server's address, made into one form. Opens nothing."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from desktop_app.errors import AppError

_LONGEST = 255


def server_address(typed: str) -> str:
    """`https://host[:port]`, without a slash at the end; plain http only to this computer itself.

    Without a scheme, https is meant, and http for this computer.

    Raises:
        AppError: E-PORT for what is no port, E-ADDRESS for everything else that can't be an address.
    """
    text = typed.strip()
    if not text or len(text) > _LONGEST or not text.isprintable() or " " in text or "\\" in text:
        raise AppError("E-ADDRESS", address=text[:_LONGEST])
    parts = _split(text if "://" in text else f"//{text}", typed=text)
    host = (parts.hostname or "").rstrip(".")
    scheme = parts.scheme or ("http" if is_this_computer(host) else "https")
    is_allowed = scheme == "https" or (scheme == "http" and is_this_computer(host))
    has_more = parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment
    if not _is_host(host) or not is_allowed or has_more:
        raise AppError("E-ADDRESS", address=text)
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}:{parts.port}" if parts.port else f"{scheme}://{shown}"


def is_this_computer(host: str) -> bool:
    """Whether nothing that is sent to `host` leaves this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(text: str, typed: str) -> SplitResult:
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise AppError("E-ADDRESS", address=typed) from error
    try:
        port = parts.port
    except ValueError as error:
        raise AppError("E-PORT", port=_port(parts)) from error
    if port == 0:
        raise AppError("E-PORT", port=0)
    return parts


def _port(parts: SplitResult) -> str:
    return parts.netloc.rpartition(":")[2]


def _is_host(host: str) -> bool:
    """A literal address, or a name that the resolver can be asked for (RFC 1123, section 2.1; also after IDNA)."""
    if ":" in host:
        try:
            ipaddress.IPv6Address(host)
        except ValueError:
            return False
        return True
    try:
        name = host.encode("idna").decode("ascii")
    except UnicodeError:
        return False
    labels = name.split(".")
    is_word = all(label.replace("-", "").isalnum() and not label.startswith("-") for label in labels)
    return bool(name) and is_word
