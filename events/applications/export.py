"""Writes all that is known of an applicant as plain values, for who may have it."""

from django.http import JsonResponse

from events.applications.service import WORDS
from events.models import Application, DelegateProfile
from events.models.delegation import DELEGATE_TEXTS


def data_download(application: Application, name: str) -> JsonResponse:
    """Returns all that is known of an applicant as a file of a name. Who sends it says that nobody keeps it."""
    response = JsonResponse(data_of(application), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def data_of(application: Application) -> dict[str, object]:
    """Returns all that is known of an applicant, as plain values."""
    moments = (
        *("asked_at", "confirmed_at", "saved_at", "submitted_at", "withdrawn_at"),
        "organisation_asked_at",
    )
    values = {name: getattr(application, name) for name in moments}
    claimed = application.claimed_organisation
    return {
        "mission": str(application.call.translation_key),
        "state": application.state,
        "email": application.email,
        "language": application.language,
        "organisation": application.organisation,
        "organisation_in_directory": claimed.name if claimed is not None else None,
        "cluster": str(application.cluster) if application.cluster else None,
        "proof": application.proof,
        "decisions": [
            {"decision": each.kind, "decided_at": each.decided_at.isoformat()}
            for each in application.decisions.all()
        ],
        **{name: getattr(application, name) for name in WORDS},
        "delegation": _delegate_data(application),
        "meetings": [
            {
                "title": dict(each.title),
                "place": each.place,
                "starts_at": each.starts_at.isoformat(),
                "ends_at": each.ends_at.isoformat() if each.ends_at else None,
            }
            for each in application.meetings.all()
        ],
        "documents": [
            {"asked": str(each.requested.label), "name": each.name, "bytes": each.size}
            for each in application.documents.select_related("requested")
        ],
        "consent": application.consent,
        **{name: value.isoformat() if value else None for name, value in values.items()},
    }


def _delegate_data(application: Application) -> dict[str, object] | None:
    """Returns what an organisation of the delegation says of itself; `None` if it has written nothing."""
    profile = DelegateProfile.objects.filter(application=application).first()
    if profile is None:
        return None
    return {
        **{name: getattr(profile, name) for name in DELEGATE_TEXTS},
        **{f"shown_{name}": dict(profile.shown(name)) for name in DELEGATE_TEXTS},
        "consent": profile.consent,
        "consented_at": profile.consented_at.isoformat() if profile.consented_at else None,
        "approved_at": profile.approved_at.isoformat() if profile.approved_at else None,
    }
