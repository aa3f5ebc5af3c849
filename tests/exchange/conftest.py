"""Files of jobs go to a folder of the test's own."""

import pytest


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
