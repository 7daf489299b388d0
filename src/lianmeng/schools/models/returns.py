"""Yearly returns."""

from django.db import models

from lianmeng.schools.models.schools import Section


class Return(models.Model):
    """The figures of a section in a school year: 2016 is September 2016 to August 2017.

    `values` maps the key of a figure (data/figures.toml) to a number or to the name of its absence; a figure that is
    not among them was not sent. `source` says where they came from: "page", or "import" with the import's public id.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="returns", db_index=False)
    year = models.PositiveSmallIntegerField()
    values = models.JSONField(default=dict)
    source = models.CharField(max_length=60, blank=True)
    entered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-year", "section")
        constraints = (models.UniqueConstraint(fields=("section", "year"), name="one_return_a_year"),)
        indexes = (
            models.Index(fields=("year", "section"), name="returns_of_a_year"),
            # Whether any return of a year was written since: asked by every page with figures.
            models.Index(fields=("year", "entered_at", "version"), name="versions_of_returns"),
        )

    def __str__(self) -> str:
        return f"{self.section_id} {self.year}"
