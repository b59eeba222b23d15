"""The color of text that can be read on a colored cell."""

from __future__ import annotations


def is_read_best_in(ink: str, other: str, ground: str) -> bool:
    """Whether *ink* stands out from *ground* at least as much as *other* does (WCAG contrast); hex colors.

    >>> is_read_best_in("#FFFFFF", "#111A27", "#0B5FA5"), is_read_best_in("#FFFFFF", "#111A27", "#E3EEF7")
    (True, False)
    """
    return contrast(ink, ground) >= contrast(other, ground)


def contrast(one: str, other: str) -> float:
    """How much two colors stand out from each other, 1 to 21.

    >>> round(contrast("#FFFFFF", "#000000"))
    21
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """*share* of *one* and the rest of *other*.

    >>> mixed("#FFFFFF", "#000000", 0.5)
    '#808080'
    """
    parts = (share * a + (1 - share) * b for a, b in zip(_channels(one), _channels(other), strict=True))
    return "#" + "".join(f"{round(part):02X}" for part in parts)


def _channels(color: str) -> tuple[int, ...]:
    return tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(color: str) -> float:
    linear = [_linear(channel / 255) for channel in _channels(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
