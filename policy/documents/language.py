"""In which language a policy is written: what it says is read out of English only, and a policy in another says so."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from policy.documents.model import Document

MOST_BLOCKS = 200
MOST_CHARACTERS = 12_000
FEWEST_WORDS = 25
_FUNCTION_WORDS = {
    "English": "the of and to we you your our is are this that with for may by or",
    "German": "der die das und wir sie ihre ihr ist sind nicht mit für von oder werden den dem ein eine zu auf",
    "French": "le la les des et nous vous votre vos est sont ne pas avec pour une du dans que qui au",
    "Spanish": "el los las y usted sus es son no con para una del que por se nuestro en su lo",
    "Italian": "il gli le e di che è sono non con per una del della dei nel si nostri alla i",
    "Dutch": "de het een en wij u uw is zijn niet met voor van of worden deze die op te aan",
    "Portuguese": "o os as e você seus é são não com para uma do da dos que por se nosso ao",
    "Polish": "i w z na do nie się jest są oraz lub przez dla o które że po od jako",
    "Swedish": "och att vi du din är inte med för av eller den det som på till en ett kan",
    "Danish": "og at vi du din er ikke med for af eller den det som på til en et kan",
    "Czech": "a v na se je nebo pro z do o že které jsou vaše ve s jako při k",
}
_SMALL_WORDS = {language: tuple(words.split()) for language, words in _FUNCTION_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")


def other_language(document: Document) -> str:
    """Return the language of a document that is not English, as English calls it, "" for English and where too little tells.

    The small words that every sentence needs are counted: the text must hold twice as many of another language as of
    English, so that an English policy with a foreign address or quotation stays English.
    """
    said = " ".join(islice((block.text for block in document.blocks), MOST_BLOCKS))[:MOST_CHARACTERS].lower()
    found = Counter(_WORD.findall(said))
    counts = {language: sum(found[word] for word in words) for language, words in _SMALL_WORDS.items()}
    language = max(counts, key=lambda name: counts[name])
    if found.total() < FEWEST_WORDS or language == "English" or counts[language] < 2 * max(1, counts["English"]):
        return ""
    return language
