"""Where tiles lie like the map: {name of a unit: (column, row)}. Elsewhere they stand in reading order."""

from reporting.charts import rows_of_tiles

_LIKE_THE_MAP = (
    {  # An Giang until 30/06/2025
        **{"An Phú": (1, 0), "Tân Châu": (2, 0), "Châu Đốc": (1, 1), "Phú Tân": (2, 1), "Tịnh Biên": (0, 2)},
        **{"Châu Phú": (1, 2), "Chợ Mới": (2, 2), "Tri Tôn": (0, 3), "Châu Thành": (1, 3), "Long Xuyên": (2, 3)},
        "Thoại Sơn": (1, 4),
    },
    {  # Kon Tum, 2015 to 30/06/2025
        **{"Đắk Glei": (0, 0), "Tu Mơ Rông": (1, 0), "Ngọc Hồi": (0, 1), "Đắk Tô": (1, 1), "Kon Plông": (2, 1)},
        **{"Sa Thầy": (0, 2), "Đăk Hà": (1, 2), "Kon Rẫy": (2, 2), "Ia H'Drai": (0, 3), "Kon Tum": (1, 3)},
    },
)


def layout_of(names):
    """{name: (column, row)} for the units of a place."""
    for layout in _LIKE_THE_MAP:
        if set(layout) == set(names):
            return layout
    return rows_of_tiles(names, columns=4 if len(names) > 12 else 3)
