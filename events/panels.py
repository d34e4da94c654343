"""The panels of an event's form: when, where, how to take part."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

EVENT_PANELS: tuple[Panel, ...] = (
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("start_time")]),
            FieldRowPanel([FieldPanel("ends_on"), FieldPanel("end_time")]),
            FieldRowPanel(
                [
                    FieldPanel("time_zone", help_text=_("Celui du lieu : les heures ci-dessus s’y lisent.")),
                    FieldPanel(
                        "status",
                        help_text=_(
                            "Un événement annulé ou reporté reste en ligne et le dit : ne le retirez pas du site."
                        ),
                    ),
                ]
            ),
        ],
        heading=_("Quand"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("venue_name"),
            FieldPanel("venue_address"),
            FieldRowPanel(
                [FieldPanel("venue_postcode"), FieldPanel("venue_city"), FieldPanel("venue_country")]
            ),
            FieldRowPanel(
                [FieldPanel("latitude"), FieldPanel("longitude")],
                help_text=_("Facultatif, en degrés décimaux : 48,1173 et -1,6778."),
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
    MultiFieldPanel(
        [
            FieldPanel("organisers"),
            FieldRowPanel([FieldPanel("spoken_languages"), FieldPanel("price_euros")]),
            FieldPanel("signup_url", help_text=_("La page où l’on s’inscrit. Vide : sans inscription.")),
        ],
        heading=_("Participer"),
    ),
)
