"""The panels of an event's form: when, where, how to take part."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from clusters.towns.widgets import LatitudeInput

EVENT_PANELS: tuple[Panel, ...] = (
    FieldPanel("event_type", help_text=_("Ce que c’est, dit à côté du titre et dans les filtres.")),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel(
                        "starts_on",
                        help_text=_("L’agenda classe par ce jour ; passé le dernier, il archive la page."),
                    ),
                    FieldPanel("start_time"),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel("ends_on"),
                    FieldPanel("end_time", help_text=_("Vide : jusqu’à la fin du dernier jour.")),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel("time_zone", help_text=_("Celui du lieu : les heures ci-dessus s’y lisent.")),
                    FieldPanel(
                        "status",
                        help_text=_(
                            "Un événement annulé ou reporté reste en ligne et le dit : ne le retirez pas du site. "
                            "Changez l’état et la date en même temps : l’ancienne reste visible, barrée."
                        ),
                    ),
                ]
            ),
        ],
        heading=_("Quand"),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "repeats",
                help_text=_(
                    "Vide : il n’a lieu qu’une fois. Les dates ci-dessus sont celles de la première fois ; chaque fois "
                    "a les mêmes heures, à l’horloge du lieu. On s’inscrit à toutes les dates ensemble, jusqu’à la "
                    "première."
                ),
            ),
            FieldRowPanel(
                [
                    FieldPanel(
                        "repeat_interval",
                        help_text=_("2 : toutes les deux semaines, tous les deux mois ou tous les deux ans."),
                    ),
                    FieldPanel(
                        "repeat_days",
                        help_text=_("Chaque semaine seulement. Rien de coché : le jour de la première fois."),
                    ),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel(
                        "repeat_until",
                        help_text=_("Ce jour compris, trois ans au plus après la première fois."),
                    ),
                    FieldPanel(
                        "repeat_count",
                        help_text=_(
                            "Ou bien : combien de dates en tout, celles qui n’ont pas lieu comprises."
                        ),
                    ),
                ]
            ),
            FieldPanel(
                "exceptions",
                help_text=_(
                    "Les dates qui n’ont pas lieu, sont annulées ou sont déplacées. Les autres ne changent pas."
                ),
            ),
        ],
        heading=_("Se répète"),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "venue_name",
                help_text=_("Ce que l’on cherche en arrivant : « Les Champs Libres ». Vide : en ligne."),
            ),
            FieldPanel("venue_address", help_text=_("Le numéro et la rue, pour s’y rendre.")),
            FieldRowPanel(
                [
                    FieldPanel("venue_postcode", help_text=_("Tel qu’on l’écrit dans le pays.")),
                    FieldPanel("venue_city", help_text=_("Elle paraît dans l’agenda, à côté de la date.")),
                    FieldPanel(
                        "venue_country",
                        help_text=_("Nommé à côté de la ville, pour qui vient de loin."),
                    ),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel(
                        "latitude",
                        widget=LatitudeInput,
                        help_text=_(
                            "En degrés : 48,1173. Facultative : elle place l’événement dans les calendriers."
                        ),
                    ),
                    FieldPanel(
                        "longitude", help_text=_("En degrés, négative à l’ouest de Greenwich : -1,6778.")
                    ),
                ],
            ),
            FieldPanel(
                "online_url",
                help_text=_(
                    "Public dès la publication. Si la salle est sur inscription, ne donnez que celle-ci."
                ),
            ),
        ],
        heading=_("Où"),
    ),
    FieldPanel(
        "sessions",
        heading=_("Séances"),
        help_text=_(
            "Le programme, à l’horloge du lieu. Il suit l’événement quand celui-ci change de jour. Les textes se "
            "traduisent ; jours et heures sont ceux de l’original. Une fin avant le début est du lendemain."
        ),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "organisers", help_text=_("Ceux qui invitent, comme ils se nomment. Vide : votre cluster.")
            ),
            FieldRowPanel([FieldPanel("spoken_languages"), FieldPanel("price_euros")]),
            FieldPanel("signup_url", help_text=_("La page où l’on s’inscrit. Vide : sans inscription.")),
        ],
        heading=_("Participer"),
    ),
)
