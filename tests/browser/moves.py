"""Going from page to page as a person does: the next page is waited for, since a click comes back before the answer."""


def follow(page, target):
    """Press what leads on, a selector or a locator, and be on the page that answers."""
    pressed = page.locator(target).first if isinstance(target, str) else target
    with page.expect_navigation():
        pressed.click()


def save(page):
    """Send the form of a page."""
    follow(page, "main .bar-save button")
