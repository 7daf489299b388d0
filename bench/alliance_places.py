"""Which pages of alliances, ledger, notices and documents are measured, as whom; and which are not, and why.

A test holds this list to the addresses of the site: a new one is listed here, or its reason is.
"""

from __future__ import annotations

from collections.abc import Mapping

Place = tuple[str, str]  # who reads, and the address

DOMAINS = ("alliances", "ledger", "notices", "documents")
UNMEASURED = {
    "notices:open": "is only pressed: it marks a notice as read and leads on",
}
FILES = frozenset({"a document", "a photo", "a scan", "a file of a task"})  # as they were kept, however large

PLACES: dict[str, dict[str, str]] = {
    "officer": {
        "alliances": "alliances/",
        "alliances, page 90": "alliances/?page=90",
        "alliances by a name": "alliances/?q=%E7%AC%AC7",
        "alliances, every filter": (
            "alliances/?form=twinning&district={district}&standing=in_effect&day=2024-05-01"
        ),
        "alliances as at 2023": "alliances/?standing=in_effect&day=2023-05-01",
        "counts of a year": "alliances/counts/2024/",
        "map": "alliances/map/",
        "map of a district": "alliances/map/?district={district}",
        "network of a district": "alliances/network/{district}/",
        "network of an alliance": "alliances/{largest}/network/",
        "a twinning": "alliances/{twinning}/",
        "the largest alliance": "alliances/{largest}/",
        "a district pair": "alliances/{pair}/",
        "its school pairs": "alliances/{pair}/pairs/",
        "network of a pair": "alliances/{pair}/network/",
        "an agreement": "alliances/{largest}/agreement/1/",
        "ledger": "alliances/ledger/",
        "ledger of a path": "alliances/ledger/?path=twinning&year=2025",
        "ledger of a school": "alliances/ledger/{school}/",
        "ledger of the largest": "alliances/{largest}/ledger/",
        "correct an entry": "alliances/{largest}/ledger/{entry}/correct/",
        "a year of the ledger": "ledger/{year}/",
        "close a year": "ledger/{year}/close/",
        "conflicts of interest": "alliances/interests/",
        "declare an interest": "alliances/{largest}/interest/",
        "choose a form": "alliances/begin/",
        "begin a twinning": "alliances/begin/twinning/",
        "turn into another form": "alliances/{twinning}/turn/trusteeship/",
        "let a member leave": "alliances/{largest}/leave/",
        "record the verdict": "alliances/{assessed}/verdict/",
        "approve": "alliances/{signed}/step/approve/",
        "add to the hand-over list": "alliances/{ending}/hand-over/",
        "a document": "alliances/{largest}/documents/{document}/",
        "a scan": "alliances/{offered}/agreement/{number}/scans/{scan}/",
        "a school's page": "schools/{school}/",
        "inbox": "notices/",
        "what is done": "notices/?done=1",
        "a notice": "notices/{notice}/",
        "address of the calendar": "notices/calendar/",
        "another address": "notices/calendar/new/",
        "home": "",
    },
    "leader": {
        "alliances, a leader": "alliances/",
        "own alliance, a leader": "alliances/{own}/",
        "a question, a leader": "alliances/{question}/",
        "inbox, a leader": "notices/",
        "home, a leader": "",
    },
    "writer": {
        "the largest, a leader": "alliances/{largest}/",
        "write the terms": "alliances/{draft}/terms/",
        "add an objective": "alliances/{draft}/objectives/add/",
        "remove an objective": "alliances/{draft}/objectives/0/remove/",
        "add a gift": "alliances/{draft}/gifts/add/",
        "remove a gift": "alliances/{draft}/gifts/0/remove/",
        "add a task": "alliances/{draft}/tasks/add/",
        "remove a task": "alliances/{draft}/tasks/0/remove/",
        "sign": "alliances/{offered}/sign/",
        "bring a scan": "alliances/{offered}/scan/",
        "let a school join": "alliances/{largest}/join/",
        "delegate": "alliances/{offered}/delegate/",
        "take a delegation back": "alliances/{offered}/delegate/{delegation}/end/",
        "mark a task done": "alliances/{largest}/tasks/0/done/",
        "take a task back": "alliances/{largest}/tasks/0/undone/",
        "add a file to a task": "alliances/{largest}/tasks/done/{mark}/files/add/",
        "a file of a task": "alliances/{largest}/tasks/done/{mark}/files/{task_file}/",
        "give evidence": "alliances/{largest}/objectives/0/evidence/",
        "record an activity": "alliances/{largest}/activities/add/",
        "withdraw an activity": "alliances/{largest}/activities/{activity}/withdraw/",
        "add a photo": "alliances/{largest}/activities/{activity}/photos/add/",
        "a photo": "alliances/{largest}/activities/{activity}/photos/{photo}/",
        "remove a photo": "alliances/{largest}/activities/{activity}/photos/{photo}/remove/",
        "ask to withdraw": "alliances/{largest}/activities/{booked}/ask/withdrawal/",
        "ask to correct": "alliances/{largest}/activities/{booked}/ask/correction/",
        "take a request back": "alliances/{largest}/activities/{asked}/wishes/{wish}/take-back/",
    },
    "partner": {
        "confirm an activity": "alliances/{largest}/activities/{activity}/confirm/",
        "contest an activity": "alliances/{largest}/activities/{activity}/contest/",
        "answer a request": "alliances/{largest}/activities/{asked}/wishes/{wish}/",
    },
    "nobody": {
        "alliances, nobody": "alliances/",
        "a twinning, nobody": "alliances/{twinning}/",
        "a calendar": "notices/calendar/{token}/",
        "confirm a document": "documents/confirm/",
        "a confirmed document": "documents/confirm/{code}/",
    },
}


def places(known: Mapping[str, str]) -> dict[str, Place]:
    """By name; `known` are the things that an address names."""
    return {
        name: (who, place.format_map(known))
        for who, listed in PLACES.items()
        for name, place in listed.items()
    }
