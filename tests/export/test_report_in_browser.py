"""The report in a real browser: what it shows, that it works by mouse, keyboard and finger, and that nothing in an article ever runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import onrecord
from onrecord.model import Analysis, Article, Failure, Span, Statement

SAMPLE = Path(__file__).parents[2] / "src" / "onrecord" / "sample"
HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">\n"
    "The mayor said </mark><svg onload=document.title='owned'> {{ 7*7 }} {% raw %} ]]> --> </script>"
    "<script>document.title='owned'</script> it was “shut”."
)


@pytest.fixture(scope="module")
def browser():
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        pytest.skip("no chromium and chromedriver here (Debian: apt-get install chromium chromium-driver)")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    flags = "headless no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync"
    for flag in flags.split():
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_window_size(1280, 900)
    yield driver
    driver.quit()


def show(browser, path, results, title=None):
    path.write_text(onrecord.report(results, title), encoding="utf-8")
    browser.get(path.as_uri())


def hostile_analysis():
    start = HOSTILE.index("</mark>")
    spans = (Span(start, len(HOSTILE)),)
    said = HOSTILE.index("said")
    statement = Statement(
        "\"'<x>",
        spans,
        (Span(said, said + 4),),
        Span(said - 10, said - 1),
        "<b onclick=x>Mayor</b>\"'",
        "m",
        "<script>x</script>",
        "mixed",
        "deny",
        "communication",
        (),
        0.5,
        ("<script>document.title='owned'</script>",),
    )
    article = Article(
        "h",
        HOSTILE,
        "\"><script>document.title='owned'</script>.txt",
        url="javascript:document.title='owned'",
        title="<script>document.title='owned'</script>",
        outlet="<i>Outlet</i>",
    )
    return Analysis(article, (statement,))


def test_nothing_in_an_article_runs(browser, tmp_path):
    show(
        browser,
        tmp_path / "r.html",
        [hostile_analysis(), Failure("<script>document.title='owned'</script>", "<b>", "<img src=x onerror=alert(1)>")],
        "T",
    )
    mark = browser.find_element("css selector", "mark")
    mark.click()
    card = browser.find_element("id", "card")
    assert card.is_displayed() and "<b onclick=x>Mayor</b>" in card.text
    assert browser.title == "T · onrecord"
    assert len(browser.find_elements("css selector", "script")) == 1
    assert not browser.find_elements("css selector", "svg, img, iframe, [onclick], [onerror], [onload], a[href^='javascript']")
    text = browser.find_element("css selector", ".text").text
    assert "<script>document.title='owned'</script>" in text and "{{ 7*7 }}" in text
    refused = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert not refused


def test_the_policy_would_stop_an_injected_script(browser, tmp_path):
    page = onrecord.report([hostile_analysis()], "T").replace(
        "<main>", "<main><script>document.title='owned'</script><img src='https://tracker.example/x.png'>"
    )
    (tmp_path / "r.html").write_text(page, encoding="utf-8")
    browser.get((tmp_path / "r.html").as_uri())
    assert browser.title == "T · onrecord"
    assert any("Content Security Policy" in entry["message"] for entry in browser.get_log("browser"))


@pytest.fixture(scope="module")
def sample_page(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "sample.html"
    path.write_text(onrecord.report(list(onrecord.analyze_paths(SAMPLE))), encoding="utf-8")
    return path


def test_the_sample_report(browser, sample_page):
    browser.set_window_size(1280, 900)
    browser.get(sample_page.as_uri())
    assert len(browser.find_elements("css selector", "#denials .quote")) >= 3
    assert len(browser.find_elements("css selector", "article")) >= 10
    headings = [h.text for h in browser.find_elements("css selector", "h2")]
    assert headings[:3] == ["Denials", "Speakers", "Articles"]
    link = browser.find_element("css selector", "#denials .said a")
    link.click()
    card = browser.find_element("id", "card")
    assert card.is_displayed() and "deny" in card.text and "confidence" in card.text
    browser.find_element("css selector", "body").send_keys("\ue00c")
    assert not card.is_displayed()
    mark = browser.find_element("css selector", "mark[tabindex]")
    mark.send_keys("\ue007")
    assert card.is_displayed()
    assert not [e for e in browser.get_log("browser") if e["level"] == "SEVERE"]


def test_acts_can_be_switched_off(browser, sample_page):
    browser.get(sample_page.as_uri())
    button = browser.find_element("css selector", "button[data-act=deny]")
    button.click()
    assert not browser.find_element("css selector", "#denials .quote").is_displayed()
    button.click()
    assert browser.find_element("css selector", "#denials .quote").is_displayed()


def test_a_phone_needs_no_sideways_scrolling(browser, sample_page):
    browser.set_window_size(500, 900)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True})
    browser.get(sample_page.as_uri())
    assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    mark = browser.find_element("css selector", "mark[tabindex]")
    browser.execute_script("arguments[0].scrollIntoView({block:'center'})", mark)
    mark.click()
    box = browser.find_element("id", "card").rect
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_without_scripts_the_page_still_tells_all(browser, sample_page):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(sample_page.as_uri())
    assert browser.find_element("css selector", "#denials .quote").is_displayed()
    assert browser.find_element("css selector", "article details table")
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
