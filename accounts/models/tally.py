from django.db import models


class Tally(models.Model):
    """Tally — sổ đếm: what guarding the door must remember for a while: wrong guesses, codes that have been used.

    `key` is a digest: neither an address nor a log-in name nor a code lies here.
    """

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.key
