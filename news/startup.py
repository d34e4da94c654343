"""Registers this app's contexts, content types, section blueprints, signals and jobs when a process starts."""

from clusters.content.story_drafts import register_story_drafter
from fedcms.core.lanes import Lane
from fedcms.core.tasks.recurring import DAY, register_recurring
from fedcms.media.visibility import register_public_owner
from news import page_views, section_blueprints, signal_handlers, story_drafts
from news.models import Spokesperson
from news.newsroom import kit_sections, obstacles
from news.newsroom.consent_mails import warn_of_ending_consents
from news.newsroom.copy_ready import answers as copy_ready
from news.newsroom.mailing.delivery import continue_mailings
from news.newsroom.media_contacts.retention import erase_old_contacts
from news.tasks import erase_press_contacts, erase_spokespeople

SECONDS_BETWEEN_LOOKS = 5.0


def run() -> None:
    """Registers them; called once, from `AppConfig.ready`."""
    page_views.register()
    section_blueprints.register()
    signal_handlers.connect()
    copy_ready.register()
    obstacles.register()
    kit_sections.register()
    register_story_drafter(story_drafts.draft_story)
    register_public_owner(Spokesperson, Spokesperson.objects.shown)
    register_recurring("warn of ending consents", DAY, warn_of_ending_consents)
    register_recurring("erase spokespeople", DAY, erase_spokespeople)
    register_recurring("erase press contacts", DAY, erase_press_contacts)
    register_recurring("continue mailings", SECONDS_BETWEEN_LOOKS, continue_mailings, Lane.MAIL)
    register_recurring("erase old media contacts", DAY, erase_old_contacts)
