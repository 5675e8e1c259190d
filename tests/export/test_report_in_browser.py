"""The report in a real browser: what it shows, that it works by mouse, keyboard and finger, and that nothing in an article ever runs."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import onrecord
from onrecord.model import Analysis, Article, Event, Evidence, Failure, Figure, Place, Span, Statement, Time

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
    flags = "headless no-sandbox disable-gpu disable-dev-shm-usage disable-quic no-first-run disable-sync"
    flags += " disable-background-networking disable-component-update"
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


def texts(browser, selector):
    return [e.text for e in browser.find_elements("css selector", selector)]


def test_the_sample_report(browser, sample_page):
    browser.set_window_size(1280, 900)
    browser.get(sample_page.as_uri())
    assert len(browser.find_elements("css selector", "#denials .quote")) >= 3
    assert len(browser.find_elements("css selector", "article")) >= 10
    headings = [h.text for h in browser.find_elements("css selector", "h2")]
    assert headings[-3:] == ["Denials", "Speakers", "Articles"]
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


def test_the_front_page_comes_first_and_tells_what_is_disputed(browser, sample_page):
    browser.set_window_size(1280, 900)
    browser.get(sample_page.as_uri())
    order = browser.execute_script("return [...document.querySelectorAll('main > [id]')].map(e => e.id)")
    assert order[0] == "front" and order[-1] == "articles"
    heads = texts(browser, "#story0 h3")
    assert heads[:3] == ["Disputes", "Who denies whom", "Changed quotes"] and heads[-1] == "Copies"
    card = browser.find_element("css selector", ".dispute")
    assert all(words in card.text for words in ("DENIAL", "Say so", "Say it is not so", "Why:"))
    marks = {(e.tag_name, e.text) for e in browser.find_elements("css selector", ".changed del[title], .changed ins[title]")}
    assert {("del", "rising"), ("ins", "falling")} <= marks
    assert "conflict" in browser.find_element("css selector", ".count").text


@pytest.mark.parametrize("link", [".camp.against .said a", ".changed blockquote a", ".stands a"])
def test_the_front_page_leads_to_the_passage(browser, sample_page, link):
    browser.get("about:blank")
    browser.get(sample_page.as_uri())
    element = browser.find_element("css selector", link)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()
    lit = browser.find_element("css selector", "mark.lit")
    box = browser.execute_script("const r = arguments[0].getBoundingClientRect(); return [r.top, r.bottom, innerHeight]", lit)
    assert browser.find_element("id", "card").is_displayed() and box[0] < box[2] and box[1] > 0


def test_an_arrow_leads_to_its_dispute_though_that_is_folded(browser, sample_page):
    browser.get(sample_page.as_uri())
    target = browser.execute_script(
        "return [...document.querySelectorAll('.denying .wide a')].map(a => a.getAttribute('href').slice(1))"
        ".find(id => document.getElementById(id).closest('details.more'))"
    )
    assert target and not browser.find_element("id", target).is_displayed()
    browser.execute_script("document.querySelector(`.denying .wide a[href='#${arguments[0]}'] path`).dispatchEvent("
                           "new MouseEvent('click', {bubbles: true, cancelable: true}))", target)  # fmt: skip
    assert browser.find_element("id", target).is_displayed()


def test_who_denies_whom_is_a_table_too(browser, sample_page):
    browser.get(sample_page.as_uri())
    browser.find_element("css selector", ".denying details summary").click()
    rows = [row.text for row in browser.find_elements("css selector", ".denying tbody tr")]
    assert any(row.startswith("Joran Pelk Tilda Marr ") for row in rows)
    assert browser.find_element("css selector", ".denying svg").get_attribute("aria-hidden") == "true"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_diagram_fits_the_page(browser, sample_page, width):
    size = {"width": width, "height": 740, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(sample_page.as_uri())
    shown = [browser.find_element("css selector", f".denying .{layer}").is_displayed() for layer in ("wide", "narrow")]
    assert shown == [width > 500, width < 500]
    cut = browser.execute_script(
        "const svg = [...document.querySelectorAll('.denying svg')].find(s => s.getBoundingClientRect().width);"
        "const frame = svg.getBoundingClientRect();"
        "return [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()])"
        ".filter(([, r]) => r.left < frame.left - 1 || r.right > frame.right + 1 || r.bottom > frame.bottom + 1).map(([t]) => t)"
    )
    assert cut == []
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.fixture(scope="module")
def made_page(tmp_path_factory, make):
    path = tmp_path_factory.mktemp("report") / "made.html"
    path.write_text(onrecord.report([make(0), make(1, outlet="The Dyke")], "Port Halden"), encoding="utf-8")
    return path


def test_figures_timeline_places_and_evidence_have_their_sections(browser, made_page):
    browser.set_window_size(1280, 900)
    browser.get(made_page.as_uri())
    assert texts(browser, "h2")[1:] == ["Figures", "Timeline", "Places", "Evidence cited", "Denials", "Speakers", "Articles"]
    assert texts(browser, ".top .jump a") == ["Front page", "Figures", "Timeline", "Places", "Evidence", "Denials", "Speakers", "Articles"]
    assert "12 or more" in texts(browser, "#figures .row .n") and "coast guard one witness, 2 carriers: also The Dyke" in texts(
        browser, "#figures .row .giver"
    )
    assert "Port Halden" in texts(browser, ".map .wide text") and "Greyford" in browser.find_element("css selector", ".gazetteer").text


def test_nothing_is_asked_of_the_network(browser, made_page):
    browser.get(made_page.as_uri())
    asked = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert asked == []
    assert not [e for e in browser.get_log("browser") if e["level"] == "SEVERE"]


@pytest.mark.parametrize(
    ("link", "words", "told"),
    [
        ("#figures .row .n a", "At least 12 people", ["according to", "coast guard", "4 March 2031"]),
        ("#timeline .entry.event a", "broke", ["accident", "Port Halden"]),
        (".map .wide circle", "Port Halden", ["59.100, 9.600", "the only one"]),
        ("#evidence .said a", "Footage filmed from a crane", ["the gate standing open"]),
    ],
)
def test_a_link_leads_to_the_passage_and_opens_its_card(browser, made_page, link, words, told):
    browser.get("about:blank")
    browser.get(made_page.as_uri())
    element = browser.find_element("css selector", link)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()
    card = browser.find_element("id", "card")
    assert card.is_displayed() and all(t in card.text for t in told)
    target = browser.execute_script("return document.getElementById(location.hash.slice(1))")
    assert target.text == words
    middle = browser.execute_script("const r = arguments[0].getBoundingClientRect(); return (r.top + r.bottom) / 2 / innerHeight", target)
    assert 0.2 < middle < 0.8


def test_a_figure_inside_a_statement_shows_both(browser, made_page):
    browser.get(made_page.as_uri())
    figure = browser.find_element("css selector", "mark .d.figure")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", figure)
    figure.click()
    parts = texts(browser, "#card .part")
    assert len(parts) == 2 and "up to 30" in parts[0] and parts[1].startswith("Orla Quist")


def test_underlines_can_be_switched_off(browser, made_page):
    browser.get(made_page.as_uri())
    line = "return getComputedStyle(document.querySelector('.text .d.figure')).textDecorationLine"
    button = browser.find_element("css selector", "button[data-mark=figure]")
    assert browser.execute_script(line) == "underline"
    button.click()
    assert browser.execute_script(line) == "none" and button.get_attribute("aria-pressed") == "false"
    button.click()
    assert browser.execute_script(line) == "underline"


@pytest.mark.parametrize("width", [360, 1280])
def test_pictures_fit_the_page(browser, made_page, width):
    size = {"width": width, "height": 740, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(made_page.as_uri())
    assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    shown = [browser.find_element("css selector", f".map .{layer}").is_displayed() for layer in ("wide", "narrow")]
    assert shown == [width > 500, width < 500]
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_hostile_details_do_not_run(browser, tmp_path):
    evil = "</title></svg><script>document.title='owned'</script><img src=x onerror=alert(1)>"
    at = Span(0, 30)
    analysis = replace(
        hostile_analysis(),
        figures=(Figure(at, evil, evil, 1, None, according_to=evil, as_of=evil, revised=evil, unit=evil, rule=evil),),
        times=(Time(at, "2020-01-01", "date", evil, evil),),
        places=(Place(at, evil, evil, 1.0, 1.0, evil, evil, evil), Place(at, evil)),
        evidence=(Evidence(at, evil, at, evil, evil, None, evil),),
        events=(Event(at, evil, "2020-01-01", evil, (at,), (at,), evil),),
    )
    show(browser, tmp_path / "r.html", [analysis], "T")
    mark = browser.find_element("css selector", ".text .d.figure")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", mark)
    mark.click()
    assert evil in browser.find_element("id", "card").text
    assert browser.title == "T · onrecord" and len(browser.find_elements("css selector", "script")) == 1
    assert not browser.find_elements("css selector", "img, iframe, [onclick], [onerror], [onload], svg:not(.map svg)")


def test_a_notebook_shows_the_marks(make):
    cell = make()._repr_html_()
    assert 'class="d figure"' in cell and 'title="up to 30 people missing"' in cell and "<script" not in cell and " id=" not in cell
