"""案卷封面 of a household's volume, after GB/T 9705."""

from binding import cover

TARGET = "docx/cn/volume_cover.docx"


def make() -> bytes:
    """The blank."""
    return cover(
        "案卷封面",
        "本卷共 {{ papers }} 件 {{ pages }} 页",
        (
            ("保管期限", "{{ retention }}"),
            ("归 档 号", "{{ number }}"),
            ("档　　号", "{{ archive_number }}"),
        ),
    )
