"""Telling the service manager that the service is ready, as sd_notify(3) describes it."""

import os
import socket


def notify_ready() -> None:
    """Send READY=1 where a service manager waits for it; otherwise do nothing."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.connect(f"\0{address[1:]}" if address.startswith("@") else address)
            manager.sendall(b"READY=1")
