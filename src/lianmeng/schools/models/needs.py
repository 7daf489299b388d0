"""What schools need and what they are strong in."""

from django.db import models

from lianmeng.database.names import Named
from lianmeng.schools.models.dated import Dated, ends_after_it_begins
from lianmeng.schools.models.schools import School


class Need(Named, Dated):
    """One need or strength. `level` 1 to 3: how urgent, or how strong; `seen_by` names the widest audience."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="needs")
    side = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=30, blank=True)
    text = models.CharField(max_length=300, blank=True)
    level = models.PositiveSmallIntegerField(default=2)
    seen_by = models.CharField(max_length=10, default="district")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("school", "side", "kind", "subject", "id")
        constraints = (ends_after_it_begins("need_ends_after_it_begins"),)
        indexes = (models.Index(fields=("side", "kind", "subject"), name="needs_by_kind"),)

    def __str__(self) -> str:
        return f"{self.side} {self.kind}"
