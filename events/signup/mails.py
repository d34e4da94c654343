"""The mails to people who sign up, each in their language; they are queued in the transaction of what they tell.

`shown` is their event, read once for the mails of one change (events.signup.mail_frame).
"""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import SignUp, SignUpState
from events.signup.mail_frame import ShownEvent, send_to_person
from events.signup.seats import position_of
from fedcms.core.i18n.bidi import in_line

TIME_TO_CONFIRM = timedelta(hours=48)
"""So long somebody may confirm an address."""


def ask_to_confirm(sign_up: SignUp, shown: ShownEvent) -> None:
    """Mails the link by which somebody confirms an address."""
    with override(sign_up.language):
        lines = [
            _("Vous avez demandé à vous inscrire. Ouvrez le lien ci-dessous et confirmez votre adresse."),
            _("Sans confirmation dans les %(hours)d heures, vos données sont effacées.")
            % {"hours": int(TIME_TO_CONFIRM.total_seconds() // 3600)},
            _("Votre rang est celui de votre confirmation."),
            _("Si vous n’avez rien demandé, ne faites rien."),
        ]
        # Nothing of what was typed: the address may be that of somebody who knows nothing of it.
        send_to_person(sign_up, shown, _("confirmez votre inscription"), lines, with_name=False)


def tell_known(sign_up: SignUp, shown: ShownEvent) -> None:
    """Mails their own link to somebody who signs up again."""
    with override(sign_up.language):
        lines = [
            _("Vous aviez déjà demandé à vous inscrire avec cette adresse : rien n’a changé."),
            _("Votre inscription : %(state)s.") % {"state": sign_up.get_state_display()},
            _("Pour corriger ce que vous aviez écrit, ouvrez le lien ci-dessous."),
        ]
        send_to_person(sign_up, shown, _("inscription déjà reçue"), lines)


def tell_arrived(sign_up: SignUp, shown: ShownEvent) -> None:
    """Mails what became of a sign-up whose address is confirmed: a seat, a rank on the list, or that it is reviewed."""
    with override(sign_up.language):
        if sign_up.state == SignUpState.CONFIRMED:
            lines = [_("Votre place est confirmée. L’événement est joint, pour votre agenda.")]
            send_to_person(sign_up, shown, _("votre place est confirmée"), lines, with_calendar=True)
        elif sign_up.state == SignUpState.REVIEW:
            lines = [_("Votre demande est bien arrivée. L’équipe l’examine, et vous écrira sa réponse.")]
            send_to_person(sign_up, shown, _("votre demande est arrivée"), lines)
        else:
            send_to_person(sign_up, shown, _("vous êtes en liste d’attente"), _waiting_lines(sign_up))


def _waiting_lines(sign_up: SignUp) -> list[str]:
    lines = [
        _("Il n’y a pas de place pour vous en ce moment : vous êtes en liste d’attente, au rang %(rank)d.")
        % {"rank": position_of(sign_up)},
        _("Dès qu’une place se libère pour vous, elle est à vous et vous recevez un courriel."),
    ]
    claimed = sign_up.claimed_organisation
    if claimed is not None and sign_up.cluster_id is None:
        values = {"organisation": in_line(claimed.name), "cluster": in_line(str(claimed.cluster))}
        if sign_up.organisation_asked_at is not None:
            words = _(
                "Nous avons écrit à %(organisation)s, qui doit encore confirmer que vous venez pour elle."
            )
        else:
            words = _(
                "Nous n’avons pas pu demander à %(organisation)s si vous venez pour elle : demandez une "
                "invitation à %(cluster)s."
            )
        lines.append(words % values)
    return lines


def tell_moved_up(sign_up: SignUp, shown: ShownEvent) -> None:
    """Mails that somebody who waited has a seat."""
    with override(sign_up.language):
        lines = [
            _("Une place s’est libérée : elle est à vous. L’événement est joint, pour votre agenda."),
            _(
                "Si vous ne pouvez plus venir, annulez par le lien ci-dessous : elle ira à la personne suivante."
            ),
        ]
        send_to_person(sign_up, shown, _("vous avez une place"), lines, with_calendar=True)


def tell_declined(sign_up: SignUp, shown: ShownEvent) -> None:
    """Mails that the organisers decline."""
    with override(sign_up.language):
        lines = [_("L’équipe n’a pas pu retenir votre inscription. Vous pouvez lui répondre par courriel.")]
        send_to_person(sign_up, shown, _("inscription non retenue"), lines)


def tell_cancelled(sign_up: SignUp, shown: ShownEvent) -> None:
    """Mails that a sign-up is cancelled."""
    with override(sign_up.language):
        lines = [_("Votre inscription est annulée, comme demandé. La place ira à la personne suivante.")]
        send_to_person(sign_up, shown, _("inscription annulée"), lines)


def tell_corrected(sign_up: SignUp, shown: ShownEvent) -> None:
    """Mails that somebody with the link has changed what is known."""
    with override(sign_up.language):
        lines = [
            _("Ce que vous avez écrit en vous inscrivant a été corrigé. Votre rang et votre place restent.")
        ]
        send_to_person(sign_up, shown, _("inscription corrigée"), lines)
