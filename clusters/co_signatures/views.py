"""The screen of a page's co-signatures: the lead asks there, and co-signing clusters read the text and answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.co_signatures.forms import AnswerForm
from clusters.co_signatures.readings import Reading, earlier_agreements, public_translations, reading_of
from clusters.co_signatures.requests import answer, ask, take_back
from clusters.co_signatures.signed_text import digest_of_text
from clusters.publishing.locked_posts import with_locked_page
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from fedcms.core.http.row_keys import is_key
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.formatting import in_a_list
from fedcms.users.models import User


def _screen(
    request: HttpRequest, reading: Reading, sent: AnswerForm | None = None, refusal: Refusal | None = None
) -> HttpResponseBase:
    content = reading.content
    title = isolated(content.title) if reading.may_read else ""
    digest = digest_of_text(content)
    forms = [
        (each.cluster, _form_for(f"cluster-{each.cluster.pk}", digest, sent))
        for each in reading.mine
        if each.is_current
    ]
    agreements = [
        (each, _form_for(f"agreement-{each.cluster.pk}", digest, sent))
        for each in earlier_agreements(reading, digest)
    ]
    is_shown = sent is None or any(form.prefix == sent.prefix for _of, form in [*forms, *agreements])
    context = {
        "page": reading.page,
        "content": content if reading.may_read else None,
        "header_title": _("Co-signatures de « %(title)s »") % {"title": title}
        if title
        else _("Co-signatures"),
        "signers": reading.shown_signers,
        "mine": reading.mine,
        "is_lead": reading.is_lead,
        "may_ask": reading.is_lead and not all(each.is_current for each in reading.signers),
        "digest": digest,
        "forms": forms,
        "agreements": agreements,
        # The text was changed meanwhile: there is no form any more that could hold what was typed.
        "lost_remark": "" if is_shown or sent is None else sent.data.get(sent.add_prefix("remark"), ""),
        "translations": public_translations(reading.page),
        "text_url": reverse("co_signed_text", args=[reading.page.pk]),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[reading.page.pk]) if reading.is_lead else "",
        "refusal": refusal,
    }
    is_wrong = refusal is not None or bool(sent and sent.errors)
    return TemplateResponse(
        request, "clusters/co_signatures/screen.html", context, status=400 if is_wrong else 200
    )


def _form_for(prefix: str, digest: str, sent: AnswerForm | None) -> AnswerForm:
    """Returns the form of a cluster: the one that was sent, with what was typed and the digest of what is shown now."""
    if sent is None or sent.prefix != prefix:
        return AnswerForm(prefix=prefix, initial={"digest": digest})
    typed = {"digest": digest, "remark": sent.data.get(sent.add_prefix("remark"), "")}
    data = {sent.add_prefix(name): value for name, value in typed.items()}
    form = AnswerForm(data, prefix=prefix, is_approved=sent.is_approved)
    form.is_valid()
    return form


@with_locked_page
def co_signatures(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Shows who signs a page and what they answered; asks, approves or refuses."""
    user = signed_in_user(request)
    reading = reading_of(user, page_id)
    if request.method != "POST":
        return _screen(request, reading)
    action = request.POST.get("action")
    if action == "ask":
        return _ask(request, reading, user)
    cluster_id = request.POST.get("cluster", "")
    if action not in ("approve", "decline", "take_back") or not is_key(cluster_id):
        refusal = Refusal(_("Ce bouton n’existe pas : rien n’a été fait."))
        return _screen(request, reading, refusal=refusal)
    if action == "take_back":
        return _take_back(request, reading, user, int(cluster_id))
    return _answer(request, reading, user, int(cluster_id))


def _ask(request: HttpRequest, reading: Reading, user: User) -> HttpResponseBase:
    try:
        asked = ask(reading.page, user, digest=request.POST.get("digest", ""))
    except Refusal as refusal:
        return _screen(request, reading_of(user, reading.page.pk), refusal=refusal)
    names = in_a_list([isolated(str(each)) for each in asked])
    messages.success(request, _("Accord demandé à %(clusters)s.") % {"clusters": names})
    return redirect(reverse("co_signatures", args=[reading.page.pk]))


def _answer(request: HttpRequest, reading: Reading, user: User, cluster_id: int) -> HttpResponseBase:
    is_approved = request.POST["action"] == "approve"
    form = AnswerForm(request.POST, prefix=f"cluster-{cluster_id}", is_approved=is_approved)
    if not form.is_valid():
        return _screen(request, reading, form)
    values = form.cleaned_data
    try:
        answer(
            reading.page,
            cluster_id,
            user,
            digest=values["digest"],
            is_approved=is_approved,
            remark=values["remark"],
        )
    except Refusal as refusal:
        return _screen(request, reading_of(user, reading.page.pk), form, refusal)
    words = _("Texte approuvé. Si quelqu’un le change, on vous le redemande.")
    if not is_approved:
        words = _("Texte refusé : qui l’a proposé est prévenu, et lit votre remarque ici.")
    messages.success(request, words)
    return redirect(reverse("co_signatures", args=[reading.page.pk]))


def _take_back(request: HttpRequest, reading: Reading, user: User, cluster_id: int) -> HttpResponseBase:
    form = AnswerForm(request.POST, prefix=f"agreement-{cluster_id}", is_approved=False)
    if not form.is_valid():
        return _screen(request, reading, form)
    try:
        take_back(reading.page, cluster_id, user, remark=form.cleaned_data["remark"])
    except Refusal as refusal:
        return _screen(request, reading_of(user, reading.page.pk), form, refusal)
    words = _("Accord retiré : qui mène le communiqué est prévenu, et lit votre remarque ici.")
    messages.success(request, words)
    return redirect(reverse("co_signatures", args=[reading.page.pk]))
