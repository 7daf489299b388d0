"""What is wrong with a round, or with a saved result, in sentences."""

from dataclasses import replace

from lianmeng.cli.json_file import shown
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.mechanisms.matching import Fault, Finding, Unfit

_FAULTS = {
    Fault.NOT_AN_OBJECT: say("“{key}” is no object. Write names with their values in braces."),
    Fault.UNKNOWN_KEY: say(
        "A round has no “{key}”. It has wishes, priorities, places, wishes_places, forbidden and seed."
    ),
    Fault.MISSING_KEY: say("“{key}” is missing. Add it: names with their lists, in braces."),
    Fault.NOT_A_LIST: say("“{key}”, “{owner}”: this is no list. Write names in square brackets, best first."),
    Fault.EMPTY_TIE: say(
        "“{key}”, “{owner}”, place {position}: an empty tie. Name its members, or take it out."
    ),
    Fault.NOT_A_NAME: say(
        "“{key}”, “{owner}”, place {position}: {value} is no name. Write a name in quotation marks."
    ),
    Fault.BAD_NAME: say("“{key}”: “{value}” cannot be a name or reason. Write it visibly, on one line."),
    Fault.TWICE: say("“{key}”, “{owner}”: “{name}” stands there twice. Keep it once."),
    Fault.UNKNOWN_HOST: say(
        "“{key}”, “{owner}”: there is no host “{name}”. Give it a list in “priorities”, or take it out."
    ),
    Fault.UNKNOWN_SCHOOL: say(
        "“{key}”, “{owner}”: there is no school “{name}”. Give it a list in “wishes”, or take it out."
    ),
    Fault.BOTH_SIDES: say("“{name}” is a school and a host. Give one of the two another name."),
    Fault.NOT_PLACES: say(
        "“{key}”, “{owner}”: {value} is no number of places. Write a whole number, 0 or more."
    ),
    Fault.NOT_FORBIDDEN: say(
        "“forbidden”, entry {position}: write “school”, “host” and “reason”, each a text, and nothing else."
    ),
    Fault.FORBIDDEN_TWICE: say(
        "“forbidden”, entry {position}: “{school}” and “{host}” are forbidden already. Keep one entry."
    ),
    Fault.NOT_A_SEED: say("“seed”: {value} is no seed. Write a whole number of up to 18 digits."),
    Fault.SEVERAL_PLACES: say(
        "--improve needs proposers with one place, but “{name}” has {places}. Leave out --improve."
    ),
    Fault.TIED_LIST: say(
        "--improve needs proposers without ties, but “{name}” has a tie. Leave out --improve, or break the tie."
    ),
    Fault.TOO_LARGE: say("The round is too large: more than 2,147,483,647 wishes. Split it."),
}
_WITHOUT_OWNER = {
    Fault.NOT_A_LIST: say("“{key}” is no list. Write its entries in square brackets."),
    Fault.UNKNOWN_HOST: say(
        "“{key}”: there is no host “{name}”. Give it a list in “priorities”, or take it out."
    ),
    Fault.UNKNOWN_SCHOOL: say(
        "“{key}”: there is no school “{name}”. Give it a list in “wishes”, or take it out."
    ),
}
_NO_ROUND = say("A round is a JSON object with “wishes” and “priorities”. Write it in braces.")

_FINDINGS = {
    Finding.SHAPE: say("This is no result of “lianmeng match”: its pairs cannot be read."),
    Finding.VERSION: say("It was made by another version, which this one cannot repeat."),
    Finding.MECHANISM: say("Its mechanism is not known, or does not apply to this round."),
    Finding.DIGEST: say("The round is not the one that was matched."),
    Finding.SEED: say("The seed is not that of the round."),
    Finding.UNKNOWN: say("A pair has a name that is not in the round."),
    Finding.INFEASIBLE: say("A pair stands twice, or somebody has more partners than places."),
    Finding.UNWILLING: say("A pair was not wished for by both sides, or is forbidden."),
    Finding.BLOCKED: say("The pairs are not stable: a school and a host would both rather have each other."),
    Finding.NOT_DRAWN: say("The pairs are stable, but not those of the drawn order."),
    Finding.UNTRUE: say("What it says about its pairs does not agree with them."),
}


def refusal_of(unfit: Unfit) -> Refused:
    """The sentence of what makes a round unfit."""
    sentence = _FAULTS[unfit.fault]
    if unfit.fault is Fault.NOT_AN_OBJECT and not unfit.values["key"]:
        sentence = _NO_ROUND
    elif unfit.values.get("owner") == "":
        sentence = _WITHOUT_OWNER.get(unfit.fault, sentence)
    return Refused(replace(sentence, values={key: _printable(value) for key, value in unfit.values.items()}))


def finding_in_words(finding: Finding) -> Sentence:
    return _FINDINGS[finding]


def _printable(value: object) -> object:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, (list, dict)):
        return say("a list or object")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return shown(str(value), 30)
