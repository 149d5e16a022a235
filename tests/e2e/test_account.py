"""The account by tapping: sign-in, authenticators, devices, sign-out and deletion."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.accounts import app_code
from tests.e2e.conftest import installed, new_phone
from tests.e2e.test_main_job import sign_in, sign_up, site_of, tap
from tests.mailbox import code_to
from tests.servers import wait_until

PASSWORD = "a long way to walk"

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex}@example.org"


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    return phone.new_page()


@pytest.fixture
def other(chromium: Browser, live_site: str) -> Iterator[Page]:
    """A second phone."""
    context = new_phone(chromium, live_site)
    yield context.new_page()
    context.close()


def log_episode(page: Page) -> None:
    page.goto("/#/today")
    tap(page, "Numb now")
    expect(page.get_by_role("timer")).to_be_visible()


def entries(page: Page) -> int:
    """Stored on this phone."""
    page.goto("/#/today")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    return page.get_by_role("timer").count()


def on_the_server(page: Page) -> int:
    return int(page.context.request.get("/api/v1/episodes").json()["count"])


def fill_code(page: Page, email: str) -> None:
    field = page.get_by_label("The code from the mail")
    expect(field).to_be_visible()  # the mail is sent by then
    field.fill(code_to(site_of(page), email))


def signed_out(page: Page) -> None:
    """Stored on the server, too."""
    wait_until(lambda: page.context.request.get("/api/v1/diary").status == 401, 20, "the end")


def saved(page: Page) -> None:
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


def authenticator(page: Page) -> Any:
    """A virtual authenticator that confirms by itself, as a phone that was just unlocked."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return cdp


def forget_who(page: Page) -> None:
    """Clear the cookies: the phone learns from a response that it has no session."""
    page.context.clear_cookies()
    page.goto("/#/sign-in")
    page.reload()


def add_app(page: Page) -> tuple[str, list[str]]:
    """Turn the second step on by tapping; gives the secret and the recovery codes."""
    page.goto("/#/account/app")
    tap(page, "Turn it on")
    expect(page.get_by_role("img", name="QR code for the authenticator app")).to_be_visible()
    secret = page.locator(".key").inner_text().replace(" ", "")
    page.get_by_label("The 6 digits that the app shows").fill(app_code(secret))
    tap(page, "Turn on")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)
    return secret, page.locator(".codes li").all_inner_texts()


def test_a_wrong_code_is_an_error_and_a_new_code_is_sent(page: Page, email: str) -> None:
    page.goto("/#/sign-in")
    tap(page, "Send me a code")
    expect(page.get_by_text("Write your e-mail address.")).to_be_visible()
    sign_up(page, email)
    forget_who(page)
    expect(page.get_by_label("E-mail")).to_have_value(email)
    tap(page, "Send me a code")
    code = page.get_by_label("The code from the mail")
    code.fill("1111 2222")
    tap(page, "Sign in")
    expect(page.get_by_text("This is not the code.")).to_be_visible()
    expect(code).to_be_focused()
    first = code_to(site_of(page), email)
    tap(page, "Send a new code")
    expect(page.get_by_text("A new code is on its way.")).to_be_visible()
    assert code_to(site_of(page), email) != first
    enter = code_to(site_of(page), email).replace("-", "")
    code.fill(f"  {enter} ")
    tap(page, "Sign in")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()


def test_an_unknown_address_is_indistinguishable_and_a_code_expires_after_too_many_tries(
    page: Page, email: str
) -> None:
    page.goto("/#/sign-in")
    page.get_by_label("E-mail").fill(email)
    tap(page, "Send me a code")
    expect(page.get_by_text(f"A mail with a code is on its way to {email}.")).to_be_visible()
    for _ in range(5):
        page.get_by_label("The code from the mail").fill("1111-2222")
        tap(page, "Sign in")
        expect(page.get_by_text("This is not the code.")).to_be_visible()
        page.get_by_label("The code from the mail").fill("")
        tap(page, "Sign in")
        expect(page.get_by_text("Write the code from the mail.")).to_be_visible()
    page.get_by_label("The code from the mail").fill("1111-2222")
    tap(page, "Sign in")
    expect(page.get_by_text("This code is old, or was tried too often.")).to_be_visible()


def test_signing_in_offline_shows_an_error(page: Page, email: str) -> None:
    page.goto("/#/sign-in")
    installed(page)
    page.get_by_label("E-mail").fill(email)
    page.context.set_offline(True)
    tap(page, "Send me a code")
    expect(page.get_by_role("alert").get_by_text("There is no connection.")).to_be_visible()


def test_a_passkey_is_added_renamed_used_and_removed(page: Page, email: str) -> None:
    authenticator(page)
    sign_up(page, email)
    page.goto("/#/account/passkeys")
    page.get_by_label("A name for it").fill("Kitchen phone")
    tap(page, "Add a passkey")
    expect(page.get_by_role("heading", name="Kitchen phone")).to_be_visible()
    expect(page.get_by_text("Not used yet")).to_be_visible()

    forget_who(page)
    tap(page, "Use a passkey")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()

    page.goto("/#/account/passkeys")
    expect(page.get_by_text("Last used")).to_be_visible()
    tap(page, "Rename Kitchen phone")
    page.get_by_role("region", name="Kitchen phone").get_by_label("A name for it").fill("Old one")
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Old one")).to_be_visible()
    tap(page, "Remove Old one")
    tap(page, "Yes, remove it")
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()


def test_a_passkey_that_nobody_confirms_changes_nothing(page: Page, email: str) -> None:
    sign_up(page, email)
    page.evaluate(
        "navigator.credentials.create ="
        " () => Promise.reject(new DOMException('', 'NotAllowedError')), null"
    )
    page.evaluate("location.hash = '#/account/passkeys'")
    tap(page, "Add a passkey")
    expect(page.get_by_text("No passkey was made.")).to_be_visible()


def test_an_authenticator_app_adds_a_step_and_a_recovery_code_stands_in_for_it(
    page: Page, other: Page, email: str
) -> None:
    sign_up(page, email)
    secret, codes = add_app(page)
    page.goto("/#/account")
    expect(page.get_by_text("10 left")).to_be_visible()

    other.goto("/#/sign-in")
    other.get_by_label("E-mail").fill(email)
    tap(other, "Send me a code")
    fill_code(other, email)
    tap(other, "Sign in")
    expect(other.get_by_role("heading", name="One more step")).to_be_visible()
    other.get_by_label("Code from the app").fill("000000")
    tap(other, "Sign in")
    expect(other.get_by_text("This is not the code.")).to_be_visible()
    other.get_by_label("Code from the app").fill(codes[0])
    tap(other, "Sign in")
    expect(other.get_by_role("button", name="Numb now")).to_be_visible()

    forget_who(other)
    tap(other, "Send me a code")
    fill_code(other, email)
    tap(other, "Sign in")
    other.get_by_label("Code from the app").fill(app_code(secret, 1))
    tap(other, "Sign in")
    expect(other.get_by_role("button", name="Numb now")).to_be_visible()

    page.goto("/#/account/recovery")
    expect(page.get_by_text("9 codes are left.")).to_be_visible()
    tap(page, "Make new codes")
    tap(page, "Yes, make new ones")
    expect(page.locator(".codes li")).to_have_count(10)
    with page.expect_download() as saved_file:
        tap(page, "Save as a file")
    assert saved_file.value.path().read_text().count("\n") == 12

    page.goto("/#/account/app")
    tap(page, "Turn it off")
    tap(page, "Yes, turn it off")
    expect(page.get_by_role("button", name="Turn it on")).to_be_visible()


def test_a_password_is_set_used_and_changed(page: Page, email: str) -> None:
    sign_up(page, email)
    page.goto("/#/account/password")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    tap(page, "Save the password")
    expect(page.get_by_role("heading", name="Account", exact=True)).to_be_visible()

    forget_who(page)
    tap(page, "Use a password")
    page.get_by_label("Password", exact=True).fill("not the password")
    tap(page, "Sign in")
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    tap(page, "Sign in")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()

    page.goto("/#/account/password")
    page.get_by_label("The password you have now").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill(PASSWORD + " more")
    tap(page, "Save the password")
    expect(page.get_by_role("heading", name="Account", exact=True)).to_be_visible()


def test_the_address_is_changed_with_a_code_sent_to_the_new_address(page: Page, email: str) -> None:
    sign_up(page, email)
    new = f"new-{email}"
    page.goto("/#/account/email")
    page.get_by_label("E-mail").fill(new)
    tap(page, "Send a code there")
    fill_code(page, new)
    tap(page, "Change the address")
    expect(page.get_by_text(f"Signed in as {new}")).to_be_visible()


def long_ago(page: Page) -> None:
    """The next DELETE is answered with reauthentication_required."""
    refused: list[str] = []

    def answer(route: Any) -> None:
        if route.request.method == "DELETE" and not refused:
            refused.append(route.request.url)
            error = {"code": "reauthentication_required", "message": "Show that it is you."}
            route.fulfill(status=403, json={"status": 403, "errors": [error]})
        else:
            route.continue_()

    page.context.route("**/api/v1/diary/entries", answer)


def test_an_old_sign_in_is_confirmed_in_place_and_it_goes_on_by_itself(
    page: Page, other: Page, email: str
) -> None:
    sign_up(page, email)
    log_episode(page)
    saved(page)
    sign_in(other, email)
    wait_until(lambda: entries(other) == 1, 30, "the entry on the other phone")

    page.goto("/#/account/erase")
    expect(page.get_by_role("link", name="Save a copy first")).to_have_attribute("href", "#/data")
    long_ago(page)
    tap(page, "Delete all entries…")
    expect(page.get_by_role("button", name="No, keep my diary")).to_be_focused()
    tap(page, "Yes, delete it for good")
    dialog = page.get_by_role("dialog", name="Is it you?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert on_the_server(page) == 1

    page.context.unroute("**/api/v1/diary/entries")
    long_ago(page)
    tap(page, "Delete all entries…")
    tap(page, "Yes, delete it for good")
    tap(page, "Send me a code by mail")
    fill_code(page, email)
    tap(page, "Go on")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_count(0)
    assert on_the_server(page) == 0

    other.reload()
    wait_until(lambda: entries(other) == 0, 30, "the erasing on the other phone")


def test_entries_are_deleted_without_an_account_too(page: Page) -> None:
    log_episode(page)
    page.goto("/#/account/erase")
    tap(page, "Delete all entries…")
    tap(page, "Yes, delete it for good")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_count(0)
    page.reload()
    assert entries(page) == 0


def test_ending_another_session_leaves_its_diary_until_it_is_cleared(
    page: Page, other: Page, email: str
) -> None:
    sign_up(page, email)
    sign_in(other, email)
    log_episode(other)
    saved(other)
    page.goto("/#/account/devices")
    expect(page.get_by_text("This one", exact=True)).to_be_visible()
    page.get_by_role("button", name="End Chrome").first.tap()
    expect(page.get_by_text("You are signed in nowhere else.")).to_be_visible()
    other.reload()
    expect(other.get_by_text("sign in again")).to_be_visible()
    assert entries(other) == 1
    other.goto("/#/account/leave")
    tap(other, "Clear this phone")
    expect(other.get_by_role("heading", name="What Footnote does")).to_be_visible()


def test_signing_out_clears_the_phone_and_signing_in_brings_the_diary_back(
    page: Page, email: str
) -> None:
    sign_up(page, email)
    log_episode(page)
    saved(page)
    page.goto("/#/account/leave")
    clear = page.get_by_role("button", name="Sign out and clear this phone")
    expect(clear).to_be_focused()
    clear.tap()
    expect(page.get_by_role("heading", name="What Footnote does")).to_be_visible()
    sign_in_again(page, email)
    expect(page.get_by_role("timer")).to_be_visible()


def sign_in_again(page: Page, email: str) -> None:
    page.goto("/#/sign-in")
    page.get_by_label("E-mail").fill(email)
    tap(page, "Send me a code")
    fill_code(page, email)
    tap(page, "Sign in")
    expect(page.get_by_label("The code from the mail")).to_have_count(0)
    page.goto("/#/today")
    skip = page.get_by_role("button", name="Skip to the last step")
    if skip.is_visible():
        skip.tap()
        page.get_by_label("Where are you?").select_option(label="United States")
        tap(page, "Start")


def test_a_local_diary_after_sign_out_merges_again_without_loss_or_duplicates(
    page: Page, email: str
) -> None:
    sign_up(page, email)
    log_episode(page)
    saved(page)
    page.goto("/#/account/leave")
    tap(page, "Sign out and keep the diary here")
    expect(page.get_by_text("Saved on this phone", exact=True)).to_be_visible()
    signed_out(page)
    assert entries(page) == 1
    tap(page, "Numb now")
    expect(page.get_by_role("timer")).to_have_count(2)

    # Another account may not merge it with its own.
    page.goto("/#/sign-in")
    tap(page, "New here")
    page.get_by_label("E-mail").fill(f"else-{email}")
    tap(page, "Make an account")
    fill_code(page, f"else-{email}")
    tap(page, "Sign in")
    expect(page.get_by_text(f"This phone holds the diary of {email}.")).to_be_visible()
    signed_out(page)

    sign_in(page, email)
    saved(page)
    expect(page.get_by_role("timer")).to_have_count(2)
    wait_until(lambda: on_the_server(page) == 2, 30, "both on the server")


def test_a_deleted_account_is_gone_from_the_server_and_from_this_phone(
    page: Page, email: str
) -> None:
    sign_up(page, email)
    log_episode(page)
    saved(page)
    page.goto("/#/account/delete")
    tap(page, "Delete the account…")
    tap(page, "Yes, delete it for good")
    expect(page.get_by_role("heading", name="What Footnote does")).to_be_visible()
    assert page.context.request.get("/api/v1/diary").status == 401
    page.goto("/#/sign-in")
    page.get_by_label("E-mail").fill(email)
    tap(page, "Send me a code")
    expect(page.get_by_label("The code from the mail")).to_be_focused()
    mails = page.context.request.get("/dev/mail").text()
    assert "There is no diary with this address" in mails[: mails.index("Your account is deleted")]
