"""A browser of a few lines: pages, forms, files and cookies, with a real server behind it."""

import http.cookiejar
import secrets
import urllib.parse
import urllib.request
from html.parser import HTMLParser


class Browser:
    """Pages, forms and cookies at one address."""

    def __init__(self):
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def get(self, url):
        """(address that it led to, text); raises on an error status."""
        with self.opener.open(url, timeout=60) as answer:
            return answer.url, answer.read().decode()

    def send(self, url, **filled):
        """Fill in the form of a page, as a person does (of a list, the words that are shown), and press its button."""
        here, page = self.get(url)
        form = FirstForm(page)
        chosen = {name: form.choices.get((name, text), text) for name, text in filled.items()}
        body = urllib.parse.urlencode({**form.values, **chosen}).encode()
        return self.get(urllib.request.Request(urllib.parse.urljoin(here, form.action), body, {"Referer": here}))

    def send_file(self, url, name, content):
        """The same for a page that asks for a file."""
        here, page = self.get(url)
        line, body = secrets.token_hex(20), b""
        for field, value in FirstForm(page).values.items():
            body += f'--{line}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        body += f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        headers = {"Referer": here, "Content-Type": f"multipart/form-data; boundary={line}"}
        return self.get(urllib.request.Request(here, body + content + f"\r\n--{line}--\r\n".encode(), headers))


PRESSED = {"radio", "checkbox", "submit", "file"}  # sent only when pressed


class FirstForm(HTMLParser):
    """What the form in <main> would send if nothing was typed."""

    def __init__(self, page):
        super().__init__()
        self.values, self.action, self.choices, self.option = {}, "", {}, None
        self.list, self.is_open, self.is_over = None, False, False
        self.feed(page.partition("<main")[2])

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and given.get("method", "").lower() == "post" and not self.is_over:
            self.is_open, self.action = True, self.action or given.get("action", "")
        if self.is_over or not self.is_open:
            return
        if tag == "input" and given.get("name") and (given.get("type") not in PRESSED or "checked" in given):
            self.values[given["name"]] = given.get("value", "")
        elif tag == "select":
            self.list = given["name"]
        elif tag == "option":
            self.option = given.get("value", "")
            if self.list not in self.values or "selected" in given:
                self.values[self.list] = self.option

    def handle_data(self, data):
        if self.option is not None:
            self.choices[self.list, data.strip()] = self.option
            self.option = None

    def handle_endtag(self, tag):
        self.is_over = self.is_over or (tag == "form" and self.is_open)
