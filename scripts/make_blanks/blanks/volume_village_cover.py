"""案卷封面 of a village's volume."""

from binding import cover

TARGET = "docx/cn/volume_village_cover.docx"


def make() -> bytes:
    """The blank."""
    return cover(
        "村卷封面",
        "村级文书 {{ papers }} 件 {{ pages }} 页；户卷 {{ volumes }} 卷",
        (("保管期限", "{{ retention }}"), ("档　　号", "{{ archive_number }}")),
    )
