"""Believable invented names, by people: Kinh, Khmer, Chăm, and the peoples of the northern highlands of Kon Tum."""

FAMILY = ["Nguyễn"] * 38 + ["Trần"] * 11 + ["Lê"] * 10 + ["Phạm"] * 7 + ["Huỳnh"] * 6 + ["Phan"] * 5 + [
    "Võ", "Võ", "Đặng", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Trương", "Đinh", "Mai", "Lâm", "Đoàn", "Tô", "Cao", "Hà",
]  # fmt: skip
MIDDLE = {
    "M": ["Văn", "Minh", "Quốc", "Gia", "Hoàng", "Đức", "Thanh", "Hữu", "Tuấn", "Nhật", "Phước", "Trung"],
    "F": ["Thị", "Ngọc", "Thị Mỹ", "Bảo", "Thanh", "Thị Kim", "Khánh", "Thùy", "Thị Hồng", "Như", "Minh", "Phương"],
}
GIVEN = {
    "M": [
        "An", "Anh", "Bảo", "Bình", "Cường", "Dũng", "Duy", "Đạt", "Đức", "Hải", "Hiếu", "Hòa", "Huy", "Hưng", "Khang",
        "Khôi", "Kiệt", "Long", "Lộc", "Minh", "Nam", "Nghĩa", "Phát", "Phong", "Phúc", "Quân", "Sơn", "Tài", "Tâm",
        "Thắng", "Thiện", "Thịnh", "Tín", "Toàn", "Trí", "Tuấn", "Vinh", "Ẩn", "Ân",
    ],
    "F": [
        "An", "Ánh", "Chi", "Châu", "Diễm", "Duyên", "Giang", "Hân", "Hạnh", "Hiền", "Hoa", "Hương", "Khuê", "Lan", "Linh",
        "Loan", "Ly", "Mai", "My", "Ngân", "Ngọc", "Nhi", "Như", "Oanh", "Phương", "Quyên", "Quỳnh", "Tâm", "Thảo", "Thư",
        "Thúy", "Tiên", "Trang", "Trâm", "Trinh", "Tuyết", "Uyên", "Vân", "Vy", "Yến",
    ],
}  # fmt: skip
HIGHLAND_GIVEN = {
    "M": ["Blong", "Brai", "Dong", "Hlo", "Huynh", "Khiêm", "Kroi", "Lang", "Nam", "Nhơi", "Phiên", "Thái", "Tiêng", "Tum", "Ương"],
    "F": ["Bay", "Blơi", "Dép", "Hiêng", "Hoa", "Khiêu", "Lan", "Liêu", "Mai", "Ngân", "Nhiên", "Phương", "Thảo", "Trâm", "Vel"],
}  # fmt: skip
KHMER_GIVEN = {
    "M": ["Sóc Kha", "Sa Rây", "Thi", "Sóc Phol", "Đa Ra", "Sâm Bath", "Chanh Tha", "Rít Thi", "Kim Sương"],
    "F": ["Sóc Kha", "Sa Vy", "Si Tha", "Sóc Ly", "Chanh Đa", "Sâm Nang", "Rô Sa", "Kim Hương", "Thi Đa"],
}  # fmt: skip
CHAM = {
    "M": ["Mách Salây", "Mohamach Sali", "Châu Kim Sa", "Hachi Karim", "Du Số", "Áp Du Rô"],
    "F": ["Sa Ri Dá", "Ma Ri Giam", "Sa Phi Dá", "Zay Nắp", "Pha Ty Mah", "Rô Phi Ah"],
}  # fmt: skip

# Ethnic group codes of the General Statistics Office (data/places): 01 Kinh, 05 Khmer, 10 Gia Rai, 12 Ba Na, 14 Chăm,
# 16 Xơ Đăng, 29 Gié–Triêng.
KON_TUM = ["01"] * 45 + ["16"] * 25 + ["12"] * 12 + ["29"] * 9 + ["10"] * 6 + ["01"] * 3
AN_GIANG = ["01"] * 93 + ["05"] * 5 + ["14"] * 2


def invented(dice, sex, people):
    """A full name for a child of this sex ("M"/"F") and ethnic group code, in Vietnamese order."""
    if people in {"10", "12", "16", "29"}:
        return f"{'A' if sex == 'M' else 'Y'} {dice.choice(HIGHLAND_GIVEN[sex])}"
    if people == "05":
        return f"{'Chau' if sex == 'M' else 'Néang'} {dice.choice(KHMER_GIVEN[sex])}"
    if people == "14":
        return dice.choice(CHAM[sex])
    return f"{dice.choice(FAMILY)} {dice.choice(MIDDLE[sex])} {dice.choice(GIVEN[sex])}"
