"""Reads the units that the guide has installed, and refuses what it does not know."""

import shlex
from dataclasses import dataclass, field
from pathlib import Path

# fmt: off
HONOURED = frozenset((
    "Backlog", "Environment", "EnvironmentFile", "ExecReload", "ExecStart", "Group", "KillMode", "ListenStream",
    "NotifyAccess", "OnCalendar", "Requires", "StateDirectory", "StateDirectoryMode", "TimeoutStopSec", "Type",
    "UMask", "User", "WantedBy", "WorkingDirectory",
))
"""What the stand-in does as systemd would."""
NOT_SHOWN = frozenset((
    "After", "AmbientCapabilities", "BindPaths", "CapabilityBoundingSet", "Description", "Documentation",
    "IOSchedulingClass", "IPAddressDeny", "InaccessiblePaths", "LockPersonality", "Nice", "NoNewPrivileges",
    "Persistent", "PrivateDevices", "PrivateNetwork", "PrivateTmp", "PrivateUsers", "ProcSubset", "ProtectClock",
    "ProtectControlGroups", "ProtectHome", "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules",
    "ProtectKernelTunables", "ProtectProc", "ProtectSystem", "RandomizedDelaySec", "RemoveIPC", "Restart",
    "RestartSec", "RestrictAddressFamilies", "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID",
    "StartLimitIntervalSec", "SystemCallArchitectures", "SystemCallFilter", "TemporaryFileSystem", "Wants",
))
"""What this test says nothing of: hardening (tests/core/test_units.py), order, and starting again (make faults)."""
# fmt: on


@dataclass
class Unit:
    """One file of /etc/systemd/system."""

    name: str
    values: dict[str, list[str]] = field(default_factory=dict)

    def one(self, key: str, default: str = "") -> str:
        """Returns the last value of a directive."""
        return self.values.get(key, [default])[-1]

    def words(self, key: str) -> list[str]:
        """Returns all values of a directive, as words."""
        return [word for value in self.values.get(key, []) for word in shlex.split(value)]


def read_unit(path: Path) -> Unit:
    """Reads a unit. Raises `ValueError` for a line or a directive that the stand-in does not know."""
    unit = Unit(path.name)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith(("#", ";", "[")):
            continue
        key, equals, value = line.partition("=")
        if not equals or line.endswith("\\") or key not in HONOURED | NOT_SHOWN:
            raise ValueError(f"{path.name}:{number}: {line}: tests/topology/units.py does not know it.")
        unit.values.setdefault(key, []).append(value)
    return unit


def read_environment_file(path: Path) -> dict[str, str]:
    """Reads an environment file as systemd does: NAME=value, quotes at both ends are taken off."""
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith(("#", ";")):
            name, _equals, value = line.partition("=")
            value = value.strip()
            found[name] = value[1:-1] if value[:1] == value[-1:] and value[:1] in tuple("\"'") else value
    return found
