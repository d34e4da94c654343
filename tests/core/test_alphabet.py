"""Names stand in a list as in a dictionary."""

from fedcms.core.i18n.alphabet import in_alphabet


def test_accents_and_capitals_do_not_count() -> None:
    names = [
        "Wallonie",
        "Île-de-France",
        "Hauts-de-France",
        "Évaluation",
        "formation",
        "Études",
        "Maroc",
        "Œuvres",
    ]
    assert sorted(names, key=in_alphabet) == [
        *(
            "Études",
            "Évaluation",
            "formation",
            "Hauts-de-France",
            "Île-de-France",
            "Maroc",
            "Œuvres",
            "Wallonie",
        ),
    ]


def test_arabic_letters_with_a_hamza_stand_with_their_letter() -> None:
    assert sorted(["بحث", "أدوات", "تقييم", "اندماج"], key=in_alphabet) == ["أدوات", "اندماج", "بحث", "تقييم"]


def test_names_that_differ_by_accents_alone_keep_one_order() -> None:
    assert sorted(["cote", "côté", "Cote"], key=in_alphabet) == sorted(
        ["côté", "Cote", "cote"], key=in_alphabet
    )
