"""TLS 1.2 or newer, verified by the system's own trust store; and what is wrong with a certificate, as a code."""

import ssl
from typing import NoReturn

import truststore

from desktop_app.errors import AppError

_REASONS_BY_VERIFY_CODE = {
    9: "expired",
    10: "expired",
    62: "name",
    64: "name",
    18: "issuer",
    19: "issuer",
    20: "issuer",
}
"""X509_V_ERR_* of OpenSSL's x509_vfy.h."""


def _refuse_tls(cause: ssl.SSLError, error: BaseException) -> NoReturn:
    reason = _REASONS_BY_VERIFY_CODE.get(getattr(cause, "verify_code", 0), "")
    said = cause.reason or ""
    if not reason and ("PROTOCOL_VERSION" in said or "UNSUPPORTED_PROTOCOL" in said):
        reason = "version"
    raise AppError("E-TLS", reason=reason) from error


def system_trust() -> ssl.SSLContext:
    """The system's own trust store: cities put their network's certificate there. `SSL_CERT_FILE` can't break it."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def raise_tls(error: BaseException) -> None:
    """Raises AppError (E-TLS) if a certificate or TLS itself was refused, somewhere beneath `error`."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError) or cause is None:
        return  # the line was cut
    _refuse_tls(cause, error)
