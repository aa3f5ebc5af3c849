"""What programs are told about the API."""

from django.core.management import call_command
from drf_spectacular.drainage import GENERATOR_STATS


def test_the_schema_is_valid_and_made_without_a_warning(tmp_path):
    GENERATOR_STATS.reset()
    file = tmp_path / "schema.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(file))
    assert "SexEnum" in file.read_text()
