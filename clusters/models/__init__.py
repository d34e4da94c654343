"""Models of clusters, their sections and what they publish."""

from clusters.models.accreditation import (
    Accreditation,
    AccreditationLink,
    AccreditationOpening,
    GuestComment,
)
from clusters.models.announcement import Announcement, Digest
from clusters.models.bundle import Bundle, BundleMember, BundleState
from clusters.models.charter import Charter, CharterArticle, CharterSignature
from clusters.models.cluster import Cluster
from clusters.models.co_signature import CoSignature, CoSignatureState
from clusters.models.commitment import Commitment, CommitmentKind
from clusters.models.contact import ContactMessage, ContactPage, JoinPage
from clusters.models.content_page import ContentPage
from clusters.models.directory import CharterPage, OrganisationIndexPage
from clusters.models.emergency_withdrawal import EmergencyWithdrawal, WithdrawnPage
from clusters.models.federation import Federation
from clusters.models.invitation import Invitation, TeamRole
from clusters.models.neighbour import PageNeighbour
from clusters.models.offering import Offering
from clusters.models.organisation import Organisation, OrganisationKind
from clusters.models.press_kit import PressKit, PressKitDocument, PressKitImage
from clusters.models.section import ClusterIndexPage, ClusterPage, StructuralPage
from clusters.models.subscriber import (
    Facet,
    Rhythm,
    Subscriber,
    SubscriberChoice,
    SubscriberState,
)
from clusters.models.subscriber_mail import MailedPage, MailPurpose, MailState, SubscriberMail

__all__ = [
    "Accreditation",
    "AccreditationLink",
    "AccreditationOpening",
    "Announcement",
    "Bundle",
    "BundleMember",
    "BundleState",
    "Charter",
    "CharterArticle",
    "CharterPage",
    "CharterSignature",
    "Cluster",
    "ClusterIndexPage",
    "ClusterPage",
    "CoSignature",
    "CoSignatureState",
    "Commitment",
    "CommitmentKind",
    "ContactMessage",
    "ContactPage",
    "ContentPage",
    "Digest",
    "EmergencyWithdrawal",
    "Facet",
    "Federation",
    "GuestComment",
    "Invitation",
    "JoinPage",
    "MailPurpose",
    "MailState",
    "MailedPage",
    "Offering",
    "Organisation",
    "OrganisationIndexPage",
    "OrganisationKind",
    "PageNeighbour",
    "PressKit",
    "PressKitDocument",
    "PressKitImage",
    "Rhythm",
    "StructuralPage",
    "Subscriber",
    "SubscriberChoice",
    "SubscriberMail",
    "SubscriberState",
    "TeamRole",
    "WithdrawnPage",
]
