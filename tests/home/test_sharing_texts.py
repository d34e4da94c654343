"""The ready texts of the share kit: within what each network takes, whatever the title, summary and address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.sharing.networks import NETWORKS, Network
from home.sharing.texts import ShareSubject, hashtag, ready_text

ADDRESS = "https://edtech.example/fr/clusters/nord/actualites/une-rentree/"
BY_KEY = {network.key: network for network in NETWORKS}
ids = [network.key for network in NETWORKS]
lines = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=600).map(
    lambda text: " ".join(text.split())
)


def subject(title: str = "Une rentrée", summary: str = "", hashtags: tuple[str, ...] = ()) -> ShareSubject:
    return ShareSubject(title=title, summary=summary, hashtags=hashtags, address=ADDRESS)


@pytest.mark.parametrize("network", NETWORKS, ids=ids)
@given(
    title=lines.filter(bool),
    summary=lines,
    tags=st.lists(st.from_regex(r"#\w{1,40}", fullmatch=True), max_size=3),
)
def test_no_text_is_too_long_and_each_ends_with_the_address(
    network: Network, title: str, summary: str, tags: list[str]
) -> None:
    text = ready_text(subject(title, summary, tuple(tags)), network)
    assert network.length(text, ADDRESS) <= network.most
    assert text.endswith(ADDRESS)
    beginning = text.split("\n")[0].rstrip("…")
    assert beginning
    assert title.startswith(beginning)


def test_all_is_there_when_it_fits() -> None:
    text = ready_text(
        subject(summary="Trois classes essaient.", hashtags=("#Robotique",)), BY_KEY["linkedin"]
    )
    assert text == f"Une rentrée\n\nTrois classes essaient.\n\n#Robotique\n\n{ADDRESS}"


def test_a_long_summary_is_cut_and_a_long_title_takes_its_place() -> None:
    words = "Une phrase de trente caractères. " * 12
    text = ready_text(subject(summary=words), BY_KEY["x"])
    assert "Une phrase de trente caractères." in text
    assert words.strip() not in text
    long_title = ready_text(subject(title="Un titre " * 40, summary=words), BY_KEY["x"])
    assert "Une phrase" not in long_title
    assert long_title.endswith(f"…\n\n{ADDRESS}")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("é", 1),
        ("ع", 1),
        ("’", 1),
        ("…", 2),
        ("校", 2),
        ("🎓", 2),
        (ADDRESS, 23),
        (f"a {ADDRESS} b {ADDRESS}", 5 + 46),
    ],
)
def test_x_counts_as_its_own_documentation_says(text: str, length: int) -> None:
    assert BY_KEY["x"].length(text, ADDRESS) == length


def test_the_others_count_characters_and_mastodon_23_for_an_address() -> None:
    assert BY_KEY["mastodon"].length(f"校 {ADDRESS}", ADDRESS) == 25
    assert BY_KEY["bluesky"].length(f"校 {ADDRESS}", ADDRESS) == 2 + len(ADDRESS)


@pytest.mark.parametrize(
    ("label", "tag"),
    [
        ("intelligence artificielle", "#IntelligenceArtificielle"),
        ("Réalité virtuelle & augmentée", "#RéalitéVirtuelleAugmentée"),
        ("الذكاء الاصطناعي", "#الذكاءالاصطناعي"),
        ("2030", ""),
        ("–", ""),
    ],
)
def test_a_hashtag_is_read_in_words(label: str, tag: str) -> None:
    assert hashtag(label) == tag


def test_addresses_carry_the_text_and_nothing_of_ours() -> None:
    for network in NETWORKS:
        url = network.url("C’est 100 % vrai & gratuit ?", ADDRESS, "Un titre")
        assert not [part for part in ("{text}", " ", "utm") if part in url]
        if network.takes_text:
            assert "C%E2%80%99est%20100%20%25%20vrai%20%26%20gratuit%20%3F" in url
        else:
            assert url.endswith(
                "https%3A%2F%2Fedtech.example%2Ffr%2Fclusters%2Fnord%2Factualites%2Fune-rentree%2F"
            )
