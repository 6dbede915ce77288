"""What voices say to be compared: one short sentence a language, the same for all of them."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "fr": "Chaque nuit, le phare veille sur la mer, et les bateaux rentrent au port.",
    "en": "Every night, the lighthouse watches over the sea, and the boats come home.",
    "es": "Cada noche, el faro vigila el mar, y los barcos vuelven al puerto.",
    "it": "Ogni notte, il faro veglia sul mare, e le barche tornano in porto.",
    "pt": "Toda noite, o farol vigia o mar, e os barcos voltam para o porto.",
    "hi": "हर रात प्रकाशस्तंभ समुद्र पर नज़र रखता है, और नावें लौट आती हैं।",
}
