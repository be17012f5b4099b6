"""The words that people agree to. A request keeps the very words, so that a later change asks nobody in hindsight."""

AGREE = (
    "You may keep what I enter here to send me the info packet. Asking for it can say something about my health, "
    "so you keep it apart, use it for nothing else, and delete it when I ask."
)
READ_OUT = (
    "To send you the packet I need to write down where it goes. Asking for it can say something about your health, "
    "so we keep it apart, use it for nothing else, and delete it when you ask. Is that all right with you?"
)
IN_WRITING = (
    "They asked us in writing to send them the packet. What they wrote can say something about their health, so we "
    "keep it apart, use it for nothing else, and delete it when they ask."
)
AT_THE_TABLE = (
    "To send you the packet we write down where it goes. Asking for it can say something about your health, so we "
    "keep it apart, use it for nothing else, and delete it when you ask. Is that all right?"
)
CONSENTS = {"phone": READ_OUT, "letter": IN_WRITING, "email": IN_WRITING, "event": AT_THE_TABLE}
NEWSLETTER = "Send me the newsletter by e-mail as well. I can stop it at any time."
SURVEY = "You may ask me once by e-mail, some weeks later, how the packet was. Nobody can tell who answered."
POST_INSTEAD = (
    "If the e-mail does not reach me, or I do not open the packet within ten days, post it to me instead."
)
ON_PAPER = "Please post the packet to this address. You keep it for that alone, and delete it when I ask."
NOTE_WARNING = (
    "Please leave out anything about health: no diagnosis, symptoms or medicines. We do not need it."
)

CHANNELS = {"web": "Web form", "phone": "Hotline", "letter": "Letter", "email": "E-mail", "event": "Event"}
WAYS = {"email": "By e-mail", "post": "By postal mail"}
VOICEMAIL = {"": "We did not ask", "yes": "Yes", "no": "No, leave no message"}
RELATIONS = {
    "": "I prefer not to say",
    "patient": "I am a patient",
    "caregiver": "I care for somebody",
    "professional": "I work in health care",
}
ASKS_AS = {"": "Not said", "patient": "Patient", "caregiver": "Caregiver", "professional": "Professional"}
LANGUAGES = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "it": "Italiano",
    "pt": "Português",
    "pl": "Polski",
    "ru": "Русский",
    "uk": "Українська",
    "ar": "العربية",
    "hi": "हिन्दी",
    "hmn": "Hmoob",
    "ja": "日本語",
    "ko": "한국어",
    "so": "Soomaali",
    "tl": "Tagalog",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
