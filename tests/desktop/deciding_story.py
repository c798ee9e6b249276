"""Two people wrote different things about 蔡志明: as values for the words, and as rows of a replica."""

from desktop.code_lists import CodeLists
from desktop.deciding.difference_words import DifferenceWords
from desktop.deciding.differences import Difference, DifferentRecord, Doubt, Side, Word
from desktop.operations.conflicts import Choice
from resources.words import Words
from store.conflicts import RecordConflict
from sync.change import FieldValue, HybridTime
from sync.merge.revision import revision_of
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.local_records import PERSONS

OWN, OTHER = "a" * 32, "b" * 32
HOUR_MS = 3_600_000
OURS = revision_of(HybridTime(STORY_STARTS_MS - 40 * HOUR_MS, 0, OWN))
THEIRS = revision_of(HybridTime(STORY_STARTS_MS - 3 * HOUR_MS, 0, OTHER))
MINE = Word("林秀梅", OWN, STORY_STARTS_MS - 40 * HOUR_MS)
HERS = Word("陈建明", OTHER, STORY_STARTS_MS - 3 * HOUR_MS)
CITYS = Word(None, "city", STORY_STARTS_MS - 2 * HOUR_MS)
DOUBT = Doubt("T001", "系统显示已参保，登记为失业")
STATUS = Difference(
    ("emp_status", "employer_name"),
    {"emp_status": "3", "employer_name": None},
    (
        Side("c-1", Choice.STANDING, {"emp_status": "1", "employer_name": None}, MINE),
        Side("c-1", Choice.OTHER, {"emp_status": "2", "employer_name": "晋江远帆物流有限公司"}, HERS),
    ),
)
PHONE = Difference(
    ("phone",),
    {"phone": "15005950308"},
    (
        Side("c-3", Choice.STANDING, {"phone": "13812347721"}, MINE),
        Side("c-3", Choice.OTHER, {"phone": "13856787721"}, CITYS),
    ),
)
CAI = DifferentRecord(PERSONS[0], "象山路 12 号", (STATUS, PHONE))


def words_for(language: str = "zh_CN") -> DifferenceWords:
    return DifferenceWords(Words(language), CodeLists(language), OWN, {OTHER: "象山社区窗口"})


def conflict(
    name: str, person: str, field: str, local: FieldValue, remote: FieldValue, *, by: str = THEIRS
) -> RecordConflict:
    return RecordConflict(name, "person", person, field, None, local, remote, OURS, by, STORY_STARTS_MS)
