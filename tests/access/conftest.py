import pytest
from django.db import transaction

from places import working_days
from tests.access.worlds import Worlds


@pytest.fixture(autouse=True)
def style_page_is_there(settings):
    """The style page exists in the demonstration only; its rule is asked there."""
    settings.DEMO = True


@pytest.fixture(autouse=True)
def slow_machine(settings):
    """The callers have confirmed who they are once, for all tests of this package, however long these take."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600
    settings.SESSION_IDLE_SECONDS = 24 * 3600


@pytest.fixture(scope="package")
def worlds(django_db_setup, django_db_blocker):
    """Made once, undone at the end: nothing of it is ever committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Worlds()
        working_days.forget()
        transaction.set_rollback(True)
