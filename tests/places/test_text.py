"""Stored form, search key and sort key of Vietnamese text."""

import random
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.text import fold, name_sort_key, nfc, nfc_lines, sort_key

ALPHABETICAL = """
A Ả An Anh Ánh Ăng Ẵng Ẩn Âu Ba Bá Băng Bằng Bân Bình Cúc Cường Dũng Duy Dương Đạt Đông Đức Em Én Ê Gấm Giang Hà Hạ
Hằng Hân Hoa Hòa Hỏa Hoạ Huệ Hưng Khánh Khoa La Lan Lành Lăng Lâm Mai Mận Mơ Na Nga Ngà Ngân Nghĩa Oanh Ông Ơn Phúc
Phương Phượng Quân Quý Sáng Sơn Tâm Thảo Thơ Thu Thủy Thư Trang Trâm Út Ủy Uyên Ưu Vân Việt Vũ Xuân Y Ý Yên
"""

LETTERS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằấậéếệíóốớợúứựýAĂÂĐÊÔƠƯ ' -’0123456789", max_size=20)


def test_names_stand_in_the_order_of_the_vietnamese_alphabet():
    names = ALPHABETICAL.split()
    shuffled = random.Random(7).sample(names, len(names))

    assert sorted(shuffled, key=sort_key) == names


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("An", "An Bình"),  # the shorter first
        ("An Bình", "Ân"),
        ("Ba Xuân", "Bá Yên"),
        ("Hòa An", "Hoa Lư"),  # tones decide only between equal letters
        ("Phường 2", "Phường 10"),
        ("Đăk Hà", "Đăk Tô"),
        ("Ia Chim", "Ia H'Drai"),
        ("Dak", "Đak"),
        ("Za", "中"),
    ],
)
def test_the_first_sorts_before_the_second(earlier, later):
    assert sort_key(earlier) < sort_key(later)


def test_persons_sort_by_given_name_then_by_the_whole():
    people = [
        "Trần Văn An",
        "Vũ An",
        "Lê Thị Ánh",
        "A Blơng",
        "Y Blơng",
        "Đinh Thị Đào",
        "Néang Sóc Kha",
        "Ysa Kôsiêm",
        "Chau Sóc Ni",
        "Giàng A Páo",
        "Thạch Sa Rây",
        "Chau Kim Thươl",
        "Y Vân",
    ]

    shuffled = random.Random(7).sample(people, len(people))

    assert sorted(shuffled, key=name_sort_key) == people


def test_a_given_name_that_is_not_the_last_word_can_be_told():
    assert name_sort_key("H'Bia Niê") > name_sort_key("Lê Thị Mai")
    assert name_sort_key("H'Bia Niê", given="H'Bia") < name_sort_key("Lê Thị Mai")


def test_a_missing_name_sorts_first():
    assert name_sort_key("") < name_sort_key("A")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "hòa bình"),
        ("Đắk Hà", "Đăk Hà"),
        ("Ia H’Drai", "ia h' drai"),
        ("Bru - Vân Kiều", "bru vân kiều"),
        ("Gié–Triêng", "Gié-Triêng"),
        ("Ðức", "Đức"),  # Eth in place of Đ
        ("Lê 'Tý' Nam", "Lê Tý Nam"),
        ("NGUYỄN  THỊ\tHOA", "nguyen thi hoa"),
        ("Ê’ Ban", unicodedata.normalize("NFD", "Ê’ Ban")),
        ("Nguyễn", unicodedata.normalize("NFD", "Nguyễn")),
    ],
)
def test_spellings_of_one_name_fold_alike(one, other):
    assert fold(one) == fold(other)


def test_fold_keeps_letters_and_digits_only():
    assert fold("  Thị trấn Chư Prông (cũ), 100% _") == "thi tran chu prong cu 100"
    assert fold("---") == ""


def test_one_line_is_composed_and_single_spaced():
    assert nfc(unicodedata.normalize("NFD", "  Nguyễn \u00a0 Thị\nHoa ")) == "Nguyễn Thị Hoa"


def test_lines_are_kept_in_longer_text():
    assert nfc_lines("\r\nMột  \r\n\r\nHai\t\r\n") == "Một\n\nHai"


@given(LETTERS)
def test_keys_do_not_depend_on_composition(text):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    assert sort_key(composed) == sort_key(decomposed)
    assert fold(composed) == fold(decomposed)
    assert nfc(composed) == nfc(decomposed)


def test_every_sign_gives_a_key_that_is_a_key_itself():
    """Signs that stand for others (㎅, ŉ, ϲ) would else be found by one way of typing and not by the other."""
    every = map(chr, range(sys.maxunicode + 1))
    signs = [sign for sign in every if unicodedata.normalize("NFKC", sign).casefold() != sign]
    assert len(signs) > 5_000
    assert [sign for sign in signs if fold(fold(sign)) != fold(sign)] == []
    assert [sign for sign in signs if fold(fold(f"a{sign}b")) != fold(f"a{sign}b")] == []


@given(st.text(max_size=30))
def test_keys_of_any_text_are_plain_and_stable(text):
    assert sort_key(text).isascii()
    assert "\0" not in sort_key(text)
    assert fold(fold(text)) == fold(text)
    assert nfc(nfc(text)) == nfc(text)
    assert nfc_lines(nfc_lines(text)) == nfc_lines(text)


@given(LETTERS, LETTERS)
def test_names_that_share_a_sort_key_share_their_search_key(one, other):
    if sort_key(one) == sort_key(other) and not any(c.isdigit() for c in one + other):
        assert fold(one) == fold(other)
