"""What the form of a page makes of the slug that an editor sends: kept, made of the title, or refused in words."""

import pytest
from django.forms import ModelForm
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from fedcms.core.pages.address_length import LONGEST_ADDRESS
from fedcms.users.models import User
from home.models import HomePage, StandardPage
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

ROOM_FOR_A_NUMBER = len("-999")


@pytest.fixture(scope="module")
def kept(keep: Keep) -> tuple[HomePage, User]:
    """The French home page, and who may do all."""
    with keep():
        home = HomePage.objects.get(locale__language_code="fr")
        return home, User.objects.create_superuser("root", "root@people.example", "x")


@pytest.fixture
def home(kept: tuple[HomePage, User], db: None) -> HomePage:
    """As it is."""
    return again(kept[0])


@pytest.fixture
def root(kept: tuple[HomePage, User], db: None) -> User:
    """As they were made."""
    return again(kept[1])


def below(parent: Page, title: str, slug: str = "", *, is_public: bool = False) -> StandardPage:
    """A page that is stored."""
    page = StandardPage(title=title, slug=slug, locale=parent.locale, live=False)
    parent.add_child(instance=page)
    if is_public:
        page.save_revision().publish()
    return again(page)


def sent(page: StandardPage, parent: Page, user: User, title: str, slug: str) -> ModelForm[StandardPage]:
    """The form of the editor, as it came back."""
    values = {"title": title, "slug": slug, "body": streamfield([])}
    data = nested_form_data({**values, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}})
    form: ModelForm[StandardPage] = page.get_edit_handler().get_form_class()(
        data, instance=page, parent_page=parent, for_user=user
    )
    form.is_valid()
    return form


def stored(form: ModelForm[StandardPage]) -> str:
    """The slug that is saved."""
    assert not form.errors, form.errors
    slug: str = form.save(commit=False).slug
    return slug


def new(home: HomePage) -> StandardPage:
    """A page that is not saved yet."""
    return StandardPage(locale=home.locale)


def space(parent: Page) -> int:
    """Up to so many characters a slug is made of a title below a page."""
    return LONGEST_ADDRESS - len(parent.url_path) - len("/") - ROOM_FOR_A_NUMBER


@pytest.mark.parametrize("title", ["Autre histoire", "Zone nouvelle"])
def test_the_slug_of_a_draft_follows_its_title(home: HomePage, root: User, title: str) -> None:
    page = below(home, "Une année")
    assert stored(sent(page, home, root, title, "une-annee")) == title.lower().replace(" ", "-")


def test_a_title_that_is_corrected_keeps_its_own_slug(home: HomePage, root: User) -> None:
    """The page itself has it: no other page takes it, and it needs no number."""
    page = below(home, "Une annee")
    assert stored(sent(page, home, root, "Une année", "une-annee")) == "une-annee"


def test_a_slug_that_others_have_gets_a_number(home: HomePage, root: User) -> None:
    below(home, "Une année")
    assert stored(sent(new(home), home, root, "Une année", "")) == "une-annee-1"
    page = below(home, "Autre")
    assert stored(sent(page, home, root, "Une année", "autre")) == "une-annee-1"


def test_a_slug_that_somebody_chose_for_a_draft_stays_whatever_its_title(home: HomePage, root: User) -> None:
    page = below(home, "Une année", "mon-adresse")
    for title in ("Une année", "Autre histoire", "Zone nouvelle"):
        assert stored(sent(page, home, root, title, "mon-adresse")) == "mon-adresse"
    numbered = below(home, "Une année", "une-annee-2025")
    assert stored(sent(numbered, home, root, "Une année", "une-annee-2025")) == "une-annee-2025"


@pytest.mark.parametrize("before", ["mon-adresse", "zone-libre"])
def test_a_slug_that_is_typed_with_another_title_is_the_typed_one(
    home: HomePage, root: User, before: str
) -> None:
    """Even one that was made of the former title."""
    page = below(home, "Une année", before)
    for slug in ("une-annee", "avant", "zebre"):
        assert stored(sent(again(page), home, root, "Autre histoire", slug)) == slug


def test_a_public_address_does_not_follow_its_title(home: HomePage, root: User) -> None:
    page = below(home, "Une année", is_public=True)
    for title in ("Autre histoire", "Zone nouvelle"):
        assert stored(sent(page, home, root, title, "une-annee")) == "une-annee"


def test_a_public_address_keeps_its_number_once_the_other_page_is_gone(home: HomePage, root: User) -> None:
    """Made as long as there is space, and longer with its number."""
    parent = below(home, "c" * 120)
    title = "a" * space(parent)
    other = below(parent, title, title)
    page = below(parent, title, f"{title}-1", is_public=True)
    other.delete()
    assert stored(sent(page, again(parent), root, title, f"{title}-1")) == f"{title}-1"


def test_what_the_browser_made_of_a_title_is_cut_to_the_space_there_is(home: HomePage, root: User) -> None:
    parent = below(home, "c" * 120)
    words = "mot " * 49
    made = stored(sent(new(home), parent, root, words, words.strip().replace(" ", "-")))
    assert made.startswith("mot-mot-")
    assert made.endswith("-mot")
    assert space(parent) - len("-mot") < len(made) <= space(parent)


def test_what_fits_is_taken_as_it_was_sent_and_told_when_it_is_taken(home: HomePage, root: User) -> None:
    """A number is put only where the person did not see the slug that is made."""
    parent = below(home, "c" * 120)
    fits = "a" * space(parent)
    for title in ("Une année", fits):
        slug = title.lower().replace(" ", "-").replace("é", "e")
        below(parent, title, slug)
        assert "slug" in sent(new(home), parent, root, title, slug).errors
    assert stored(sent(new(home), parent, root, f"{fits}a", f"{fits}a")) == f"{fits}-1"


@pytest.mark.parametrize("letter", ["a", "z"])
def test_a_typed_slug_that_is_too_long_is_refused_with_its_length(
    home: HomePage, root: User, letter: str
) -> None:
    """It is not replaced behind the person's back."""
    typed = letter * 252
    whole = len(home.url_path) + len(typed) + len("/")
    errors = sent(new(home), home, root, "Mon histoire", typed).errors
    assert f"aurait {whole} caractères en tout, {LONGEST_ADDRESS} au plus" in str(errors["slug"])
    page = below(home, "Mon histoire")
    assert f"aurait {whole} caractères" in str(sent(page, home, root, "Mon histoire", typed).errors["slug"])


def test_a_draft_s_new_slug_counts_for_the_pages_below_as_well(home: HomePage, root: User) -> None:
    """What stands below has the public address before it until then, whatever slug the draft had last."""
    page = below(home, "Court", is_public=True)
    below(page, "b" * 150)
    page.slug = "a" * 90
    page.save_revision()
    draft = again(page).get_latest_revision_as_object()
    whole = len(home.url_path) + len("/") * 2 + 120 + 150
    errors = sent(draft, home, root, "Court", "a" * 120).errors
    assert f"aurait {whole} caractères" in str(errors["slug"])
    draft = again(page).get_latest_revision_as_object()
    assert stored(sent(draft, home, root, "Court", "a" * 80)) == "a" * 80


def test_the_longest_address_there_may_be_is_taken(home: HomePage, root: User) -> None:
    longest = "z" * (LONGEST_ADDRESS - len(home.url_path) - len("/"))
    assert stored(sent(new(home), home, root, "Mon histoire", longest)) == longest


def test_an_address_that_is_too_long_already_is_no_reason_to_refuse_a_text(
    home: HomePage, root: User
) -> None:
    """Of a time before the limit: its editor may write on, and shorten it."""
    parent = below(home, "c" * 200)
    page = below(parent, "Mon histoire", "z" * 100)
    assert stored(sent(page, parent, root, "Mon histoire", "z" * 100)) == "z" * 100
    assert stored(sent(page, parent, root, "Mon histoire", "z" * 90)) == "z" * 90


def test_a_title_is_asked_for_alone_when_the_slug_would_be_made_of_it(home: HomePage, root: User) -> None:
    assert set(sent(new(home), home, root, "", "").errors) == {"title"}
    page = below(home, "Une année")
    assert set(sent(page, home, root, "", "une-annee").errors) == {"title"}
    assert set(sent(new(home), home, root, "", "z" * 210).errors) == {"title"}


def test_a_title_without_a_letter_asks_for_a_slug(home: HomePage, root: User) -> None:
    assert set(sent(new(home), home, root, "—", "").errors) == {"slug"}
    assert set(sent(new(home), home, root, "—", "--").errors) == {"slug"}


def test_what_is_no_slug_is_refused_in_words(home: HomePage, root: User) -> None:
    for slug in ("a b", "a/b"):
        assert set(sent(new(home), home, root, "Mon histoire", slug).errors) == {"slug"}
