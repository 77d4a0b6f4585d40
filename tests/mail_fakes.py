"""A mail server on the loopback that keeps what it takes and can be slow, refuse, put off, or lose its answer."""

import asyncio
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from tests.ports import bind

WORD = "opensesame"


@dataclass
class Postbox:
    """What a server took, and how it misbehaves. After ``lost_answers`` letters the connection breaks before the answer."""

    taken: list = field(default_factory=list)
    refuse: set = field(default_factory=set)
    put_off: set = field(default_factory=set)
    lost_answers: int = 0
    slow: float = 0.0
    connections: int = 0

    def messages(self):
        """What was taken, as (recipient, parsed message)."""
        return [(who, message_from_bytes(data, policy=policy.default)) for who, data in self.taken]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refuse:
            return "550 5.1.1 no such user"
        if address in self.put_off:
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        await asyncio.sleep(self.slow)
        self.taken += [(who, envelope.content) for who in envelope.rcpt_tos]
        if self.lost_answers:
            self.lost_answers -= 1
            server.transport.abort()
        return "250 OK"


def _authenticator(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"littrack" and data.password == WORD.encode(), handled=False)


class _Controller(Controller):
    """Takes over a bound socket, so that nobody else gets the port; waits for its thread however busy the machine is."""

    def __init__(self, handler, bound, **options):
        self.bound = bound
        super().__init__(handler, hostname="127.0.0.1", port=bound.getsockname()[1], ready_timeout=900, **options)

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self.bound)


def serve(postbox, *, certificate=None, require_auth=False, port=0, bound=None, authenticator=_authenticator):
    """Start the server, on ``port`` or the socket ``bound`` where given; stop it with ``controller.stop()``.

    ``certificate`` is a PEM file with key and certificate.
    """
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    controller = _Controller(
        postbox,
        bound or bind(port),
        tls_context=context,
        require_starttls=bool(context),
        authenticator=authenticator,
        auth_required=require_auth,
        auth_require_tls=bool(context),
    )
    controller.start()
    return controller


def make_certificate(path):
    """Write a self-signed certificate for 127.0.0.1 with its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return path
