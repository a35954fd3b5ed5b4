"""The emoji the sandbox can show, by Slack's short names."""

import re

# One tap away on every message: what the product's gestures use.
QUICK = (
    "white_check_mark",
    "raised_hand",
    "black_right_pointing_double_triangle_with_vertical_bar",
    "pushpin",
    "mega",
)

EMOJI = {
    "white_check_mark": "✅", "raised_hand": "✋", "hand": "✋",
    "black_right_pointing_double_triangle_with_vertical_bar": "⏭️", "next_track_button": "⏭️",
    "fast_forward": "⏩", "pushpin": "📌", "mega": "📣",
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "heart": "❤️", "tada": "🎉",
    "eyes": "👀", "pray": "🙏", "clap": "👏", "wave": "👋", "ok_hand": "👌", "muscle": "💪",
    "raised_hands": "🙌", "handshake": "🤝", "point_up": "☝️", "point_right": "👉", "joy": "😂",
    "smile": "😄", "slightly_smiling_face": "🙂", "blush": "😊", "sweat_smile": "😅",
    "thinking_face": "🤔", "cry": "😢", "disappointed": "😞", "heartpulse": "💗",
    "green_heart": "💚", "fire": "🔥", "rocket": "🚀", "sparkles": "✨", "star": "⭐",
    "warning": "⚠️", "rotating_light": "🚨", "no_entry": "⛔", "x": "❌", "heavy_check_mark": "✔️",
    "ballot_box_with_check": "☑️", "question": "❓", "exclamation": "❗", "bulb": "💡",
    "bell": "🔔", "no_bell": "🔕", "mute": "🔇", "zzz": "💤", "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳", "alarm_clock": "⏰", "stopwatch": "⏱️", "clock3": "🕒",
    "calendar": "📆", "spiral_calendar_pad": "🗓️", "date": "📅", "memo": "📝", "pencil2": "✏️",
    "clipboard": "📋", "page_facing_up": "📄", "books": "📚", "link": "🔗", "paperclip": "📎",
    "mag": "🔍", "key": "🔑", "lock": "🔒", "unlock": "🔓", "speech_balloon": "💬",
    "telephone_receiver": "📞", "phone": "☎️", "email": "📧", "envelope": "✉️", "package": "📦",
    "truck": "🚚", "gift": "🎁", "money_with_wings": "💸", "moneybag": "💰", "credit_card": "💳",
    "chart_with_upwards_trend": "📈", "bar_chart": "📊", "repeat": "🔁", "recycle": "♻️",
    "arrow_right": "➡️", "arrow_forward": "▶️", "double_vertical_bar": "⏸️", "seedling": "🌱",
    "house": "🏠", "chair": "🪑", "hammer_and_wrench": "🛠️", "wrench": "🔧", "coffee": "☕",
    "cake": "🍰", "red_circle": "🔴", "large_orange_circle": "🟠", "large_yellow_circle": "🟡",
    "large_green_circle": "🟢", "large_blue_circle": "🔵", "white_circle": "⚪", "dart": "🎯",
    "checkered_flag": "🏁", "triangular_flag_on_post": "🚩", "bust_in_silhouette": "👤",
    "busts_in_silhouette": "👥", "raising_hand": "🙋", "shrug": "🤷", "broken_heart": "💔",
}  # fmt: skip

_NAME = re.compile(r":([a-z0-9_+-]+):(?::skin-tone-[2-6]:)?")


def glyph(name: str) -> str:
    """The character for a short name (a skin tone is left off), or ':name:' if it is not known."""
    return EMOJI.get(name.split("::", maxsplit=1)[0], f":{name}:")


def with_glyphs(text: str) -> str:
    """Replace every known ':name:' in plain text; everything else stays as it is."""
    return _NAME.sub(lambda found: EMOJI.get(found[1], found[0]), text)
